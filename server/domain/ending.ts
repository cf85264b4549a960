import { eventsOf, type Act } from './act.ts'

/**
 * What ended an approval: somebody's `decision`, a `timeout` at a node, the initiator who withdrew it, an operator.
 * `handed_over`: whoever was to decide left, and nobody else had to.
 */
export type Ending = {
  how: 'decision' | 'timeout' | 'withdrawn' | 'terminated' | 'handed_over' | 'deleted'
  /** null: the system, or an operator. */
  by: string | null
  reason: string | null
  at: number
}

/** Null while it goes on. */
export function endingOf(history: readonly Act[]): Ending | null {
  const act = endingAct(history)
  const how = act && howEnded(act)
  if (!how) return null
  const { by, reason, at } = act
  return { how, by, reason, at }
}

/** The act that an approval ended with. */
export const endingAct = (history: readonly Act[]): Act | undefined =>
  history.findLast((act) => eventsOf(act, 'ended').length > 0)

function howEnded(act: Act): Ending['how'] {
  switch (act.verb) {
    case 'withdraw':
      return 'withdrawn'
    case 'terminate':
      return 'terminated'
    case 'hand-over':
      return 'handed_over'
    case 'time-out':
      return 'timeout'
    default:
      return eventsOf(act, 'ended').some(({ status }) => status === 'DELETED') ? 'deleted' : 'decision'
  }
}
