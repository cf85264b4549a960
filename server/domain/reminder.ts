import type { Day } from '../../shared/time/days.ts'
import { hasCome } from './outbox/due.ts'
import { mayRepeat } from './outbox/retry.ts'

/** An open task that a reminder is about. */
export type ReminderTask = {
  id: string
  createdAt: number
  /** The definition's code. */
  definition: string
  postponedUntil?: number | undefined
}

/** A person's latest reminder, and what is known of its card. */
export type Reminder = {
  userId: string
  /** Days that had one or may have, the latest last: this one's, and some before it in case the clock is set back. */
  days: readonly Day[]
  /** Feishu's idempotency id: the same for every attempt. */
  uuid: string
  /** Set, durably, before the first request leaves; null again when that one surely did nothing. */
  firstTriedAt: number | null
  attempts: number
  /** Not before then; null: it is sent, or given up. */
  nextTryAt: number | null
  messageId: string | null
  sentAt: number | null
  /** Those of its tasks that are open still, the oldest first. None: its card stays as it is. */
  tasks: readonly ReminderTask[]
  /** A digest of what its card shows. */
  shown: string | null
}

/** `had`: the day has had its one; `wait`: it is being sent, or its next try is later. */
export type Claim = { is: 'had' | 'wait' | 'given_up' } | { is: 'due'; isFirstTry: boolean }

const DAYS_KEPT = 7
/** Longer than an attempt takes: meanwhile nobody else makes one. */
const ATTEMPT_MS = 60_000
/** 更新已发送的消息卡片: for 14 days, less a while for the way there. */
const CARD_LIFE_MS = 14 * 86_400_000 - 600_000

/** Whether a request may leave for the person's reminder of that day; `next` has to be durable before it does. */
export function claim(
  current: Reminder | undefined,
  { userId, day, uuid, now }: { userId: string; day: Day; uuid: string; now: number },
): { claim: Claim; next?: Reminder } {
  if (!current?.days.includes(day)) {
    const days = [...(current ? spentDays(current) : []), day].slice(-DAYS_KEPT)
    const card = { messageId: null, sentAt: null, tasks: [], shown: null }
    const next = { userId, days, uuid, firstTriedAt: now, attempts: 1, nextTryAt: now + ATTEMPT_MS, ...card }
    return { claim: { is: 'due', isFirstTry: true }, next }
  }
  const { nextTryAt, firstTriedAt, attempts } = current
  if (current.days.at(-1) !== day || nextTryAt === null) return { claim: { is: 'had' } }
  if (!hasCome(nextTryAt, now)) return { claim: { is: 'wait' } }
  // It may be there, and the uuid protects from a second one no longer.
  if (firstTriedAt !== null && !mayRepeat(firstTriedAt, now)) {
    return { claim: { is: 'given_up' }, next: { ...current, nextTryAt: null } }
  }
  const tried = { firstTriedAt: firstTriedAt ?? now, attempts: attempts + 1, nextTryAt: now + ATTEMPT_MS }
  return { claim: { is: 'due', isFirstTry: firstTriedAt === null }, next: { ...current, ...tried } }
}

/** A day whose one surely never left has had none: it gets it when the clock was ahead and is set back. */
const spentDays = ({ days, firstTriedAt, nextTryAt }: Reminder): readonly Day[] =>
  firstTriedAt === null && nextTryAt !== null ? days.slice(0, -1) : days

/** Whether the card is followed: something of it is open still, and it can be updated. */
export function isFollowed({ sentAt, tasks }: Reminder, now: number): boolean {
  return tasks.length > 0 && sentAt !== null && now - sentAt < CARD_LIFE_MS
}
