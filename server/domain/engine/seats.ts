import type { NodeMode } from '../../../shared/flow.ts'
import type { SignerPosition } from '../../../shared/verbs/add-sign.ts'
import { votesNeeded } from '../../../shared/votes.ts'
import { isOpen, type Instance, type RouteNode, type Seat, type Task } from '../instance.ts'

type Tasked = Pick<Instance, 'tasks'>

/** The places at a node; without changes, one for each approver. */
export function seatsOf(node: RouteNode): readonly Seat[] {
  return node.seats ?? node.approvers.map((person) => ({ id: person, person }))
}

const rootsOf = (node: RouteNode): Seat[] => seatsOf(node).filter(({ added }) => !added)

/** The task's place at its node. */
export const seatOf = (task: Pick<Task, 'seat' | 'assignee'>): string => task.seat ?? task.assignee

/** The node's tasks since it was entered last. */
export function tasksAt({ tasks }: Tasked, node: RouteNode): Task[] {
  return tasks.filter((task) => isAt(node, task))
}

const isAt = ({ id, round = 1 }: RouteNode, task: Task): boolean => task.nodeId === id && task.round === round

/** The latest task of a place since the node was entered last. */
export function latestTaskOf({ tasks }: Tasked, node: RouteNode, seatId: string): Task | undefined {
  return tasks.findLast((task) => isAt(node, task) && seatOf(task) === seatId)
}

/** Whether a place has had no task yet, or has handed it on. */
export const isUnfilled = (latest: Task | undefined): boolean => !latest || latest.status === 'TRANSFERRED'

/** The places that need a task now, the first one first. */
export function dueSeats(instance: Tasked, node: RouteNode): Seat[] {
  const plan = planOf(instance, node)
  if (node.mode === 'any') return (plan.taker ? [plan.taker] : plan.roots).flatMap(plan.due)
  if (node.mode !== 'sequential') return plan.roots.flatMap(plan.due)
  const next = plan.roots.find((seat) => !plan.isFilled(seat))
  return next ? plan.due(next) : []
}

/** Whether enough have approved, with everyone they asked to sign as well. */
export function isPassed(instance: Tasked, node: RouteNode): boolean {
  return agreedAt(instance, node) >= needed(node.mode, rootsOf(node).length)
}

/** How many of the node's own people have approved, with everyone they asked to sign as well. */
export function agreedAt(instance: Tasked, node: RouteNode): number {
  const plan = planOf(instance, node)
  return plan.roots.filter(plan.isFilled).length
}

/** Whether a rejection ends the way: at a vote only when the others are too few. */
export function isLost(instance: Tasked, node: RouteNode): boolean {
  const plan = planOf(instance, node)
  const lost = plan.roots.filter(plan.isRefused).length
  if (lost === 0) return false
  return typeof node.mode === 'string' || plan.roots.length - lost < needed(node.mode, plan.roots.length)
}

/** Open tasks of an or-sign node that somebody else has taken. */
export function rivals(instance: Tasked, node: RouteNode): Task[] {
  const { taker, holds } = planOf(instance, node)
  if (node.mode !== 'any' || !taker) return []
  return tasksAt(instance, node).filter((task) => isOpen(task) && !holds(taker, seatOf(task)))
}

function needed(mode: NodeMode, seats: number): number {
  if (mode === 'any') return 1
  return typeof mode === 'string' ? seats : votesNeeded(mode, seats)
}

function planOf(instance: Tasked, node: RouteNode) {
  const seats = seatsOf(node)
  const own = (seat: Seat) => latestTaskOf(instance, node, seat.id)
  const addedTo = (seat: Seat, position?: SignerPosition) =>
    seats.filter(({ added }) => added?.to === seat.id && (!position || added.position === position))
  const hasApproved = (seat: Seat): boolean => own(seat)?.status === 'APPROVED'
  const isFilled = (seat: Seat): boolean => hasApproved(seat) && addedTo(seat).every(isFilled)
  const isRefused = (seat: Seat): boolean => own(seat)?.status === 'REJECTED' || addedTo(seat).some(isRefused)
  const holds = (seat: Seat, id: string): boolean =>
    seat.id === id || addedTo(seat).some((child) => holds(child, id))
  const due = (seat: Seat): Seat[] => {
    const before = addedTo(seat, 'before').filter((one) => !isFilled(one))
    if (before.length > 0) return before.flatMap(due)
    return [
      ...(isUnfilled(own(seat)) ? [seat] : []),
      ...addedTo(seat, 'parallel').flatMap(due),
      ...(hasApproved(seat) ? addedTo(seat, 'after').flatMap(due) : []),
    ]
  }
  const roots = rootsOf(node)
  return { roots, due, isFilled, isRefused, holds, taker: roots.find(hasApproved) }
}
