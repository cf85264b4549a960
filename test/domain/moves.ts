import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act } from '../../server/domain/verbs/index.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { aContext, aRecord, aRouteNode, given, T0 } from '../support/builders.ts'

// Alice asks; at `all` Bob and Carol decide, at `any` Dave or Erin, and last Frank.
export const ROUTE = [
  aRouteNode({ id: 'all', mode: 'all', approvers: ['bob', 'carol'] }),
  aRouteNode({ id: 'any', approvers: ['dave', 'erin'] }),
  aRouteNode({ id: 'last', approvers: ['frank'] }),
]
export const begin = (route = ROUTE): Instance => aRecord({ route }).instance

export const by = (who: string) => aContext({ at: T0 + 1, by: who })
export const SYSTEM = aContext({ at: T0 + 1, by: null, via: 'system' })

/** The latest task of this person. */
export const taskOf = ({ tasks }: Instance, who: string): string =>
  tasks.findLast(({ assignee }) => assignee === who)?.id ?? '?'

/** Who has an open task. */
export const openOf = ({ tasks }: Instance): string[] =>
  tasks.filter(({ status }) => status === 'PENDING').map(({ assignee }) => assignee)

export const approve = (instance: Instance, ...whom: string[]): Instance =>
  whom.reduce(
    (now, who) => act(now, 'approve', { taskId: taskOf(now, who), ...given() }, by(who)).instance,
    instance,
  )

export const move = (instance: Instance, who: string, to: string): Instance =>
  act(instance, 'transfer', { taskId: taskOf(instance, who), to, ...given() }, by(who)).instance

export const back = (instance: Instance, who: string, toNode: string): Instance =>
  act(instance, 'rollback', { taskId: taskOf(instance, who), toNode, ...given({ reason: '重来' }) }, by(who))
    .instance

/** Somebody leaves, and the first of these who may takes over. */
export const leave = (instance: Instance, from: string, ...candidates: string[]): Instance => {
  const how = { completeReason: 'forward_resign', hasLeft: true, reason: null, people: {} } as const
  return handOver(instance, { from, candidates, ...how }, SYSTEM).instance
}
