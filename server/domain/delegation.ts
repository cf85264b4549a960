import { ownerOf, type Instance, type KnownPerson, type RouteNode, type Seat } from './instance.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { seatOf, seatsOf, tasksAt } from './seats.ts'
import type { PersonSettings } from './settings.ts'

/** Who decides in somebody's place. */
export type Delegate = KnownPerson & { userId: string }

/** Whom a person named for approvals of a definition at a time. A delegate's own delegation is not followed. */
export type DelegateOf = (userId: string, definition: string, at: number) => Delegate | undefined

export function delegatesIn(all: readonly PersonSettings[]): DelegateOf {
  const delegations = new Map(all.map(({ userId, delegation }) => [userId, delegation]))
  return (userId, definition, at) => {
    const delegation = delegations.get(userId)
    if (!delegation || at < delegation.from || at >= delegation.until) return undefined
    if (delegation.definitions && !delegation.definitions.includes(definition)) return undefined
    return { ...delegation.person, userId: delegation.to }
  }
}

/**
 * Whether somebody may stand in at a seat: neither the initiator nor somebody who is at the node in another place,
 * nor one who has handed this very seat on. Then its own person keeps the task.
 */
export function mayStandIn(
  instance: Pick<Instance, 'initiator' | 'successor' | 'tasks'>,
  node: RouteNode,
  seat: Seat,
  userId: string,
): boolean {
  if (node.id === INITIATOR_NODE || [instance.initiator.userId, ownerOf(instance)].includes(userId))
    return false
  if (seatsOf(node).some(({ person }) => person === userId)) return false
  return !tasksAt(instance, node).some(
    (task) => task.assignee === userId && (seatOf(task) !== seat.id || task.completeReason !== 'add_pre'),
  )
}

/** Who would stand in at a node that nobody has come to yet, by whom they would stand in for. */
export function standInsAt(
  initiator: Instance['initiator'],
  node: RouteNode,
  delegateOf: (userId: string) => Delegate | undefined,
): ReadonlyMap<string, Delegate> {
  const found = new Map<string, Delegate>()
  for (const seat of seatsOf(node)) {
    const delegate = delegateOf(seat.person)
    const isTaken = [...found.values()].some(({ userId }) => userId === delegate?.userId)
    if (!delegate || isTaken || !mayStandIn({ initiator, tasks: [] }, node, seat, delegate.userId)) continue
    found.set(seat.person, delegate)
  }
  return found
}
