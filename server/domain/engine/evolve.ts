import type { TaskStatus } from '../../../shared/status.ts'
import type { Act } from '../act.ts'
import { SHOWN_IN_FEISHU, type Event, type Instance, type Task } from '../instance.ts'
import { pressedAfter } from '../mirror/heard.ts'
import type { Mirror } from '../mirror/mirrored.ts'
import type { Pushed } from '../mirror/pushed.ts'
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

/** The state after one more act. Clocks strictly grow, whatever the wall clock does (R6). */
function evolve(instance: Instance | undefined, act: Act): Instance {
  const before = instance && meet(instance, act)
  const after = act.events.reduce<Instance | undefined>((now, event) => evolveBy(now, act, event), before)
  if (!after) throw new Error('the history begins with an act without events')
  return after
}

/** The state that a whole history leads to. */
export function replay(history: readonly Act[]): Instance {
  // What a source pushed is all there is: what people did before it changed nothing.
  const pushed = history.findLastIndex(({ events }) => events.some(({ type }) => type === 'mirrored'))
  const [first, ...rest] = history.slice(Math.max(0, pushed))
  if (!first) throw new Error('a history has at least one act')
  return rest.reduce<Instance>(evolve, evolve(undefined, first))
}

/** With the people and the files that come in with an act. Whoever is known keeps the name that Feishu was told. */
export function meet(instance: Instance, { known, files }: Act): Instance {
  const isNews = Object.keys(known).length > 0
  const hasFiles = Object.keys(files).length > 0
  if (!isNews && !hasFiles) return instance
  const people = { ...known, ...instance.people }
  return hasFiles ? { ...instance, people, files: { ...instance.files, ...files } } : { ...instance, people }
}

/** The state after one event of an act. */
export function evolveBy(instance: Instance | undefined, act: Act, event: Event): Instance {
  const { at } = act
  if (event.type === 'started') return start(event, act)
  if (event.type === 'mirrored') return event.state
  if (!instance) throw new Error(`the history begins with ${event.type}`)
  const floor = event.type === 'clocks_raised' ? Math.max(instance.clock, event.above) : instance.clock
  const clock = Math.max(at, floor + 1)
  const change = CHANGES[event.type] as (instance: Instance, event: Event, facts: Facts) => Change
  const next = { ...instance, ...change(instance, event, { act, at, clock }) }
  if (SHOWN_IN_FEISHU[event.type]) return { ...next, clock, updatedAt: at }
  // Whoever marks a task for later changes nothing for anybody else.
  return event.type === 'task_postponed' ? next : { ...next, updatedAt: at }
}

