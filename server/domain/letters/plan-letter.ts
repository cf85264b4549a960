import { BOT_TEMPLATES } from '../../../shared/bot-templates.ts'
import { cardOf, editCard, editEffect, without } from '../outbox/edit.ts'
import type { CardAttempt } from '../outbox/attempt.ts'
import { afterCardAnswer } from '../outbox/outcome.ts'
import { park } from '../outbox/park.ts'
import type { CardPlan } from '../outbox/planned.ts'
import type { Recorded } from '../outbox/recorded.ts'
import type { Effect } from '../outbox/record.ts'
import { mayRepeat } from '../outbox/retry.ts'
import {
  isSameStatus,
  LETTER_LIFE_MS,
  withSettling,
  type LetterContent,
  type LetterRecord,
  type LetterStatus,
} from './letter.ts'

/** user_ids by what a source calls people; whoever is not in it is known to nobody yet. */
export type LetterPeople = Readonly<Record<string, string>>

/** The request to make: of an update also what it tells. */
export type LetterPlan = { request: CardPlan; shown: LetterStatus | null }

/** As `Planned`. */
export type PlannedLetter = { next?: LetterRecord; plan?: LetterPlan }

const SHORT_WAIT_MS = 2_000
const LONG_WAIT_MS = 5 * 60_000

/** What is to be done for an effect of a letter; `next` has to be durable before the request leaves. */
export function planLetter(
  record: LetterRecord,
  effect: Effect,
  facts: { now: number; people: LetterPeople },
): PlannedLetter {
  return effect.kind === 'settle_card'
    ? planUpdate(record, effect, facts.now)
    : planFirst(record, effect, facts)
}

function planFirst(
  record: LetterRecord,
  { id, createdAt }: Effect,
  { now, people }: { now: number; people: LetterPeople },
): PlannedLetter {
  const card = cardOf(record, record.letter.id)
  if (card?.messageId !== null) return { next: without(record, (one) => one.id === id) }
  if (card.firstTriedAt !== null && !mayRepeat(card.firstTriedAt, now)) {
    const reason =
      'whether the message was sent is not known, and its uuid protects from a second one no longer'
    return { next: park(record, id, now, { cause: 'expired', reason }) }
  }
  const unknown = wantedIn(record.letter.content).find((name) => !Object.hasOwn(people, name))
  if (unknown !== undefined) {
    // The older it is, the rarer the look.
    const waitMs = Math.min(LONG_WAIT_MS, Math.max(SHORT_WAIT_MS, (now - createdAt) / 4))
    const lastError = `nobody is known as ${unknown}`
    const wait = (one: Effect): Effect => ({
      ...one,
      nextTryAt: now + Math.round(waitMs),
      lastError,
      parked: null,
    })
    return { next: editEffect(record, id, wait) }
  }
  if (card.firstTriedAt !== null)
    return { plan: { request: { do: 'send_card', card, first: false }, shown: null } }
  const tried = { ...card, firstTriedAt: now }
  return {
    next: editCard(record, card.taskId, () => tried),
    plan: { request: { do: 'send_card', card: tried, first: true }, shown: null },
  }
}

/** Everybody whom a source names in a letter, in its words. */
export function namedInLetter({ to, titlePerson, sender, subject }: LetterContent): string[] {
  return [to, titlePerson, sender, subject.person].filter((name) => name !== null)
}

/** Without these Feishu does not take it; whoever else is not known is left out of it. */
function wantedIn({ template, to, titlePerson, sender }: LetterContent): string[] {
  const needs = BOT_TEMPLATES[template]?.needs ?? []
  const wanted = [
    to,
    needs.includes('title_user_id') ? titlePerson : null,
    needs.includes('sender_user_id') ? sender : null,
  ]
  return wanted.filter((name) => name !== null)
}

function planUpdate(record: LetterRecord, { id }: Effect, now: number): PlannedLetter {
  const { letter } = record
  const { shown } = letter
  const card = cardOf(record, letter.id)
  if (shown === null || card?.messageId == null || isSameStatus(shown, letter.told))
    return { next: without(record, (one) => one.id === id) }
  if (now - (card.sentAt ?? card.firstTriedAt ?? letter.at) > LETTER_LIFE_MS) {
    const reason = 'a card can be updated for 30 days only'
    return { next: park(record, id, now, { cause: 'expired', reason }) }
  }
  const { messageId } = card
  return {
    plan: { request: { do: 'settle_card', taskId: letter.id, messageId, status: shown.status }, shown },
  }
}

/** What a letter becomes by an answer. Whatever was said of it since the request left is told next. */
export function afterLetterAnswer(
  record: LetterRecord,
  attempt: CardAttempt & { shown: LetterStatus | null },
  now: number,
  random: number,
): Recorded<LetterRecord> {
  const { next, became } = afterCardAnswer(record, attempt, now, random)
  const isTold = became === 'delivered' && attempt.shown !== null
  const letter = isTold ? { ...next.letter, told: attempt.shown } : next.letter
  const answered = { ...next, letter }
  // What was refused is not asked for again.
  const isNews = became === 'delivered' || !isSameStatus(letter.shown, attempt.shown)
  return { next: isNews ? withSettling(answered, now) : answered, became }
}
