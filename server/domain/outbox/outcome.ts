import { LONGEST_WAIT_MS } from './due.ts'
import type { Attempt, CardAttempt, SyncAttempt, TakeBackAttempt, WriteAttempt } from './attempt.ts'
import { afterTakeBack, afterWrite } from './after-attendance.ts'
import { afterPush } from './after-push.ts'
import type { InstanceRecord } from './record.ts'
import { failureText, type Failure, type FailureClass } from './answer.ts'
import { backoffMs } from './backoff.ts'
import { editAttended, editCard, editEffect, editMessage, isAboutCard, without } from './edit.ts'
import { park } from './park.ts'
import type { Plan } from './planned.ts'
import type { Became, Recorded } from './recorded.ts'

const MOST_TRIES = 20
/** What never left counts only as far as the growing wait needs it: it is tried for ever. */
const COUNTED_UNSENT = 8
const PACE_MS = 1_000
const QUOTA_MS = 10 * 60_000
const PROBE_MS = 10 * 60_000

const NO_MESSAGE_ID = 'Feishu answered well but named no message id'

/** Classes whose codes say that Feishu has not done it. */
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

/** Whatever its code says: a 5xx may come from something before Feishu, which gave up waiting for it (504 with 2200). */
const isSurelyNotDone = ({ class: kind, httpStatus }: Failure): boolean =>
  SURELY_NOT_DONE[kind] && (httpStatus === null || httpStatus < 500)

/**
 * What the record becomes by an answer. `record` is the committed one, which may have moved on since the
 * request left. `random` is in [0, 1).
 */
export function afterAnswer(record: InstanceRecord, attempt: Attempt, now: number, random: number): Recorded {
  if (!attempt.answer.ok) return afterFailure(record, attempt, attempt.answer.failure, now, random)
  if (isSync(attempt)) return afterSync(record, attempt, now, random)
  if (isCard(attempt)) return afterCard(record, attempt, now, random)
  if (isWrite(attempt)) return afterWrite(record, attempt)
  if (isTakeBack(attempt)) return afterTakeBack(record, attempt, now)
  const { effectId, plan } = attempt
  const next =
    plan.do === 'settle_card' ? settled(record, plan) : without(record, ({ id }) => id === effectId)
  return { next, became: 'delivered' }
}

const isSync = (attempt: Attempt): attempt is SyncAttempt => attempt.plan.do === 'sync'
const isWrite = (attempt: Attempt): attempt is WriteAttempt => attempt.plan.do === 'write_attendance'
const isTakeBack = (attempt: Attempt): attempt is TakeBackAttempt =>
  attempt.plan.do === 'take_back_attendance'
const isCard = (attempt: Attempt): attempt is CardAttempt => attempt.plan.do === 'send_card'

function afterSync(
  record: InstanceRecord,
  { effectId, plan, answer }: SyncAttempt,
  now: number,
  random: number,
): Recorded {
  const applied = answer.ok ? answer.value : null
  return afterPush(record, { effectId, plan, applied, payload: answer.payload }, now, random)
}

function afterCard(record: InstanceRecord, attempt: CardAttempt, now: number, random: number): Recorded {
  const { plan, answer } = attempt
  const messageId = answer.ok ? answer.value.messageId : null
  if (messageId === null) return afterFailure(record, attempt, withoutMessageId, now, random)
  return { next: sent(record, plan.card.taskId, messageId, now), became: 'delivered' }
}

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
  const known = forgetLeaving(forgetFirstTry(record, attempt, failure), plan, failure)
  const base = rememberSent(known, plan, failure)
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
      return wait(backoffMs(attempts + 1, random), attempts + 1, 'retried')
    }
    case 'token':
    case 'configuration':
      return giveUp('configuration', now + Math.round(PROBE_MS * (0.9 + 0.2 * random)))
    case 'refused':
      return isWorthALook(plan, attempts) ? wait(backoffMs(1, random), 1, 'retried') : giveUp('refused')
    case 'login_code_dead':
    case 'login_not_allowed':
      return giveUp('refused')
  }
}

/** Somebody may have withdrawn it in Feishu: whether that is so is looked at before it is given up. */
const isWorthALook = (plan: Plan, attempts: number): boolean =>
  plan.do === 'take_back_attendance' && attempts === 0

/** What was surely not done at its first request is as if none had left. */
function forgetLeaving(record: InstanceRecord, plan: Plan, failure: Failure): InstanceRecord {
  if (plan.do !== 'take_back_attendance' || plan.looks) return record
  if (failure.class === 'refused' || !isSurelyNotDone(failure)) return record
  return editAttended(record, plan.attended.id, (one) => ({ ...one, state: 'there' }))
}

/** What was surely not taken at its first request counts as never tried, so that its uuid's hour begins anew. */
function forgetFirstTry(
  record: InstanceRecord,
  { effectId, plan }: Attempt,
  failure: Failure,
): InstanceRecord {
  if (!('first' in plan) || !plan.first || !isSurelyNotDone(failure)) return record
  switch (plan.do) {
    case 'send_card':
      return editCard(record, plan.card.taskId, (card) => ({ ...card, firstTriedAt: null }))
    case 'send_message':
      return editMessage(record, effectId, (message) => ({ ...message, firstTriedAt: null }))
    case 'write_attendance':
      return { ...record, attendance: record.attendance?.filter(({ id }) => id !== plan.entry.id) }
  }
}

/** A push that may have arrived, whatever was said of it: what is there is not missing from the next one's answer. */
function rememberSent(record: InstanceRecord, plan: Plan, failure: Failure): InstanceRecord {
  if (plan.do !== 'sync') return record
  const { replaceLeftAt: _, ...ended } = record
  const known = isSurelyNotDone(failure) ? ended : record
  if (failure.class === 'not_sent') return known
  return { ...known, sentClocks: [...new Set([...(record.sentClocks ?? []), plan.clock])] }
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
