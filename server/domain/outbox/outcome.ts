import { LONGEST_WAIT_MS } from './due.ts'
import type { Effect, InstanceRecord } from './record.ts'
import { tryAgain } from './retry.ts'
import { failureText, type Failure, type FailureClass, type Sent } from './answer.ts'
import { backoffMs } from './backoff.ts'
import { editCard, editEffect, editMessage, isAboutCard, without } from './edit.ts'
import { park } from './park.ts'
import type { Plan } from './planned.ts'

/** A request that was made for an effect, and its answer. */
export type Attempt =
  | { effectId: string; plan: Extract<Plan, { do: 'send_card' }>; answer: Sent<{ messageId: string | null }> }
  | { effectId: string; plan: Exclude<Plan, { do: 'send_card' }>; answer: Sent<null> }

/** `held`: not an attempt, as nothing left or Feishu asked to wait. */
export type Became = 'delivered' | 'retried' | 'held' | 'parked'

export type Recorded = { next: InstanceRecord; became: Became }

const MOST_TRIES = 20
/** What never left counts only as far as the growing wait needs it: it is tried for ever. */
const COUNTED_UNSENT = 8
const PACE_MS = 1_000
const QUOTA_MS = 10 * 60_000
const PROBE_MS = 10 * 60_000
/** A REPLACE that lands late would undo what came after it; this long it may still be under way. */
const LANDS_WITHIN_MS = 10 * 60_000

const NO_MESSAGE_ID = 'Feishu answered well but named no message id'

/** Classes after which it is certain that Feishu has not done it. */
const SURELY_NOT_DONE: Record<FailureClass, boolean> = {
  pace: true,
  token: true,
  unclear: false,
  not_sent: true,
  being_done: false,
  quota: true,
  configuration: true,
  refused: true,
  login_code_dead: true,
  login_not_allowed: true,
}

/**
 * What the record becomes by an answer. `record` is the committed one, which may have moved on since the
 * request left. `random` is in [0, 1).
 */
export function afterAnswer(record: InstanceRecord, attempt: Attempt, now: number, random: number): Recorded {
  const { plan, answer } = attempt
  if (!answer.ok) return afterFailure(record, attempt, answer.failure, now, random)
  switch (plan.do) {
    case 'sync':
      return { next: synced(record, attempt.effectId, plan, now), became: 'delivered' }
    case 'settle_card':
      return { next: settled(record, plan), became: 'delivered' }
    case 'send_message':
      return { next: without(record, ({ id }) => id === attempt.effectId), became: 'delivered' }
    case 'send_card': {
      const messageId = answer.value?.messageId ?? null
      if (messageId !== null)
        return { next: sent(record, plan.card.taskId, messageId, now), became: 'delivered' }
      return afterFailure(record, attempt, withoutMessageId, now, random)
    }
  }
}

/** Feishu holds what was sent. One sync stays, due at once, when the record has moved on meanwhile. */
function synced(
  record: InstanceRecord,
  effectId: string,
  { clock, mode }: Extract<Plan, { do: 'sync' }>,
  now: number,
): InstanceRecord {
  const moved = record.instance.clock > clock
  const waits = ({ kind, parked }: Effect) => kind === 'sync' && !parked
  const staysId = moved ? (record.effects.find(waits)?.id ?? effectId) : null
  const rest = without(record, ({ kind, id }) => kind === 'sync' && id !== staysId)
  const { repairBy, ...pushed } = { ...rest, pushedClock: Math.max(record.pushedClock ?? 0, clock) }
  const next = repairBy === undefined || mode === 'REPLACE' ? pushed : { ...pushed, repairBy }
  return staysId === null ? next : editEffect(next, staysId, (effect) => rearmed(effect, now))
}

const rearmed = (effect: Effect, now: number): Effect => ({ ...tryAgain(effect, now), lastError: null })

function sent(record: InstanceRecord, taskId: string, messageId: string, now: number): InstanceRecord {
  const known = editCard(record, taskId, (card) => ({
    ...card,
    // Feishu's own answer is surer than what a press on the card said before.
    messageId,
    sentAt: card.sentAt ?? now,
  }))
  return without(known, (effect) => effect.kind === 'send_card' && effect.taskId === taskId)
}

function settled(record: InstanceRecord, plan: Extract<Plan, { do: 'settle_card' }>): InstanceRecord {
  const shown = editCard(record, plan.taskId, (card) => ({ ...card, settledAs: plan.status }))
  return without(shown, isAboutCard(plan.taskId))
}

function afterFailure(
  record: InstanceRecord,
  attempt: Attempt,
  failure: Failure,
  now: number,
  random: number,
): Recorded {
  const { effectId, plan, answer } = attempt
  const base = forgetFirstTry(record, attempt, failure)
  const effect = record.effects.find(({ id }) => id === effectId)
  const attempts = effect?.attempts ?? 0
  const lastError = failureText(failure)
  const wait = (waitMs: number, counted: number, became: Became): Recorded => ({
    next: editEffect(base, effectId, (one) => ({
      ...one,
      attempts: counted,
      nextTryAt: now + Math.min(Math.max(waitMs, failure.retryAfterMs ?? 0), LONGEST_WAIT_MS),
      lastError,
      logId: failure.logId ?? one.logId,
      parked: null,
    })),
    became,
  })
  const giveUp = (cause: 'unclear' | 'configuration' | 'refused', probeAt?: number): Recorded => ({
    next: park(base, effectId, now, {
      cause,
      reason: lastError,
      failure,
      payload: answer.payload,
      ...(probeAt !== undefined && { probeAt }),
    }),
    became: 'parked',
  })
  switch (failure.class) {
    case 'pace':
      return wait(failure.retryAfterMs ?? PACE_MS, attempts, 'held')
    case 'quota':
      return wait(failure.retryAfterMs ?? QUOTA_MS, attempts, 'held')
    case 'not_sent': {
      const counted = Math.max(attempts, Math.min(attempts + 1, COUNTED_UNSENT))
      return wait(backoffMs(counted, random), counted, 'retried')
    }
    case 'unclear':
    case 'being_done': {
      const again = failure === withoutMessageId && effect?.lastError === lastError
      if (attempts + 1 >= MOST_TRIES || again) return giveUp('unclear')
      const landsMs = plan.do === 'sync' && plan.mode === 'REPLACE' ? LANDS_WITHIN_MS : 0
      return wait(Math.max(backoffMs(attempts + 1, random), landsMs), attempts + 1, 'retried')
    }
    case 'token':
    case 'configuration':
      return giveUp('configuration', now + Math.round(PROBE_MS * (0.9 + 0.2 * random)))
    case 'refused':
    case 'login_code_dead':
    case 'login_not_allowed':
      return giveUp('refused')
  }
}

/** What was surely not taken at its first request counts as never tried, so that its uuid's hour begins anew. */
function forgetFirstTry(
  record: InstanceRecord,
  { effectId, plan }: Attempt,
  failure: Failure,
): InstanceRecord {
  if (!('first' in plan) || !plan.first || !SURELY_NOT_DONE[failure.class]) return record
  return plan.do === 'send_card'
    ? editCard(record, plan.card.taskId, (card) => ({ ...card, firstTriedAt: null }))
    : editMessage(record, effectId, (message) => ({ ...message, firstTriedAt: null }))
}

/** What a duplicate of a uuid answers is not documented; it may be this. */
const withoutMessageId: Failure = {
  class: 'unclear',
  code: 0,
  httpStatus: 200,
  message: NO_MESSAGE_ID,
  logId: null,
  retryAfterMs: null,
}
