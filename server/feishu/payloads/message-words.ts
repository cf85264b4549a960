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
  rolled_back: MESSAGE_TEXTS.rolledBackTitle,
  terminated: MESSAGE_TEXTS.terminatedTitle,
  handed_over: MESSAGE_TEXTS.handedOverTitle,
}

/** What 1021 says. Whoever may not see the instance hears the words that were meant for them, and nothing of it. */
export function ownWords(picture: Picture, notice: Notice): { title: Words; lines: Words[] } {
  const { kind, name, said, mayOpen, isOwnStep } = notice
  const fill = fillIn(picture, name)
  const quote = said === null ? [] : [inAll(() => escapeMarkdown(said, LONGEST_SAID))]
  const named = TITLES[kind]
  if (!mayOpen || !named) {
    const lines = [fill(MESSAGE_TEXTS.mentionedElsewhere), ...quote]
    return { title: MESSAGE_TEXTS.mentionedTitle, lines }
  }
  const title = fill(isOwnStep ? MESSAGE_TEXTS.resubmitTitle : named)
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
      return [fillIn(picture, picture.initiator.name)(MESSAGE_TEXTS.handedOverLine)]
    default:
      return [endedBy(notice)]
  }
}

const endedBy = ({ overdueNode }: Notice): Words =>
  overdueNode === null ? MESSAGE_TEXTS.nobodyElse : MESSAGE_TEXTS.nobodyInTime

function waitingLines(picture: Picture, { overdueNode }: Notice): Words[] {
  const hours = picture.tasks.find(({ node }) => node.id === overdueNode)?.remindAfterHours ?? null
  return [
    fillIn(picture, picture.initiator.name)(MESSAGE_TEXTS.initiatorLine),
    ...(hours === null ? [] : [inAll((locale) => say(MESSAGE_TEXTS.hasWaited, locale, { hours }))]),
  ]
}

function fillIn(picture: Picture, name: string | null) {
  const approval = titleInAll(picture)
  const escaped = name === null ? '' : escapeMarkdown(name, LONGEST_NAME)
  return (text: Words): Words =>
    inAll((locale) => say(text, locale, { approval: approval[locale], name: escaped }))
}
