import type { TaskStatus } from '../../shared/status.ts'
import type { NodeStatus } from '../../shared/api.ts'
import type { Event, HistoryEntry, Instance, Task } from './instance.ts'

/** From where a task may go where. */
const NEXT: Record<TaskStatus, readonly TaskStatus[]> = {
  PENDING: ['APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE'],
  APPROVED: [],
  REJECTED: [],
  TRANSFERRED: [],
  DONE: [],
}

/** The state after one more entry of the history. Clocks strictly grow, whatever the wall clock does (R6). */
export function evolve(instance: Instance | undefined, entry: HistoryEntry): Instance {
  const { at, event } = entry
  if (event.type === 'started') return start(event, at)
  if (!instance) throw new Error(`the history begins with ${event.type}`)
  const floor = event.type === 'clocks_raised' ? Math.max(instance.clock, event.above) : instance.clock
  const clock = Math.max(at, floor + 1)
  return { ...instance, ...change(instance, event, at, clock), clock, updatedAt: at }
}

/** The state that a whole history leads to. */
export function replay(history: readonly HistoryEntry[]): Instance {
  const [first, ...rest] = history
  if (!first) throw new Error('a history has at least one entry')
  return rest.reduce<Instance>(evolve, evolve(undefined, first))
}

function start(event: Extract<Event, { type: 'started' }>, at: number): Instance {
  const { id, definition, initiator, people, form, route, ccAtEnd } = event
  return {
    id,
    definition,
    status: 'PENDING',
    initiator,
    people,
    form,
    route,
    ccAtEnd,
    round: 1,
    tasks: [],
    cc: [],
    startedAt: at,
    updatedAt: at,
    endedAt: null,
    clock: at,
  }
}

type Change = Partial<Pick<Instance, 'status' | 'route' | 'tasks' | 'cc' | 'endedAt'>>

function change(
  instance: Instance,
  event: Exclude<Event, { type: 'started' }>,
  at: number,
  clock: number,
): Change {
  switch (event.type) {
    case 'node_entered':
      return markNode(instance, event.nodeId, 'active')
    case 'node_skipped':
      return markNode(instance, event.nodeId, 'skipped')
    case 'node_passed':
      return markNode(instance, event.nodeId, 'passed')
    case 'node_stopped':
      return markNode(instance, event.nodeId, 'stopped')
    case 'task_opened':
      return { tasks: [...instance.tasks, openTask(event, instance.round, at, clock)] }
    case 'task_ended':
      return {
        tasks: instance.tasks.map((task) =>
          task.id === event.taskId ? endTask(task, event, at, clock) : task,
        ),
      }
    case 'cc_added': {
      const cc = { id: event.ccId, userId: event.userId, createdAt: at, readAt: null, clock }
      return { cc: [...instance.cc, cc] }
    }
    case 'clocks_raised':
      return {
        tasks: instance.tasks.map((task) => ({ ...task, clock })),
        cc: instance.cc.map((cc) => ({ ...cc, clock })),
      }
    case 'ended':
      return { status: event.status, endedAt: at }
  }
}

function markNode(instance: Instance, nodeId: string, status: NodeStatus): Change {
  return { route: instance.route.map((node) => (node.id === nodeId ? { ...node, status } : node)) }
}

function openTask(
  event: Extract<Event, { type: 'task_opened' }>,
  round: number,
  at: number,
  clock: number,
): Task {
  const { taskId: id, nodeId, assignee } = event
  return {
    id,
    nodeId,
    assignee,
    status: 'PENDING',
    reason: null,
    completeReason: null,
    round,
    createdAt: at,
    endedAt: null,
    clock,
  }
}

function endTask(task: Task, event: Extract<Event, { type: 'task_ended' }>, at: number, clock: number): Task {
  const { status, reason, completeReason } = event
  if (!NEXT[task.status].includes(status))
    throw new Error(`task ${task.id} cannot go from ${task.status} to ${status}`)
  return { ...task, status, reason, completeReason, endedAt: at, clock }
}
