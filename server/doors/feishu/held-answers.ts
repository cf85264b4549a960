import type { Instance } from '../../domain/instance.ts'
import type { Pushed, PushedTask } from '../../domain/mirror/pushed.ts'
import type { AskedInstance, AskedTasks } from './read-check.ts'

/** What is held of an approval otherwise than its source says, by its own ids and clocks. */
export type Difference = { instanceId: string; clock: number; tasks: { taskId: string; clock: number }[] }

/**
 * 三方审批实例常见问题: clocks of the whole and of the tasks that are asked for, nothing else. What is not known has
 * the clock 0. Undefined: all as asked.
 */
export function differenceOf(asked: AskedInstance, held: Pushed | undefined): Difference | undefined {
  const { instanceId } = asked
  if (!held) return { instanceId, clock: 0, tasks: [] }
  const tasks = asked.tasks
    .map(({ taskId, clock }) => ({ taskId, clock, held: clockOf(taskIn(held, taskId)) }))
    .flatMap((one) => (one.held === one.clock ? [] : [{ taskId: one.taskId, clock: one.held }]))
  const clock = clockOf(held.head)
  return tasks.length === 0 && clock === asked.clock ? undefined : { instanceId, clock, tasks }
}

const taskIn = ({ tasks }: Pushed, id: string): PushedTask | undefined =>
  Object.hasOwn(tasks, id) ? tasks[id] : undefined

const clockOf = (one: { clock: number | null } | undefined): number => one?.clock ?? 0

/** An approval with those of its tasks that were asked for, by its source's ids. */
export type HeldTasks = { status: string; clock: number; tasks: readonly PushedTask[] }

/** Undefined: it has none that were asked for, and it was not asked for by its id. */
export function tasksOf(instance: Instance, filter: AskedTasks): HeldTasks | undefined {
  const { mirror } = instance
  if (!mirror) return undefined
  const assignees = new Map(instance.tasks.map(({ id, assignee }) => [id, assignee]))
  const isAsked = (task: PushedTask): boolean =>
    (filter.status === undefined || task.status === filter.status) &&
    (filter.people.length === 0 ||
      filter.people.includes(task.person) ||
      filter.people.includes(assignees.get(mirror.taskIds[task.id] ?? '') ?? ''))
  const tasks = Object.values(mirror.pushed.tasks).filter(isAsked)
  const { head } = mirror.pushed
  return tasks.length === 0 ? undefined : { status: head.status, clock: clockOf(head), tasks }
}
