import { backoffMs } from './backoff.ts'
import { editEffect, without } from './edit.ts'
import { park } from './park.ts'
import type { Plan } from './planned.ts'
import { lackingOf, lackingText, type AppliedPush, type Lacking } from './proof.ts'
import type { Effect, InstanceRecord } from './record.ts'
import type { Recorded } from './recorded.ts'
import { tryAgain } from './retry.ts'

/** A push that Feishu took. `applied` null: it does not say how much of it it did. */
type TakenPush = {
  effectId: string
  plan: Extract<Plan, { do: 'sync' }>
  applied: AppliedPush | null
  payload: unknown
}

/**
 * Feishu holds what was sent. One sync stays, due at once, when the record has moved on meanwhile. What Feishu took
 * and did not apply is pushed once more, as a whole and past all clocks (REPLACE); what is lacking even then an
 * operator has to look at, and until it is there each further push of the instance replaces.
 */
export function afterPush(record: InstanceRecord, push: TakenPush, now: number, random: number): Recorded {
  const { effectId, plan, applied } = push
  const lacking = lackingOf(plan.expected, applied)
  const { repairBy, ...taken } = withPushed(record, plan.clock)
  if (lacking) return notApplied({ ...taken, repairBy: 'REPLACE' }, push, lacking, now, random)
  const held = repairBy === undefined || plan.mode === 'REPLACE' ? taken : { ...taken, repairBy }
  const next = hasMoved(record, plan) ? pushedAgain(held, effectId, now, null) : without(held, isSync)
  return { next, became: 'delivered' }
}

function notApplied(
  record: InstanceRecord,
  { effectId, plan, payload }: TakenPush,
  lacking: Lacking,
  now: number,
  random: number,
): Recorded {
  const reason = lackingText(lacking)
  if (plan.mode === 'REPLACE' && !hasMoved(record, plan)) {
    const next = park(record, effectId, now, { cause: 'not_applied', reason, payload })
    return { next, became: 'parked', lacking }
  }
  // Two pushes of one instance have to lie apart (同步三方审批实例, 1395001).
  const next = pushedAgain(record, effectId, now + backoffMs(1, random), reason)
  return { next, became: 'retried', lacking }
}

const hasMoved = ({ instance }: InstanceRecord, { clock }: TakenPush['plan']): boolean =>
  instance.clock > clock

function withPushed(record: InstanceRecord, clock: number): InstanceRecord {
  const { sentClocks = [], replaceLeftAt: _, ...rest } = record
  const unclear = sentClocks.filter((sent) => sent > clock)
  const next = { ...rest, pushedClock: Math.max(record.pushedClock ?? 0, clock) }
  return unclear.length === 0 ? next : { ...next, sentClocks: unclear }
}

/** Of all syncs one stays: it says everything. */
function pushedAgain(
  record: InstanceRecord,
  effectId: string,
  at: number,
  lastError: string | null,
): InstanceRecord {
  const staysId = record.effects.find((effect) => isSync(effect) && !effect.parked)?.id ?? effectId
  const rest = without(record, (effect) => isSync(effect) && effect.id !== staysId)
  return editEffect(rest, staysId, (effect) => ({ ...tryAgain(effect, at), lastError }))
}

const isSync = ({ kind }: Effect): boolean => kind === 'sync'
