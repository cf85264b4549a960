import type { Locale } from '../../../shared/locale.ts'
import { MESSAGE_TEXTS } from '../../../shared/message-texts.ts'
import type { MessageKind } from '../../../shared/settings.ts'
import { say } from '../../../shared/texts.ts'
import type { Notice } from '../../domain/messages.ts'
import type { Picture } from '../../domain/picture.ts'
import { LONGEST_NAME, summaryOf } from './bot-content.ts'
import { inAll } from './i18n.ts'
import { escapeMarkdown } from './markdown.ts'
import { titleInAll } from './title.ts'

export type Words = Record<Locale, string>

export const LONGEST_SAID = 500

/** Of what has no template, and of what has one only where somebody did it. */
const TITLES: Partial<Record<MessageKind, Words>> = {
  approved: MESSAGE_TEXTS.approvedByItself,
  rejected: MESSAGE_TEXTS.rejectedByItself,
  urged: MESSAGE_TEXTS.waitsTitle,
  withdrawn: MESSAGE_TEXTS.withdrawnTitle,
  commented: MESSAGE_TEXTS.commentedTitle,
  mentioned: MESSAGE_TEXTS.mentionedHereTitle,
  rolled_back: MESSAGE_TEXTS.rolledBackTitle,
  terminated: MESSAGE_TEXTS.terminatedTitle,
  handed_over: MESSAGE_TEXTS.handedOverTitle,
  press_refused: MESSAGE_TEXTS.pressRefusedTitle,
}

/** What 1021 says. Whoever may not see the instance hears the words that were meant for them, and nothing of it. */
export function ownWords(picture: Picture, notice: Notice): { title: Words; lines: Words[] } {
  const { kind, name, service, mayOpen, isOwnStep } = notice
  const fill = fillIn(picture, { name, service })
  const quote = quoteOf(notice)
  const named = TITLES[kind]
  if (!mayOpen || !named) {
    const elsewhere =
      service === undefined ? MESSAGE_TEXTS.mentionedElsewhere : MESSAGE_TEXTS.mentionedElsewhereBySystem
    const lines = [fill(elsewhere), ...quote]
    return { title: MESSAGE_TEXTS.mentionedTitle, lines }
  }
  const title = fill(isOwnStep ? MESSAGE_TEXTS.resubmitTitle : named)
  if (service !== undefined) return { title, lines: [fill(MESSAGE_TEXTS.bySystem), ...quote] }
  if (kind === 'rolled_back' || kind === 'terminated') {
    const by = name === null ? MESSAGE_TEXTS.byAdministrator : fill(MESSAGE_TEXTS.byPerson)
    return { title, lines: [by, ...quote] }
  }
  const first = firstLines(picture, notice)
  return { title, lines: [...first, ...summaryOf(picture)] }
}

function firstLines(picture: Picture, notice: Notice): Words[] {
  switch (notice.kind) {
    case 'urged':
      return waitingLines(picture, notice)
    case 'handed_over':
      return [ofInitiator(picture)(MESSAGE_TEXTS.handedOverLine)]
    case 'press_refused':
      return [MESSAGE_TEXTS.pressRefusedLine, ...quoteOf(notice)]
    default:
      return [endedBy(notice)]
  }
}

const quoteOf = ({ said }: Pick<Notice, 'said'>): Words[] =>
  said === null ? [] : [inAll(() => escapeMarkdown(said, LONGEST_SAID))]

const endedBy = ({ overdueNode }: Notice): Words =>
  overdueNode === null ? MESSAGE_TEXTS.nobodyElse : MESSAGE_TEXTS.nobodyInTime

function waitingLines(picture: Picture, { overdueNode }: Notice): Words[] {
  const hours = picture.tasks.find(({ node }) => node?.id === overdueNode)?.remindAfterHours ?? null
  return [
    ofInitiator(picture)(MESSAGE_TEXTS.initiatorLine),
    ...(hours === null ? [] : [inAll((locale) => say(MESSAGE_TEXTS.hasWaited, locale, { hours }))]),
  ]
}

const ofInitiator = (picture: Picture) => fillIn(picture, { name: picture.initiator.name })

function fillIn(picture: Picture, { name, service }: Pick<Notice, 'name' | 'service'>) {
  const approval = titleInAll(picture)
  const escaped = (text: string | null = '') => (text === null ? '' : escapeMarkdown(text, LONGEST_NAME))
  const who = { name: escaped(name), system: escaped(service) }
  return (text: Words): Words => inAll((locale) => say(text, locale, { approval: approval[locale], ...who }))
}
