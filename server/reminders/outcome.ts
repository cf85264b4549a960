import { backoffMs } from '../domain/outbox/backoff.ts'
import { LONGEST_WAIT_MS } from '../domain/outbox/due.ts'
import type { Reminder, ReminderTask } from '../domain/reminder.ts'
import type { Failure } from '../domain/outbox/answer.ts'

const PACE_MS = 1_000
/** How long everybody's reminders wait for what an operator or the next month has to mend. */
export const HOLD_MS = 10 * 60_000

export function afterSent(
  reminder: Reminder,
  messageId: string,
  card: { tasks: readonly ReminderTask[]; shown: string },
  now: number,
): Reminder {
  return { ...reminder, ...card, messageId, sentAt: now, nextTryAt: null }
}

/** What the reminder becomes by a failure. `isFirstTry`: nothing that left before may still have been taken. */
export function afterFailure(
  reminder: Reminder,
  failure: Failure,
  isFirstTry: boolean,
  { now, random }: { now: number; random: number },
): Reminder {
  const { attempts, firstTriedAt } = reminder
  const later = (waitMs: number): Reminder => ({
    ...reminder,
    nextTryAt: now + Math.min(Math.max(waitMs, failure.retryAfterMs ?? 0), LONGEST_WAIT_MS),
  })
  // The uuid's hour begins anew with the next request.
  const unsent = (next: Reminder): Reminder => ({ ...next, firstTriedAt: isFirstTry ? null : firstTriedAt })
  switch (failure.class) {
    case 'pace':
      return unsent(later(failure.retryAfterMs ?? PACE_MS))
    case 'quota':
    case 'token':
    case 'configuration':
      return unsent(later(HOLD_MS))
    case 'not_sent':
      return unsent(later(backoffMs(attempts, random)))
    case 'unclear':
    case 'being_done':
      return later(backoffMs(attempts, random))
    case 'refused':
    case 'login_code_dead':
    case 'login_not_allowed':
      return { ...reminder, nextTryAt: null }
  }
}

/** Nobody's reminder would get through now. */
export const haltsAll = ({ class: kind }: Failure): boolean =>
  kind === 'quota' || kind === 'token' || kind === 'configuration'
