import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { AppError } from '../errors.ts'
import { isOpen, nodeOf, ownerOf, type Instance, type RouteNode } from '../instance.ts'
import { seatOf, seatsOf, tasksAt } from './seats.ts'

/**
 * Whether somebody may come to a node: to the place `seatId`, or to a new one. Whose approval it is may not, nor may
 * whoever has another place there or has had their say: nobody decides twice, and nobody decides on what is their own.
 */
export function mayTake(
  instance: Pick<Instance, 'initiator' | 'successor' | 'tasks'>,
  node: RouteNode,
  userId: string,
  seatId?: string,
): boolean {
  if (node.id === INITIATOR_NODE) return false
  if (userId === instance.initiator.userId || userId === ownerOf(instance)) return false
  if (seatsOf(node).some(({ id, person }) => person === userId && id !== seatId)) return false
  return !tasksAt(instance, node).some((task) => {
    const hasDecided = task.status === 'APPROVED' || task.status === 'REJECTED'
    return task.assignee === userId && (isOpen(task) || (hasDecided && seatOf(task) !== seatId))
  })
}

/**
 * Each of them gets a place of their own at the node; one who takes over `seatId` may have it. Throws
 * `person_not_allowed`.
 */
export function assertMayTake(
  instance: Instance,
  nodeId: string,
  users: readonly string[],
  seatId?: string,
): void {
  const node = nodeOf(instance, nodeId)
  const isTwice = new Set(users).size < users.length
  if (users.length > 0 && !isTwice && users.every((one) => mayTake(instance, node, one, seatId))) return
  throw new AppError(
    'person_not_allowed',
    `Not all of ${users.join(', ')} may come to node ${nodeId}: they are there, or it is their own approval.`,
    { words: REFUSAL_TEXTS.personNotAllowed },
  )
}
