import type { Channel } from '../../shared/status.ts'
import { eventsOf, type Act } from './act.ts'

/**
 * What ended an approval: somebody's `decision`, a `timeout` at a node, the initiator who withdrew it, an operator.
 * `handed_over`: nobody had to decide any more, as whoever was to had left, or as there was nobody from the start.
 */
export type Ending = {
  how: 'decision' | 'timeout' | 'withdrawn' | 'terminated' | 'handed_over' | 'deleted'
  /** null: a system, or an operator. */
  by: string | null
  via: Channel
  /** Which, of another system. */
  service?: string | undefined
  reason: string | null
  at: number
}

/** Null while it goes on. */
export function endingOf(history: readonly Act[]): Ending | null {
  const act = history.findLast((one) => eventsOf(one, 'ended').length > 0)
  if (!act) return null
  const how = howEnded(act)
  const { by, via, service, reason, at } = act
  // It followed by itself: no name and no words of the act are those of the end.
  const isOperators = by === null && service === undefined
  if (how === 'handed_over') return { how, by: null, via: isOperators ? via : 'system', reason: null, at }
  return { how, by, via, ...(service !== undefined && { service }), reason, at }
}

function howEnded(act: Act): Ending['how'] {
  switch (act.verb) {
    case 'withdraw':
      return 'withdrawn'
    case 'terminate':
      return 'terminated'
    case 'submit':
    case 'resubmit':
    case 'hand-over':
      return 'handed_over'
    case 'time-out':
      return 'timeout'
    default:
      return eventsOf(act, 'ended').some(({ status }) => status === 'DELETED') ? 'deleted' : 'decision'
  }
}
