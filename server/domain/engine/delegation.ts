import { mayTake } from './admission.ts'
import type { Instance, KnownPerson, RouteNode, Seat } from '../instance.ts'
import { seatOf, tasksAt } from './seats.ts'
import type { PersonSettings } from '../settings.ts'

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

/** Whether somebody may stand in at a seat, and has not handed it on before. Else its own person keeps the task. */
export function mayStandIn(
  instance: Pick<Instance, 'initiator' | 'successor' | 'tasks'>,
  node: RouteNode,
  seat: Seat,
  userId: string,
): boolean {
  const hasHandedOn = tasksAt(instance, node).some(
    (task) => task.assignee === userId && seatOf(task) === seat.id && task.completeReason !== 'add_pre',
  )
  return !hasHandedOn && mayTake(instance, node, userId, seat.id)
}
