import { said } from '../../shared/person-text.ts'
import type { AttachmentView, HistoryView, InstanceView, PersonView } from '../../shared/responses.ts'
import { findTask, type Event, type HistoryEntry, type Instance, type Task } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/record.ts'
import { seatOf, seatsOf } from '../domain/seats.ts'
import { toPerson, toPrincipal } from './views.ts'

export type Told = Pick<InstanceRecord, 'instance' | 'history'>

/** A place that changes hands before its turn: that somebody was replaced says it. */
const isPartOf = (history: readonly HistoryEntry[], at: number): boolean => {
  const { type } = (history[at] as HistoryEntry).event
  return type === 'seat_dropped' || (type === 'seat_moved' && history[at - 1]?.event.type !== 'task_ended')
}

type Place = { history: readonly HistoryEntry[]; at: number }

/** What happened, as far as it concerns `reader`. */
export function toHistoryViews({ instance, history }: Told, reader: string, file: FileOf): HistoryView[] {
  return history.flatMap((entry, at) =>
    isTold(entry, reader) && !isPartOf(history, at)
      ? [toHistoryView(instance, entry, { history, at }, file)]
      : [],
  )
}

/** The file of an id as the reader gets it; none where it is not among the instance's. */
export type FileOf = (id: string) => AttachmentView[]

/** Raised clocks are bookkeeping between us and Feishu. What somebody puts off is their own affair. */
const isTold = ({ by, event }: HistoryEntry, reader: string): boolean =>
  event.type !== 'clocks_raised' && (event.type !== 'task_postponed' || by === reader)

function toHistoryView(
  instance: Instance,
  { at, by, via, event }: HistoryEntry,
  place: Place,
  file: FileOf,
): HistoryView {
  const own = 'taskId' in event || 'reason' in event ? event : (endedFor(event, place) ?? event)
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
function endedFor({ type }: Event, { history, at }: Place): Event | undefined {
  if (type !== 'seat_moved' && type !== 'rolled_back') return undefined
  for (let before = at - 1; before >= 0; before -= 1) {
    const event = history[before]?.event
    if (event?.type === 'task_ended' && event.completeReason !== 'others') return event
  }
  return undefined
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
