import { PREVIEW_TEXTS } from '../../../shared/preview-texts.ts'
import { textIn, type Locale } from '../../../shared/locale.ts'
import type { InstanceStatus } from '../../../shared/status.ts'
import { CARD_TEXTS } from '../../../shared/card-texts.ts'
import { STATUS_NAMES } from '../../../shared/texts.ts'
import { VERB_TEXTS } from '../../../shared/verb-texts.ts'
import type { CardToast, LinkPreview, PreviewContent, RawCard } from '../port.ts'
import { numberBeside } from '../../domain/picture.ts'
import { inAll } from './i18n.ts'
import {
  callbackButton,
  cardTitle,
  cardWords,
  linkButton,
  markdown,
  toCardLanguages,
  type Button,
} from './im-card.ts'
import type { Links } from './links.ts'
import { escapeMarkdown } from './markdown.ts'
import { contextOf, type Sign } from './quick-approval.ts'
import { titleInAll } from './title.ts'

const LONGEST_LABEL = 30
const LONGEST_TITLE = 60
const LONGEST_VALUE = 60
const FIELDS_SHOWN = 3

const COLOURS: Record<InstanceStatus, 'orange' | 'green' | 'red' | 'grey'> = {
  PENDING: 'orange',
  APPROVED: 'green',
  REJECTED: 'red',
  CANCELED: 'grey',
  DELETED: 'grey',
  TERMINATED: 'grey',
}

/** 拉取链接预览数据. Who may not see it learns no more than that it looks like an approval's address. */
export function toPreview(
  url: string,
  content: PreviewContent | undefined,
  deps: { links: Links; sign: Sign },
): LinkPreview {
  if (!content) return { inline: { i18n_title: toCardLanguages(PREVIEW_TEXTS.hidden) } }
  const { mobile, pc } = deps.links.detail(content.picture.id)
  return {
    inline: {
      i18n_title: toCardLanguages(lineOf(content)),
      // The address itself opens outside the client on PCs.
      url: { copy_url: url, ios: mobile, android: mobile, pc, web: url },
    },
    card: toPreviewCard(content, deps),
  }
}

/**
 * One viewer's own card, in 卡片 JSON 1.0: only there is a card not `update_multi`, so that what a press answers is
 * shown to whoever pressed and to nobody else.
 */
export function toPreviewCard(
  content: PreviewContent,
  { links, sign }: { links: Links; sign: Sign },
): { type: 'raw'; data: RawCard } {
  const { picture, task } = content
  // For a reason a card has no room.
  const needsReason = task?.buttons?.reason === 'required'
  const details = linkButton('default', CARD_TEXTS.viewDetails, links.detail(picture.id))
  const decisions = task && !needsReason ? decisionsOf(sign(contextOf(picture, task))) : []
  const data = {
    config: { update_multi: false, enable_forward: false },
    header: {
      template: COLOURS[picture.status],
      title: cardTitle(titleInAll(picture, LONGEST_TITLE)),
    },
    elements: [
      markdown((locale) => linesOf(content, locale).join('\n')),
      ...(needsReason ? [cardWords(PREVIEW_TEXTS.needsReason)] : []),
      { tag: 'action', actions: [...decisions, details] },
    ],
  }
  return { type: 'raw', data }
}

/** What a press says at once; the words of a refusal in every language. */
export const toToast = (type: CardToast['type'], words: Readonly<Record<Locale, string>>): CardToast => ({
  type,
  content: words['zh-CN'],
  i18n: toCardLanguages(words),
})

const decisionsOf = (context: string): Button[] => [
  callbackButton('primary', VERB_TEXTS.approve, { verdict: 'APPROVED', context }),
  callbackButton('danger', VERB_TEXTS.reject, { verdict: 'REJECTED', context }),
]

function lineOf({ picture }: PreviewContent): Record<Locale, string> {
  const title = titleInAll(picture, LONGEST_TITLE)
  const status = STATUS_NAMES[picture.status]
  return inAll((locale) =>
    [title[locale], numberBeside(picture, title[locale]), status[locale]]
      .filter((part) => part !== undefined)
      .join(' · '),
  )
}

function linesOf({ picture }: PreviewContent, locale: Locale): string[] {
  const line = (label: string, value: string): string =>
    `**${escapeMarkdown(label, LONGEST_LABEL)}** ${escapeMarkdown(value, LONGEST_VALUE)}`
  const { number } = picture
  return [
    ...(number ? [line(textIn(PREVIEW_TEXTS.number, locale), number)] : []),
    line(textIn(PREVIEW_TEXTS.status, locale), STATUS_NAMES[picture.status][locale]),
    line(textIn(PREVIEW_TEXTS.initiator, locale), picture.initiator.name),
    ...picture
      .lines(locale)
      .slice(0, FIELDS_SHOWN)
      .map(({ label, value }) => line(label, value)),
  ]
}
