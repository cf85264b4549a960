import type { Language } from '../../../shared/languages.ts'
import type { LocalizedText } from '../../../shared/locale.ts'
import { UPDATABLE_TEMPLATE } from '../../../shared/bot-templates.ts'
import type { Carrier, Effect, EffectKind } from '../outbox/record.ts'
import { cardFound } from '../outbox/retry.ts'
import { cardOf } from '../outbox/edit.ts'
import type { QuickAction } from '../quick-action.ts'
import { sourceTurn } from '../starter.ts'

/** A button that opens a page; `name` null: the details, for which Feishu has a word. */
export type LetterLink = { name: LocalizedText | null; url: string; android: string; ios: string; pc: string }

/** `nextStatus`: as what Feishu itself settles the card on which it was pressed. */
export type LetterButton = QuickAction & { nextStatus: string | null }

/** Whose approval it is about, as far as the card says. */
export type LetterSubject = {
  person: string | null
  personName: LocalizedText | null
  department: string | null
  departmentName: LocalizedText | null
  /** Markdown. */
  summaries: readonly LocalizedText[]
}

/** What 发送审批 Bot 消息 shows. People are called as the source calls them. */
export type LetterContent = {
  template: string
  /** Shown to whoever reads none of those that a text has. */
  language: Language
  to: string
  /** The name of the approval, or the title of what is free. */
  title: LocalizedText
  titlePerson: string | null
  /** Markdown, as is the content of what is free. */
  comment: LocalizedText | null
  subject: LetterSubject
  note: LocalizedText | null
  sender: string | null
  text: string | null
  links: readonly LetterLink[]
  buttons: readonly LetterButton[]
}

/** Whom the source wants to be told of a decision on it, by what it knows that it comes from us. */
export type LetterCallback = { url: string; token: string | null; key: string | null; context: string | null }

/** What 更新审批 Bot 消息 makes of a card. */
export type LetterStatus = {
  status: string
  name: LocalizedText | null
  detail: LocalizedText | null
  language: Language
}

/** A message to one person that a source sends by Feishu's bot: about no approval that is known here. */
export type Letter = {
  /** What the source was answered: a decimal int64, which is more than a double holds. */
  id: string
  source: string
  content: LetterContent
  callback: LetterCallback | null
  /** What its card has to show; null: what it was sent with. */
  shown: LetterStatus | null
  /** What of that Feishu has taken. */
  told: LetterStatus | null
  at: number
}

/** One letter with its card and what Feishu has to be told of it, saved in one atomic write. */
export type LetterRecord = Carrier & {
  schema: 3
  letter: Letter
  effectCount: number
}

/** 更新审批 Bot 消息; what is older can neither be updated nor decided on. */
export const LETTER_LIFE_MS = 30 * 24 * 3_600_000

const ID = /^2\d{17}$/

/** Ids of instances begin with a letter, or have a hyphen. */
export const isLetterId = (id: string): boolean => ID.test(id)

/** The id with those seventeen digits: below 2^63, and told apart from every other that sources are answered. */
export const letterIdOf = (digits: string): string => `2${digits}`

/** A letter that waits to be sent. Its card's uuid is the letter's id: the same for every attempt. */
export function newLetter(letter: Letter): LetterRecord {
  const { id: taskId } = letter
  const card = { taskId, uuid: taskId, firstTriedAt: null, messageId: null, sentAt: null, settledAs: null }
  return queued({ schema: 3, letter, cards: [card], effects: [], effectCount: 0 }, 'send_card', letter.at)
}

export const isUpdatable = ({ content }: Letter): boolean => content.template === UPDATABLE_TEMPLATE

/** What its card has to show from now on. The last counts, and the same again is no change. */
export function showOnLetter(record: LetterRecord, shown: LetterStatus, now: number): LetterRecord {
  const { letter } = record
  if (isSameStatus(letter.shown, shown)) return record
  return withSettling({ ...record, letter: { ...letter, shown } }, now)
}

/** Somebody may press a button before our send has its answer: then the press is what tells the message. */
export function letterFound(record: LetterRecord, messageId: string, now: number): LetterRecord {
  const { id: taskId } = record.letter
  if (cardOf(record, taskId)?.messageId !== null) return record
  return withSettling(cardFound(record, { taskId, messageId }, now), now)
}

/**
 * Asks for the update that is lacking, once the message is there. One that waits stands for all that came since; one
 * that was given up makes room for a newer.
 */
export function withSettling(record: LetterRecord, now: number): LetterRecord {
  const { letter, effects } = record
  const isThere = cardOf(record, letter.id)?.messageId != null
  if (!isThere || letter.shown === null || isSameStatus(letter.shown, letter.told)) return record
  const settling = effects.filter(({ kind }) => kind === 'settle_card')
  if (settling.some(({ parked }) => !parked)) return record
  return queued(
    { ...record, effects: effects.filter((effect) => !settling.includes(effect)) },
    'settle_card',
    now,
  )
}

export const isSameStatus = (one: LetterStatus | null, other: LetterStatus | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

function queued(record: LetterRecord, kind: EffectKind, at: number): LetterRecord {
  const { letter, effects } = record
  const effectCount = record.effectCount + 1
  const effect: Effect = {
    id: `${letter.id}.${effectCount}`,
    kind,
    taskId: letter.id,
    by: sourceTurn(letter.source),
    createdAt: at,
    attempts: 0,
    nextTryAt: at,
    lastError: null,
    logId: null,
    parked: null,
  }
  return { ...record, effects: [...effects, effect], effectCount }
}
