import { decide } from '../../server/domain/decide.ts'
import { handOver } from '../../server/domain/hand-over.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { rollback } from '../../server/domain/rollback.ts'
import { transfer } from '../../server/domain/transfer.ts'
import { aRecord, aRouteNode, aStamp, T0 } from '../support/builders.ts'

// Alice asks; at `all` Bob and Carol decide, at `any` Dave or Erin, and last Frank.
export const ROUTE = [
  aRouteNode({ id: 'all', mode: 'all', approvers: ['bob', 'carol'] }),
  aRouteNode({ id: 'any', approvers: ['dave', 'erin'] }),
  aRouteNode({ id: 'last', approvers: ['frank'] }),
]
export const begin = (route = ROUTE): Instance => aRecord({ route }).instance

export const by = (who: string) => aStamp({ at: T0 + 1, by: who })
export const SYSTEM = aStamp({ at: T0 + 1, by: null, via: 'system' })

/** The latest task of this person. */
export const taskOf = ({ tasks }: Instance, who: string): string =>
  tasks.findLast(({ assignee }) => assignee === who)?.id ?? '?'

/** Who has an open task. */
export const openOf = ({ tasks }: Instance): string[] =>
  tasks.filter(({ status }) => status === 'PENDING').map(({ assignee }) => assignee)

export const approve = (instance: Instance, ...whom: string[]): Instance =>
  whom.reduce(
    (now, who) =>
      decide(now, { taskId: taskOf(now, who), verdict: 'APPROVED', reason: null }, by(who)).instance,
    instance,
  )

export const move = (instance: Instance, who: string, to: string): Instance =>
  transfer(instance, { taskId: taskOf(instance, who), to, reason: null, people: {} }, by(who)).instance

export const back = (instance: Instance, who: string, toNode: string): Instance =>
  rollback(instance, { taskId: taskOf(instance, who), toNode, reason: '重来' }, by(who)).instance

/** Somebody leaves, and the first of these who may takes over. */
export const leave = (instance: Instance, from: string, ...candidates: string[]): Instance => {
  const how = { completeReason: 'forward_resign', hasLeft: true, reason: null, people: {} } as const
  return handOver(instance, { from, candidates, ...how }, SYSTEM).instance
}
