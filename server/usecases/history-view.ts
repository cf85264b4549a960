import { said } from '../../shared/person-text.ts'
import type { AttachmentView, HistoryView, InstanceView, PersonView } from '../../shared/responses.ts'
import { findTask, type Event, type HistoryEntry, type Instance, type Task } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/record.ts'
import { seatOf, seatsOf } from '../domain/seats.ts'
import { toPerson, toPrincipal } from './views.ts'

export type Told = Pick<InstanceRecord, 'instance' | 'history'>

type Place = { history: readonly HistoryEntry[]; at: number }

/** A place that changes hands before its turn: that somebody was replaced says it. */
const isPartOf = (instance: Instance, place: Place): boolean => {
  const { event } = place.history[place.at] as HistoryEntry
  if (event.type === 'seat_dropped') return true
  return (
    event.type === 'seat_moved' && !handedOnBy(instance, event, place) && isReplacedAfter(place, event.to)
  )
}

/** Whether the same hand-over says of this person whom they replace. */
function isReplacedAfter({ history, at }: Place, to: string): boolean {
  const rest = history.slice(at + 1).map(({ event }) => event)
  const end = rest.findIndex(({ type }) => !OF_A_HAND_OVER.has(type))
  return rest
    .slice(0, end < 0 ? undefined : end)
    .some((event) => event.type === 'person_replaced' && event.to === to)
}

const OF_A_HAND_OVER: ReadonlySet<Event['type']> = new Set([
  ...(['seat_moved', 'seat_dropped', 'task_ended', 'person_replaced'] as const),
])

/** What happened, as far as it concerns `reader`. */
export function toHistoryViews({ instance, history }: Told, reader: string, file: FileOf): HistoryView[] {
  return history.flatMap((entry, at) =>
    isTold(entry, reader) && !isPartOf(instance, { history, at })
      ? [toHistoryView(instance, entry, { history, at }, file)]
      : [],
  )
}

/** The file of an id as the reader gets it; none where it is not among the instance's. */
export type FileOf = (id: string) => AttachmentView[]

/**
 * Raised clocks are bookkeeping between us and Feishu, and who is not told any more concerns nobody. What somebody
 * puts off is their own affair.
 */
const isTold = ({ by, event }: HistoryEntry, reader: string): boolean =>
  event.type !== 'clocks_raised' &&
  event.type !== 'cc_dropped' &&
  (event.type !== 'task_postponed' || by === reader)

function toHistoryView(
  instance: Instance,
  { at, by, via, event }: HistoryEntry,
  place: Place,
  file: FileOf,
): HistoryView {
  const own = 'taskId' in event || 'reason' in event ? event : (endedFor(instance, event, place) ?? event)
  return {
    ...{ at, by: by === null ? null : toPerson(instance, by), via, event: event.type },
    nodeId: 'nodeId' in event ? event.nodeId : null,
    taskId: 'taskId' in own ? own.taskId : null,
    reason: 'reason' in own ? said(own.reason) : null,
    attachments: filesOf(own).flatMap(file),
    consignedBy: 'taskId' in event ? principalOf(instance, event.taskId) : null,
    status: event.type === 'ended' ? event.status : null,
    completeReason: event.type === 'task_ended' ? event.completeReason : null,
    people: peopleIn(event).map((userId) => toPerson(instance, userId)),
    position: event.type === 'signers_added' ? event.position : null,
    toNodeId: event.type === 'rolled_back' ? event.toNode : null,
    timeout: event.type === 'timed_out' ? event.action : null,
  }
}

function filesOf(event: Event): string[] {
  return event.type === 'task_ended' || event.type === 'signers_added' ? Object.keys(event.files ?? {}) : []
}

function principalOf(instance: Instance, taskId: string): PersonView | null {
  const task = findTask(instance, taskId)
  return task ? toPrincipal(instance, task) : null
}

/** The end of the task that was handed on or rolled back. */
function endedFor(instance: Instance, event: Event, place: Place): Event | undefined {
  if (event.type === 'seat_moved') return handedOnBy(instance, event, place)
  if (event.type !== 'rolled_back') return undefined
  return place.history
    .slice(0, place.at)
    .map((entry) => entry.event)
    .findLast((one) => one.type === 'task_ended' && one.completeReason === 'specific_rollback')
}

/** The task that went to somebody else with its place: it ended right before, and had that very place. */
function handedOnBy(
  instance: Instance,
  moved: Extract<Event, { type: 'seat_moved' }>,
  { history, at }: Place,
): Event | undefined {
  const before = history[at - 1]?.event
  if (before?.type !== 'task_ended' || before.status !== 'TRANSFERRED') return undefined
  const task = findTask(instance, before.taskId)
  return task?.nodeId === moved.nodeId && seatOf(task) === moved.seat ? before : undefined
}

/** Those who came in with the end of a task: whoever got its place, or was had sign before or after its person. */
export function passedTo({ instance, history }: Told, taskId: string): readonly string[] {
  const at = history.findIndex(({ event }) => event.type === 'task_ended' && event.taskId === taskId)
  const ended = history[at]?.event
  if (ended?.type !== 'task_ended') return []
  const before = history[at - 1]?.event
  if (ended.completeReason === 'add_pre' || ended.completeReason === 'add_post')
    return before?.type === 'signers_added' ? before.users : []
  if (ended.status !== 'TRANSFERRED') return []
  const next = history[at + 1]?.event
  if (next?.type === 'seat_moved' && handedOnBy(instance, next, { history, at: at + 1 })) return [next.to]
  // It went back to whose place it was done in, or to nobody: then the place fell away.
  const task = findTask(instance, taskId)
  return task?.consignedBy === undefined ? [] : [task.consignedBy]
}

function peopleIn(event: Event): readonly string[] {
  switch (event.type) {
    case 'seat_moved':
      return [event.to]
    case 'signers_added':
      return event.users
    case 'person_replaced':
      return [event.from, event.to]
    case 'cc_added':
      return [event.userId]
    default:
      return []
  }
}

/** Who had this task's person sign as well. Places are those of the node's last round. */
export function whoAdded({ instance, history }: Told, task: Task): InstanceView['tasks'][number]['added'] {
  const node = instance.route.find(({ id }) => id === task.nodeId)
  if (!node || task.round !== (node.round ?? 1)) return null
  const added = seatsOf(node).find(({ id }) => id === seatOf(task))?.added
  if (!added) return null
  const asked = history.findLast(
    ({ event }) => event.type === 'signers_added' && event.nodeId === node.id && event.seat === added.to,
  )
  return { by: asked?.by ? toPerson(instance, asked.by) : null, position: added.position }
}
