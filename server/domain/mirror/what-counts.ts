import { isOpen } from '../instance.ts'
import type { Pushed, PushedCc, PushedTask } from './pushed.ts'

/** What was pushed as it counts: what was deleted has ended, whichever of both came first. */
export function whatCounts(pushed: Pushed): Pushed {
  if (!pushed.perItem) return pushed
  return {
    ...pushed,
    tasks: mapped(pushed.tasks, (task) => taskAsItCounts(task, pushed)),
    cc: mapped(pushed.cc, (one) => (isDeleted(one, pushed) ? { ...one, isRead: true } : one)),
  }
}

function taskAsItCounts(task: PushedTask, pushed: Pushed): PushedTask {
  if (!isOpen(task)) return task
  if (isDeleted(task, pushed)) return { ...task, status: 'DONE', completeReason: 'delete' }
  // What somebody had to do has become a copy for them.
  const copy = Object.hasOwn(pushed.cc, task.id) ? pushed.cc[task.id] : undefined
  return copy && isAfter(copy.clock, task.clock)
    ? { ...task, status: 'DONE', completeReason: 'others' }
    : task
}

function isDeleted(item: PushedTask | PushedCc, { deleted = {} }: Pushed): boolean {
  if (item.clock === null) return false
  const scopes = 'within' in item && item.within !== undefined ? [item.id, item.within] : [item.id]
  return scopes.some((scope) => Object.hasOwn(deleted, scope) && (deleted[scope] ?? 0) >= (item.clock ?? 0))
}

const isAfter = (one: number | null, other: number | null): boolean =>
  one !== null && other !== null && one > other

const mapped = <Item>(items: Readonly<Record<string, Item>>, change: (item: Item) => Item) =>
  Object.fromEntries(Object.entries(items).map(([id, item]) => [id, change(item)]))
