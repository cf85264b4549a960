import type { TaskStatus } from '../../shared/status.ts'
import { SHOWN_IN_FEISHU, type Event, type HistoryEntry, type Instance, type Task } from './instance.ts'
import {
  addSigners,
  enterNode,
  markNode,
  moveSeat,
  replacePerson,
  resubmit,
  rollBack,
} from './evolve-route.ts'

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
  const next = { ...instance, ...change(instance, entry, event, clock) }
  if (SHOWN_IN_FEISHU[event.type]) return { ...next, clock, updatedAt: at }
  // Whoever marks a task for later changes nothing for anybody else.
  return event.type === 'task_postponed' ? next : { ...next, updatedAt: at }
}

/** The state that a whole history leads to. */
export function replay(history: readonly HistoryEntry[]): Instance {
  const [first, ...rest] = history
  if (!first) throw new Error('a history has at least one entry')
  return rest.reduce<Instance>(evolve, evolve(undefined, first))
}

function start(event: Extract<Event, { type: 'started' }>, at: number): Instance {
  const { id, definition, initiator, people, departments, form, files, route, ccAtEnd } = event
  return {
    id,
    definition,
    status: 'PENDING',
    initiator,
    people,
    ...(departments && { departments }),
    form,
    ...(files && { files }),
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

type Change = Partial<Instance>

function change(
  instance: Instance,
  { at, by }: HistoryEntry,
  event: Exclude<Event, { type: 'started' }>,
  clock: number,
): Change {
  switch (event.type) {
    case 'node_entered':
      return { route: enterNode(instance, event.nodeId) }
    case 'node_skipped':
      return { route: markNode(instance, event.nodeId, 'skipped') }
    case 'node_passed':
      return { route: markNode(instance, event.nodeId, 'passed') }
    case 'node_stopped':
      return { route: markNode(instance, event.nodeId, 'stopped') }
    case 'task_opened':
      return {
        tasks: [...instance.tasks, openTask(event, instance.round, at, clock)],
        ...knowing(instance, event.people ?? {}),
      }
    case 'task_ended':
      return {
        ...editTasks(instance, [event.taskId], (task) => endTask(task, event, at, clock)),
        ...withFiles(instance, event.files),
      }
    case 'task_postponed': {
      const postponedUntil = event.until ?? undefined
      return editTasks(instance, [event.taskId], (task) => ({ ...task, postponedUntil }))
    }
    case 'urged':
      return editTasks(instance, event.taskIds, ({ postponedUntil, ...task }) => ({ ...task, urgedAt: at }))
    case 'seat_moved':
      return { route: moveSeat(instance, event), ...knowing(instance, event.people) }
    case 'signers_added':
      return { route: addSigners(instance, event), ...knowing(instance, event.people) }
    case 'person_replaced':
      return { route: replacePerson(instance, event), ...knowing(instance, event.people) }
    case 'rolled_back':
      return { route: rollBack(instance, event), round: instance.round + 1 }
    case 'resubmitted':
      return resubmit(instance, event)
    case 'cc_added': {
      const cc = { id: event.ccId, userId: event.userId, createdAt: at, readAt: null, clock }
      return { cc: [...instance.cc, cc], ...knowing(instance, event.people ?? {}) }
    }
    case 'cc_read':
      return {
        cc: instance.cc.map((cc) => (cc.id === event.ccId ? { ...cc, readAt: at, clock } : cc)),
      }
    case 'commented':
      return addComment(instance, event, by ?? '', at)
    case 'clocks_raised':
      return {
        tasks: instance.tasks.map((task) => ({ ...task, clock })),
        cc: instance.cc.map((cc) => ({ ...cc, clock })),
      }
    case 'ended':
      return { status: event.status, endedAt: at }
  }
}

function openTask(
  event: Extract<Event, { type: 'task_opened' }>,
  round: number,
  at: number,
  clock: number,
): Task {
  const { taskId: id, nodeId, assignee, seat, consignedBy } = event
  return {
    id,
    nodeId,
    assignee,
    ...(seat !== undefined && { seat }),
    ...(consignedBy !== undefined && { consignedBy }),
    status: 'PENDING',
    reason: null,
    completeReason: null,
    round,
    createdAt: at,
    endedAt: null,
    clock,
  }
}

function editTasks({ tasks }: Instance, ids: readonly string[], edit: (task: Task) => Task): Change {
  return { tasks: tasks.map((task) => (ids.includes(task.id) ? edit(task) : task)) }
}

function endTask(task: Task, event: Extract<Event, { type: 'task_ended' }>, at: number, clock: number): Task {
  const { status, reason, completeReason, files } = event
  if (!NEXT[task.status].includes(status))
    throw new Error(`task ${task.id} cannot go from ${task.status} to ${status}`)
  const { postponedUntil, ...rest } = task
  const ended = { ...rest, status, reason, completeReason, endedAt: at, clock }
  return files ? { ...ended, attachments: Object.keys(files) } : ended
}

function addComment(
  instance: Instance,
  { commentId: id, text, mentions, people, files }: Extract<Event, { type: 'commented' }>,
  by: string,
  at: number,
): Change {
  const comment = { id, by, at, text, mentions, attachments: Object.keys(files) }
  return {
    comments: [...(instance.comments ?? []), comment],
    ...knowing(instance, people),
    ...withFiles(instance, files),
  }
}

/** Who is known keeps the name that Feishu was told. */
function knowing(instance: Instance, people: Instance['people']): Change {
  return { people: { ...people, ...instance.people } }
}

function withFiles(instance: Instance, files: Instance['files']): Change {
  return files && Object.keys(files).length > 0 ? { files: { ...instance.files, ...files } } : {}
}
