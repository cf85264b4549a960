import type { TaskStatus } from '../../shared/status.ts'
import { SHOWN_IN_FEISHU, type Event, type HistoryEntry, type Instance, type Task } from './instance.ts'
import {
  addSigners,
  dropSeat,
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
  const change = CHANGES[event.type] as (instance: Instance, event: Event, facts: Facts) => Change
  const next = { ...instance, ...change(instance, event, { at, by: entry.by, clock }) }
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
  const { ccIfApproved } = event
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
    ...(ccIfApproved && { ccIfApproved }),
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

type Facts = { at: number; by: string | null; clock: number }

type Changes = {
  [Type in Exclude<Event['type'], 'started'>]: (
    instance: Instance,
    event: Extract<Event, { type: Type }>,
    facts: Facts,
  ) => Change
}

/** What each event makes of the state. */
const CHANGES: Changes = {
  node_entered: (instance, { nodeId }) => ({ route: enterNode(instance, nodeId) }),
  node_skipped: (instance, { nodeId }) => ({ route: markNode(instance, nodeId, 'skipped') }),
  node_passed: (instance, { nodeId }) => ({ route: markNode(instance, nodeId, 'passed') }),
  node_stopped: (instance, { nodeId }) => ({ route: markNode(instance, nodeId, 'stopped') }),
  task_opened: (instance, event, { at, clock }) => ({
    tasks: [...instance.tasks, openTask(event, roundOf(instance, event.nodeId), at, clock)],
    ...knowing(instance, event.people ?? {}),
  }),
  task_ended: (instance, event, { at, clock }) => ({
    ...editTasks(instance, [event.taskId], (task) => endTask(task, event, at, clock)),
    ...withFiles(instance, event.files),
  }),
  task_postponed: (instance, { taskId, until }) =>
    editTasks(instance, [taskId], (task) => ({ ...task, postponedUntil: until ?? undefined })),
  urged: (instance, { taskIds }, { at }) =>
    editTasks(instance, taskIds, ({ postponedUntil, ...task }) => ({ ...task, urgedAt: at })),
  timed_out: (instance, { taskId, action }) =>
    editTasks(instance, [taskId], ({ postponedUntil, ...task }) => ({
      ...task,
      timeouts: [...(task.timeouts ?? []), action],
    })),
  seat_moved: (instance, event) => ({ route: moveSeat(instance, event), ...knowing(instance, event.people) }),
  seat_dropped: (instance, event) => ({ route: dropSeat(instance, event) }),
  signers_added: (instance, event) => ({
    route: addSigners(instance, event),
    ...knowing(instance, event.people),
    ...withFiles(instance, event.files),
  }),
  person_replaced: replacePerson,
  rolled_back: (instance, event) => ({ route: rollBack(instance, event), round: instance.round + 1 }),
  resubmitted: resubmit,
  cc_added: (instance, { ccId: id, userId, people = {} }, { at, clock }) => ({
    cc: [...instance.cc, { id, userId, createdAt: at, readAt: null, clock }],
    ...knowing(instance, people),
  }),
  cc_dropped: ({ ccAtEnd, ccIfApproved }, { userId }) => ({
    ccAtEnd: ccAtEnd.filter((one) => one !== userId),
    ...(ccIfApproved && { ccIfApproved: ccIfApproved.filter((one) => one !== userId) }),
  }),
  cc_read: (instance, { ccId }, { at, clock }) => ({
    cc: instance.cc.map((cc) => (cc.id === ccId ? { ...cc, readAt: at, clock } : cc)),
  }),
  commented: (instance, event, { at, by }) => addComment(instance, event, by ?? '', at),
  clocks_raised: (instance, _, { clock }) => ({
    tasks: instance.tasks.map((task) => ({ ...task, clock })),
    cc: instance.cc.map((cc) => ({ ...cc, clock })),
  }),
  ended: (_, { status }, { at }) => ({ status, endedAt: at }),
}

/** A branch that nobody rolled back stays in the round in which it was entered. */
const roundOf = ({ route, round }: Instance, nodeId: string): number =>
  route.find(({ id }) => id === nodeId)?.round ?? round

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
