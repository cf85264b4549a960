import type { CompleteReason, InstanceStatus } from '../../../shared/status.ts'
import { mayStandIn, type Delegate } from './delegation.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { isOpen, nodeOf, type Instance, type RouteNode, type Seat, type Task } from '../instance.ts'
import { MOST_CC } from '../../../shared/instance-limits.ts'
import type { Recorder } from './recorder.ts'
import { dueSeats, isPassed, rivals, seatsOf, tasksAt } from './seats.ts'

/** Goes on from node to node until somebody has to decide, or the way is at its end. */
export function advance(recorder: Recorder): void {
  for (;;) {
    const node = nodesInTurn(recorder.state().route).find(({ status }) => status === 'waiting')
    if (!node) break
    if (node.skipped) recorder.record({ type: 'node_skipped', nodeId: node.id })
    else {
      recorder.record({ type: 'node_entered', nodeId: node.id })
      openOrPass(recorder, node.id)
    }
  }
  if (recorder.state().route.every(isBehind)) end(recorder, 'APPROVED')
}

/** What follows at a node once something has changed there: the next tasks of it, or the nodes behind it. */
export function goOn(recorder: Recorder, nodeId: string): void {
  if (nodeOf(recorder.state(), nodeId).status !== 'active') return
  if (openOrPass(recorder, nodeId)) advance(recorder)
}

/** True when the node is passed. */
function openOrPass(recorder: Recorder, nodeId: string): boolean {
  const node = () => nodeOf(recorder.state(), nodeId)
  openTasks(recorder, nodeId)
  endTasks(recorder, rivals(recorder.state(), node()), 'others')
  if (!isPassed(recorder.state(), node())) return false
  endTasks(recorder, tasksAt(recorder.state(), node()).filter(isOpen), 'others')
  recorder.record({ type: 'node_passed', nodeId })
  return true
}

/** Opens what has to be done at a node now. Each place takes at most one task. */
function openTasks(recorder: Recorder, nodeId: string): void {
  const node = () => nodeOf(recorder.state(), nodeId)
  let left = seatsOf(node()).length
  for (let seat = nextSeat(recorder.state(), node()); seat; seat = nextSeat(recorder.state(), node())) {
    if (left-- === 0) throw new Error(`node ${nodeId} of ${recorder.state().id} opens tasks without an end`)
    const taskId = openTask(recorder, nodeId, seat)
    if (isRepeated(recorder.state(), node(), seat)) skipRepeated(recorder, taskId)
  }
}

/** Ends the instance and everything in it that is still open. */
export function end(recorder: Recorder, status: Exclude<InstanceStatus, 'PENDING'>): void {
  const why = status === 'CANCELED' ? 'recall' : status === 'DELETED' ? 'delete' : 'others'
  endTasks(recorder, recorder.state().tasks.filter(isOpen), why)
  for (const node of recorder.state().route) {
    if (node.status === 'active') recorder.record({ type: 'node_stopped', nodeId: node.id })
  }
  const { ccAtEnd, ccIfApproved = [] } = recorder.state()
  addCc(recorder, status === 'APPROVED' ? [...ccAtEnd, ...ccIfApproved] : ccAtEnd)
  recorder.record({ type: 'ended', status })
}

/** Tells these people, each once per instance. */
export function addCc(recorder: Recorder, userIds: readonly string[]): void {
  for (const userId of userIds) {
    const { id, cc } = recorder.state()
    if (cc.some((known) => known.userId === userId)) continue
    recorder.record({ type: 'cc_added', ccId: `${id}_c${cc.length + 1}`, userId })
  }
}

/** The node that each branch has come to; one after the other where there are none. */
function nodesInTurn(route: readonly RouteNode[]): RouteNode[] {
  const first = route.find((node) => !isBehind(node))
  if (!first?.lane) return first ? [first] : []
  const { group } = first.lane
  const ahead = route.filter((node) => node.lane?.group === group && !isBehind(node))
  return ahead.filter((node, at) => ahead.findIndex(({ lane }) => lane?.branch === node.lane?.branch) === at)
}

