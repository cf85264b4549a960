import { end, createRecorder, passIfDone } from './flow.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import {
  isOpen,
  ownerOf,
  type Instance,
  type People,
  type RouteNode,
  type Seat,
  type Stamp,
} from './instance.ts'
import type { Outcome } from './commands.ts'
import { seatOf, seatsOf, tasksAt } from './seats.ts'

/** Ends an approval by an operator's word. One that has ended stays as it is. */
export function terminate(instance: Instance, reason: string, stamp: Stamp): Outcome {
  if (instance.status !== 'PENDING') return { instance, entries: [] }
  const recorder = createRecorder(instance, stamp)
  end(recorder, 'TERMINATED', { reason, by: stamp.by })
  return { instance: recorder.state(), entries: recorder.entries() }
}

export type HandOver = {
  from: string
  to: string
  /** `forward_resign` for a leaver, `admin_forward` else. */
  completeReason: 'forward_resign' | 'admin_forward'
  /** They have left, so what they started passes too; else it stays theirs. */
  hasLeft: boolean
  reason: string | null
  people: People
}

/**
 * Puts somebody else in a person's place: in their open tasks, wherever their turn was still to come, and, when they
 * have left, in what they may do as the initiator.
 */
export function handOver(instance: Instance, input: HandOver, stamp: Stamp): Outcome {
  const { from, to, completeReason, reason, people } = input
  const asInitiator = input.hasLeft && ownerOf(instance) === from
  const theirs = instance.tasks.filter(
    (task) => isOpen(task) && task.assignee === from && (asInitiator || task.nodeId !== INITIATOR_NODE),
  )
  const isConcerned =
    asInitiator || theirs.length > 0 || instance.route.some((node) => mayComeAgain(instance, node, from))
  if (instance.status !== 'PENDING' || !isConcerned) return { instance, entries: [] }
  const recorder = createRecorder(instance, stamp)
  for (const { id: taskId, nodeId, ...task } of theirs) {
    recorder.record({ type: 'task_ended', taskId, status: 'TRANSFERRED', completeReason, reason })
    recorder.record({ type: 'seat_moved', nodeId, seat: seatOf(task), to, people })
  }
  recorder.record({ type: 'person_replaced', from, to, ...(asInitiator && { asInitiator }), people })
  for (const nodeId of new Set(theirs.map((task) => task.nodeId))) passIfDone(recorder, nodeId)
  return { instance: recorder.state(), entries: recorder.entries() }
}

/** Also in a node that is under way, and in one that a rollback may lead back to. */
function mayComeAgain(instance: Instance, node: RouteNode, person: string): boolean {
  if (node.id === INITIATOR_NODE || node.status === 'skipped') return false
  if (node.approvers.includes(person)) return true
  if (node.status !== 'active') return false
  const taken = tasksAt(instance, node).filter(({ status }) => status !== 'TRANSFERRED')
  const isFree = ({ id }: Seat) => !taken.some((task) => seatOf(task) === id)
  return seatsOf(node).some((seat) => seat.person === person && isFree(seat))
}