function start(
  event: Extract<Event, { type: 'started' }>,
  { at, known: people, files, service }: Act,
): Instance {
  const {
    id,
    definition,
    number,
    initiator,
    attends,
    revertDays,
    departments,
    chosen,
    linked,
    form,
    route,
    ccAtEnd,
    ccIfApproved,
  } = event
  return {
    id,
    definition,
    ...(number && { number }),
    status: 'PENDING',
    initiator,
    ...(attends && { attends }),
    ...(revertDays !== undefined && { revertDays }),
    ...(service !== undefined && { service }),
    people,
    ...(departments && { departments }),
    ...(chosen && { chosen }),
    ...(linked && { linked }),
    form,
    ...(Object.keys(files).length > 0 && { files }),
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

type Facts = { act: Act; at: number; clock: number }

type Changes = {
  [Type in Exclude<Event['type'], 'started' | 'mirrored'>]: (
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
  }),
  task_ended: (instance, event, facts) =>
    editTasks(instance, [event.taskId], (task) => endTask(task, event, facts)),
  task_postponed: (instance, { taskId, until }) =>
    editTasks(instance, [taskId], (task) => ({ ...task, postponedUntil: until ?? undefined })),
  urged: (instance, { taskIds }, { at }) =>
    editTasks(instance, taskIds, ({ postponedUntil, ...task }) => ({ ...task, urgedAt: at })),
  timed_out: (instance, { taskId, action }) =>
    editTasks(instance, [taskId], ({ postponedUntil, ...task }) => ({
      ...task,
      timeouts: [...(task.timeouts ?? []), action],
    })),
  seat_moved: (instance, event) => ({ route: moveSeat(instance, event) }),
  seat_dropped: (instance, event) => ({ route: dropSeat(instance, event) }),
  signers_added: (instance, event) => ({ route: addSigners(instance, event) }),
  person_replaced: replacePerson,
  rolled_back: (instance, event) => ({ route: rollBack(instance, event), round: instance.round + 1 }),
  resubmitted: resubmit,
  cc_added: (instance, { ccId: id, userId }, { at, clock }) => ({
    cc: [...instance.cc, { id, userId, createdAt: at, readAt: null, clock }],
  }),
  cc_dropped: ({ ccAtEnd, ccIfApproved }, { userId }) => ({
    ccAtEnd: ccAtEnd.filter((one) => one !== userId),
    ...(ccIfApproved && { ccIfApproved: ccIfApproved.filter((one) => one !== userId) }),
  }),
  cc_read: (instance, { ccId }, { at, clock }) => ({
    cc: instance.cc.map((cc) => (cc.id === ccId ? { ...cc, readAt: at, clock } : cc)),
  }),
  commented: ({ commentCount = 0 }) => ({ commentCount: commentCount + 1 }),
  clocks_raised: (instance, _, { clock }) => ({
    tasks: instance.tasks.map((task) => ({ ...task, clock })),
    cc: instance.cc.map((cc) => ({ ...cc, clock })),
  }),
  ended: (_, { status }, { at }) => ({ status, endedAt: at }),
  mirror_noted: ({ mirror, tasks }, { pushed, unknown }) =>
    mirror ? { mirror: { ...mirror, pushed, unknown }, tasks: heardOf(tasks, mirror, pushed) } : {},
  pressed: (instance, { press: { number, taskId, action } }, { at }) => ({
    ...editTasks(instance, [taskId], (task) => ({
      ...task,
      pressed: { number, action, at, state: 'asked' },
    })),
    ...(instance.mirror && {
      mirror: { ...instance.mirror, presses: Math.max(number, instance.mirror.presses ?? 0) },
    }),
  }),
  press_answered: (instance, { taskId, number, state }) =>
    editTasks(instance, [taskId], (task) =>
      task.pressed?.number === number ? { ...task, pressed: { ...task.pressed, state } } : task,
    ),
}

/** Its source spoke of them once more, and said nothing that is shown in another way. */
function heardOf(tasks: readonly Task[], { pushed, taskIds }: Mirror, now: Pushed): readonly Task[] {
  if (!tasks.some((task) => task.pressed)) return tasks
  const theirs = new Map(Object.values(now.tasks).map((said) => [taskIds[said.id], said]))
  return tasks.map(({ pressed, ...task }) => {
    const said = theirs.get(task.id)
    const left = said && pressedAfter(pressed, pushed.tasks[said.id], said)
    return left ? { ...task, pressed: left } : task
  })
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

/** What ends because of a decision, and what is skipped, has no reason of its own. */
const hasOwnReason = ({ status, completeReason }: Ended): boolean =>
  status !== 'DONE' && completeReason !== 'auto_skip' && completeReason !== 'submit_again'

type Ended = Extract<Event, { type: 'task_ended' }>

function endTask(task: Task, event: Ended, { act, at, clock }: Facts): Task {
  const { status, completeReason } = event
  if (!NEXT[task.status].includes(status))
    throw new Error(`task ${task.id} cannot go from ${task.status} to ${status}`)
  const { postponedUntil, ...rest } = task
  const reason = hasOwnReason(event) ? act.reason : null
  const ended = { ...rest, status, reason, completeReason, endedAt: at, clock }
  const files = task.id === act.taskId ? Object.keys(act.files) : []
  return files.length > 0 ? { ...ended, attachments: files } : ended
}