const isBehind = ({ status }: RouteNode): boolean => status === 'passed' || status === 'skipped'

/** Where not everybody is needed, whoever approved just before comes first: their approval may be enough. */
function nextSeat(instance: Instance, node: RouteNode): Seat | undefined {
  if (isPassed(instance, node)) return undefined
  const due = dueSeats(instance, node)
  const needsAll = node.mode === 'all' || node.mode === 'sequential'
  return (needsAll ? undefined : due.find((seat) => isRepeated(instance, node, seat))) ?? due[0]
}

/**
 * Whoever approved the node just before this one need not do it again (auto_skip), unless they were asked anew, the
 * node asks for a reason, or its definition wants them to look twice.
 */
function isRepeated(instance: Instance, node: RouteNode, seat: Seat): boolean {
  if (node.reason === 'required' || node.asksRepeated) return false
  const isAsked = seat.added !== undefined || seat.id !== seat.person || node.isAskedAnew === true
  return !isAsked && approversBefore(instance, node).has(seat.person)
}

function skipRepeated(recorder: Recorder, taskId: string): void {
  recorder.record({ type: 'task_ended', taskId, status: 'APPROVED', completeReason: 'auto_skip' })
}

function openTask(recorder: Recorder, nodeId: string, seat: Seat): string {
  const { id, tasks, cc } = recorder.state()
  const taskId = `${id}_t${tasks.length + 1}`
  const { person } = seat
  const delegate = delegateAt(recorder, nodeId, seat)
  const assignee = delegate?.userId ?? person
  recorder.record({
    type: 'task_opened',
    taskId,
    nodeId,
    assignee,
    ...(delegate && { consignedBy: person }),
    ...(seat.id !== assignee && { seat: seat.id }),
  })
  // Whoever is away goes on seeing it.
  if (delegate && cc.length < MOST_CC) addCc(recorder, [person])
  return taskId
}

/** Who stands in for the seat's own person; undefined: nobody. */
function delegateAt(recorder: Recorder, nodeId: string, seat: Seat): Delegate | undefined {
  const state = recorder.state()
  const delegate = recorder.delegateOf(seat.person)
  if (!delegate || !mayStandIn(state, nodeOf(state, nodeId), seat, delegate.userId)) return undefined
  const { userId, openId, name } = delegate
  recorder.know({ [userId]: { openId, name } })
  return delegate
}

/** Ends what need not be done any more. */
export function endTasks(recorder: Recorder, tasks: readonly Task[], completeReason: CompleteReason): void {
  for (const { id: taskId } of tasks)
    recorder.record({ type: 'task_ended', taskId, status: 'DONE', completeReason })
}

/** Time may have approved in their place. */
const hasSaidYes = ({ status, timeouts = [] }: Task): boolean =>
  status === 'APPROVED' && !timeouts.includes('approve')

/** Those who approved the node passed just before, or, behind branches, the last one passed of any of them. */
function approversBefore(instance: Instance, node: RouteNode): ReadonlySet<string> {
  const approved = nodesBefore(instance.route, node).flatMap((one) =>
    tasksAt(instance, one).filter(hasSaidYes),
  )
  // A delegate approved for somebody else, not for themselves.
  return new Set(approved.map(({ assignee, consignedBy = assignee }) => consignedBy))
}

/** On the same branch, or else in front of the group. A skipped node in between does not count. */
function nodesBefore(route: readonly RouteNode[], { id, lane }: RouteNode): RouteNode[] {
  const passed = route
    .slice(
      0,
      route.findIndex((node) => node.id === id),
    )
    .filter(
      (node) =>
        node.status === 'passed' &&
        node.id !== INITIATOR_NODE &&
        (node.lane?.group !== lane?.group || node.lane?.branch === lane?.branch),
    )
  const last = passed.at(-1)
  if (!last?.lane || last.lane.group === lane?.group) return last ? [last] : []
  const group = passed.filter((node) => node.lane?.group === last.lane?.group)
  const branches = [...new Set(group.map((node) => node.lane?.branch))]
  return branches.flatMap((branch) => group.findLast((node) => node.lane?.branch === branch) ?? [])
}
