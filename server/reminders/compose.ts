import { createHash } from 'node:crypto'
import { flowPicture } from '../domain/flow-picture.ts'
import { taskIn } from '../domain/picture.ts'
import { instanceOfTask } from '../domain/outbox/effects.ts'
import { findTask, isOpen, type Instance, type Task } from '../domain/instance.ts'
import { isPostponed } from '../domain/verbs/postpone.ts'
import type { ReminderTask } from '../domain/reminder.ts'
import type { ReminderContent } from '../feishu/port.ts'
import type { Store } from '../store/contract.ts'

type Stored = Pick<Store, 'instances' | 'definitions'>

const PAGE = 100
const OLDEST_SHOWN = 5

/** Everything that waits for the person now, the oldest first. */
export async function tasksOf(
  { instances }: Pick<Store, 'instances'>,
  userId: string,
  now: number,
): Promise<ReminderTask[]> {
  const found: ReminderTask[] = []
  const tasks = { postponed: { at: now, show: 'without' } } as const
  let cursor: string | undefined
  do {
    const page = await instances.list({ userId, box: 'todo', tasks, cursor, limit: PAGE })
    for (const listed of page.items) {
      const own = listed.tasks.filter((task) => task.assignee === userId && isOpen(task))
      found.push(...own.filter((task) => !isPostponed(task, now)).map((task) => toReminderTask(listed, task)))
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found.sort((a, b) => a.createdAt - b.createdAt)
}

/** Those that are open still, as they are now. */
export async function stillOpen(
  { instances }: Pick<Store, 'instances'>,
  tasks: readonly ReminderTask[],
): Promise<ReminderTask[]> {
  const found: ReminderTask[] = []
  for (const { id } of tasks) {
    const instance = (await instances.read(instanceOfTask(id)))?.instance
    const task = instance && findTask(instance, id)
    if (task && isOpen(task)) found.push(toReminderTask(instance, task))
  }
  return found
}

const toReminderTask = (
  { definition }: Pick<Instance, 'definition'>,
  { id, createdAt, postponedUntil }: Pick<Task, 'id' | 'createdAt' | 'postponedUntil'>,
): ReminderTask => ({
  id,
  createdAt,
  definition: definition.code,
  ...(postponedUntil !== undefined && { postponedUntil }),
})

export async function toContent(
  store: Stored,
  tasks: readonly ReminderTask[],
  now: number,
): Promise<ReminderContent> {
  const waiting = tasks.filter((task) => !isPostponed(task, now))
  const oldest = await Promise.all(waiting.slice(0, OLDEST_SHOWN).map(({ id }) => toItem(store, id)))
  return {
    waiting: waiting.length,
    later: tasks.length - waiting.length,
    groups: await groupsOf(store, waiting),
    oldest: oldest.flat(),
    now,
  }
}

async function toItem(
  { instances, definitions }: Stored,
  taskId: string,
): Promise<ReminderContent['oldest']> {
  const instance = (await instances.read(instanceOfTask(taskId)))?.instance
  if (!instance) return []
  const definition = await definitions.read(instance.definition.code, instance.definition.version)
  const picture = definition && flowPicture(instance, definition)
  const task = picture && taskIn(picture, taskId)
  return task ? [{ picture, task }] : []
}

async function groupsOf(
  { definitions }: Pick<Store, 'definitions'>,
  tasks: readonly ReminderTask[],
): Promise<ReminderContent['groups']> {
  const counts = new Map<string, number>()
  for (const { definition } of tasks) counts.set(definition, (counts.get(definition) ?? 0) + 1)
  const groups = [...counts].map(async ([code, count]) => {
    const record = await definitions.read(code)
    return record ? [{ kind: record.definition.name, count }] : []
  })
  return (await Promise.all(groups)).flat().sort((a, b) => b.count - a.count)
}

/** The same while a card of these tasks says the same, but for the time that passes. */
export function digestOf(tasks: readonly ReminderTask[], now: number): string {
  const shown = tasks.map((task) => [task.id, isPostponed(task, now)])
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url')
}
