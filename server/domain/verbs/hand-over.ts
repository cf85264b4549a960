import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { unchanged, type ActContext, type Outcome } from '../act.ts'
import { mayTake } from '../engine/admission.ts'
import { concernedIn, isToBeTold } from '../engine/concerned.ts'
import { addCc, goOn } from '../engine/flow.ts'
import {
  isOpen,
  nodeOf,
  ownerOf,
  type Instance,
  type People,
  type RouteNode,
  type Seat,
  type Task,
} from '../instance.ts'
import { MOST_CC } from '../../../shared/instance-limits.ts'
import { hasRoom } from '../engine/limits.ts'
import { createRecorder, type Recorder } from '../engine/recorder.ts'
import { isUnfilled, latestTaskOf, seatOf, seatsOf, tasksAt } from '../engine/seats.ts'

export type HandOver = {
  from: string
  /** Each place goes to the first of them who may take it. */
  candidates: readonly string[]
  /** `forward_resign` for a leaver, `admin_forward` else. */
  completeReason: 'forward_resign' | 'admin_forward'
  /** They have left, so what they started passes too; else it stays theirs. */
  hasLeft: boolean
  reason: string | null
  people: People
}

/** `isFull`: nothing was changed, as Feishu takes no more tasks of this instance. */
export type HandOverOutcome = Outcome & { isFull: boolean }

/**
 * Puts others in a person's place: in their open tasks, and wherever their turn is still to come or may come again.
 * What they do for somebody whose delegate they are goes back to that person. Where whoever would take over is at the
 * node already, the place falls away; a task that nobody may take stays where it is.
 */
export function handOver(instance: Instance, input: HandOver, context: ActContext): HandOverOutcome {
  if (!concernedIn(instance).includes(input.from)) return { ...unchanged(instance), isFull: false }
  const { from, reason } = input
  const recorder = createRecorder(instance, { verb: 'hand-over', reason, people: [from] }, context)
  const active = instance.route.filter(({ status }) => status === 'active').map(({ id }) => id)
  for (const nodeId of active) if (nodeId !== INITIATOR_NODE) handOverAt(recorder, nodeId, input)
  replaceElsewhere(recorder, input)
  for (const nodeId of active) goOn(recorder, nodeId)
  if (!hasRoom(recorder.state())) return { ...unchanged(instance), isFull: true }
  if (input.hasLeft && isToBeTold(instance, input.from)) {
    recorder.record({ type: 'cc_dropped', userId: input.from })
  }
  return { ...recorder.outcome(), isFull: false }
}

function handOverAt(recorder: Recorder, nodeId: string, input: HandOver): void {
  const node = () => nodeOf(recorder.state(), nodeId)
  for (const seat of seatsOf(node())) {
    const latest = latestTaskOf(recorder.state(), node(), seat.id)
    const open = latest && isOpen(latest) ? latest : undefined
    if (seat.person === input.from && (open || isUnfilled(latest)))
      giveAway(recorder, node(), { seat, open }, input)
    else if (open?.assignee === input.from) endTask(recorder, open.id, input)
  }
}

type Place = { seat: Seat; open: Task | undefined }

function giveAway(recorder: Recorder, node: RouteNode, { seat, open }: Place, input: HandOver): void {
  const { candidates, from } = input
  const state = recorder.state()
  const others = candidates.filter((one) => one !== from)
  const to = others.find((one) => mayTake(state, node, one, seat.id))
  const seats = seatsOf(node)
  const isThere = others.some((one) => seats.some(({ id, person }) => person === one && id !== seat.id))
  // Others sign for this place, or a vote has lost one already and would be too few.
  const isNeeded =
    seats.some(({ added }) => added?.to === seat.id) ||
    tasksAt(state, node).some(({ status }) => status === 'REJECTED')
  if (to === undefined && (!isThere || isNeeded)) return
  if (open) endTask(recorder, open.id, input)
  const nodeId = node.id
  if (to === undefined) recorder.record({ type: 'seat_dropped', nodeId, seat: seat.id })
  else moveSeat(recorder, { nodeId, seat: seat.id, to }, input)
}

function moveSeat(
  recorder: Recorder,
  { nodeId, seat, to }: { nodeId: string; seat: string; to: string },
  { people }: HandOver,
): void {
  recorder.know(people)
  recorder.record({ type: 'seat_moved', nodeId, seat, to })
}

function endTask(recorder: Recorder, taskId: string, { completeReason }: HandOver): void {
  recorder.record({ type: 'task_ended', taskId, status: 'TRANSFERRED', completeReason })
}

/** Whoever goes may stand in nodes to come, in those that a rollback would come to again, and have started it all. */
function replaceElsewhere(recorder: Recorder, input: HandOver): void {
  const { from, candidates } = input
  const { initiator, route, replaced = {} } = recorder.state()
  const to = candidates.find((one) => one !== from && one !== initiator.userId)
  if (to === undefined) return
  const asInitiator = input.hasLeft && ownerOf(recorder.state()) === from
  const named = route.filter(({ id, approvers }) => id !== INITIATOR_NODE && approvers.includes(from))
  const isNews = named.some(({ status }) => status === 'waiting') || replaced[from] !== to
  if (asInitiator) passOwnStep(recorder, to, input)
  if (!asInitiator && (named.length === 0 || !isNews)) return
  recorder.know(input.people)
  recorder.record({ type: 'person_replaced', from, to, ...(asInitiator && { asInitiator }) })
  // Feishu goes on showing it as the initiator's own: as a copy it is in the lists of whoever looks after it now.
  if (asInitiator && recorder.state().cc.length < MOST_CC) addCc(recorder, [to])
}

/** Where it waits to be submitted again. */
function passOwnStep(recorder: Recorder, to: string, input: HandOver): void {
  const own = recorder.state().tasks.find((task) => isOpen(task) && task.nodeId === INITIATOR_NODE)
  if (!own) return
  endTask(recorder, own.id, input)
  moveSeat(recorder, { nodeId: INITIATOR_NODE, seat: seatOf(own), to }, input)
}
