import { LONGEST_WAIT_MS } from './due.ts'
import type {
  Attempt,
  CardAttempt,
  MessageAttempt,
  SendAttempt,
  SyncAttempt,
  TakeBackAttempt,
  WriteAttempt,
} from './attempt.ts'
import { afterTakeBack, afterWrite } from './after-attendance.ts'
import { afterPush } from './after-push.ts'
import type { Carrier, InstanceRecord } from './record.ts'
import { failureText, type Failure, type FailureClass } from './answer.ts'
import { backoffMs } from './backoff.ts'
import { editAttended, editCard, editEffect, editMessage, isAboutCard, without } from './edit.ts'
import { park } from './park.ts'
import type { Plan, SettlePlan } from './planned.ts'
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
  if (!attempt.answer.ok) {
    const { plan, answer } = attempt
    return afterFailure(failed(record, plan, answer.failure), attempt, answer.failure, now, random)
  }
  if (isSync(attempt)) return afterSync(record, attempt, now, random)
  if (isWrite(attempt)) return afterWrite(record, attempt)
  if (isTakeBack(attempt)) return afterTakeBack(record, attempt, now)
  const { effectId } = attempt
  if (isMessage(attempt)) return { next: without(record, ({ id }) => id === effectId), became: 'delivered' }
  return afterCardAnswer(record, attempt, now, random)
}

const isSync = (attempt: Attempt): attempt is SyncAttempt => attempt.plan.do === 'sync'
const isMessage = (attempt: Attempt): attempt is MessageAttempt => attempt.plan.do === 'send_message'
const isWrite = (attempt: Attempt): attempt is WriteAttempt => attempt.plan.do === 'write_attendance'
const isTakeBack = (attempt: Attempt): attempt is TakeBackAttempt =>
  attempt.plan.do === 'take_back_attendance'
const isSend = (attempt: CardAttempt): attempt is SendAttempt => attempt.plan.do === 'send_card'

/** The same of a card, whatever carries it. */
export function afterCardAnswer<R extends Carrier>(
  record: R,
  attempt: CardAttempt,
  now: number,
  random: number,
): Recorded<R> {
  if (!attempt.answer.ok) return afterFailure(record, attempt, attempt.answer.failure, now, random)
  if (isSend(attempt)) return afterSend(record, attempt, now, random)
  return { next: settled(record, attempt.plan), became: 'delivered' }
}

function afterSync(
  record: InstanceRecord,
  { effectId, plan, answer }: SyncAttempt,
  now: number,
  random: number,
): Recorded {
  const applied = answer.ok ? answer.value : null
  return afterPush(record, { effectId, plan, applied, payload: answer.payload }, now, random)
}

function afterSend<R extends Carrier>(
  record: R,
  attempt: SendAttempt,
  now: number,
  random: number,
): Recorded<R> {
  const { plan, answer } = attempt
  const messageId = answer.ok ? answer.value.messageId : null
  if (messageId === null) return afterFailure(record, attempt, withoutMessageId, now, random)
  return { next: sent(record, plan.card.taskId, messageId, now), became: 'delivered' }
}

function sent<R extends Carrier>(record: R, taskId: string, messageId: string, now: number): R {
  const known = editCard(record, taskId, (card) => ({
    ...card,
    // Feishu's own answer is surer than what a press on the card said before.
    messageId,
    sentAt: card.sentAt ?? now,
  }))
  return without(known, (effect) => effect.kind === 'send_card' && effect.taskId === taskId)
}

function settled<R extends Carrier>(record: R, plan: SettlePlan): R {
  const shown = editCard(record, plan.taskId, (card) => ({ ...card, settledAs: plan.status }))
  return without(shown, isAboutCard(plan.taskId))
}

function afterFailure<R extends Carrier>(
  record: R,
  attempt: Attempt | CardAttempt,
  failure: Failure,
  now: number,
  random: number,
): Recorded<R> {
  const { effectId, plan, answer } = attempt
  const base = forgetFirstTry(record, attempt, failure)
  const effect = record.effects.find(({ id }) => id === effectId)
  const attempts = effect?.attempts ?? 0
  const lastError = failureText(failure)
  const wait = (waitMs: number, counted: number, became: Became): Recorded<R> => ({
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
  const giveUp = (cause: 'unclear' | 'configuration' | 'refused', probeAt?: number): Recorded<R> => ({
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
const isWorthALook = (plan: Pick<Plan, 'do'>, attempts: number): boolean =>
  plan.do === 'take_back_attendance' && attempts === 0

/** What an approval remembers of a request that failed: what may have arrived, and what surely did not. */
function failed(record: InstanceRecord, plan: Plan, failure: Failure): InstanceRecord {
  switch (plan.do) {
    case 'sync':
      return rememberSent(record, plan.clock, failure)
    case 'write_attendance':
      return plan.first && isSurelyNotDone(failure) ? forgetAttended(record, plan.entry.id) : record
    case 'take_back_attendance': {
      const isAsBefore = !plan.looks && failure.class !== 'refused' && isSurelyNotDone(failure)
      return isAsBefore
        ? editAttended(record, plan.attended.id, (one) => ({ ...one, state: 'there' }))
        : record
    }
    case 'send_card':
    case 'settle_card':
    case 'send_message':
      return record
  }
}

const forgetAttended = (record: InstanceRecord, gone: string): InstanceRecord => ({
  ...record,
  attendance: record.attendance?.filter(({ id }) => id !== gone),
})

/** What was surely not taken at its first request counts as never tried, so that its uuid's hour begins anew. */
function forgetFirstTry<R extends Carrier>(
  record: R,
  { effectId, plan }: Attempt | CardAttempt,
  failure: Failure,
): R {
  if (!('first' in plan) || !plan.first || !isSurelyNotDone(failure)) return record
  return plan.do === 'send_card'
    ? editCard(record, plan.card.taskId, (card) => ({ ...card, firstTriedAt: null }))
    : editMessage(record, effectId, (message) => ({ ...message, firstTriedAt: null }))
}

/** A push that may have arrived, whatever was said of it: what is there is not missing from the next one's answer. */
function rememberSent(record: InstanceRecord, clock: number, failure: Failure): InstanceRecord {
  const { replaceLeftAt: _, ...ended } = record
  const known = isSurelyNotDone(failure) ? ended : record
  if (failure.class === 'not_sent') return known
  return { ...known, sentClocks: [...new Set([...(record.sentClocks ?? []), clock])] }
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
