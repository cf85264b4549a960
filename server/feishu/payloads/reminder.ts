import { ageText, REMINDER_TEXTS } from '../../../shared/reminder-texts.ts'
import { textIn } from '../../../shared/locale.ts'
import { say } from '../../../shared/texts.ts'
import { numberBeside } from '../../domain/picture.ts'
import {
  cardTitle,
  cardWords,
  linkButton,
  markdown,
  type Button,
  type CardTitle,
  type Markdown,
} from './im-card.ts'
import type { Links } from './links.ts'
import { escapeMarkdown } from './markdown.ts'
import type { ReminderContent } from '../port.ts'

type Column = { tag: 'column'; width: 'auto' | 'weighted'; weight: number; elements: (Markdown | Button)[] }
type Element =
  | Markdown
  | { tag: 'hr' }
  | { tag: 'column_set'; flex_mode: 'none'; columns: (Column & { vertical_align: 'center' })[] }
  | { tag: 'action'; actions: Button[] }

/** 卡片 JSON 1.0, which every client shows; 2.0 is a notice to upgrade in those before 7.20. */
export type ReminderCard = {
  /** Without `update_multi`, before and after, no card can be updated. */
  config: { update_multi: true; enable_forward: false }
  header: { template: 'orange' | 'green' | 'grey'; title: CardTitle }
  elements: Element[]
}

// A special character takes five bytes once escaped, and a card has 30 KB for all languages.
const LONGEST_NAME = 30
const LONGEST_TITLE = 60
const LONGEST_SUMMARY = 60
const GROUPS_SHOWN = 6
const SUMMARY_SHOWN = 2

/** 发送消息: 30 KB for the whole request, in which the card is JSON within JSON; the rest is for what stands around it. */
const MOST_BYTES = 30 * 1024 - 512

/** One card for all languages; each client shows its own. Of the oldest it shows as many as it has room for. */
export function toReminderCard(content: ReminderContent, links: Links): ReminderCard {
  const card = cardOf(content, links)
  const { oldest } = content
  if (oldest.length === 0 || Buffer.byteLength(JSON.stringify(JSON.stringify(card))) <= MOST_BYTES)
    return card
  // Every row has links of its own, and how long those are is a matter of PUBLIC_URL.
  return toReminderCard({ ...content, oldest: oldest.slice(0, -1) }, links)
}

function cardOf(content: ReminderContent, links: Links): ReminderCard {
  const { waiting, later, oldest } = content
  const elements: Element[] = [
    ...(waiting > 0 ? [groupsOf(content)] : []),
    ...(oldest.length > 0 && waiting > oldest.length
      ? [cardWords(REMINDER_TEXTS.oldest, { count: oldest.length })]
      : []),
    ...oldest.flatMap((item) => [{ tag: 'hr' } as const, rowOf(item, content.now, links)]),
    ...(later > 0 ? [cardWords(REMINDER_TEXTS.later, { count: later })] : []),
    ...(waiting + later === 0 ? [cardWords(REMINDER_TEXTS.allDoneMore)] : []),
    { tag: 'hr' },
    { tag: 'action', actions: [linkButton('primary', REMINDER_TEXTS.openList, links.todo)] },
  ]
  return {
    config: { update_multi: true, enable_forward: false },
    header: headerOf(content),
    elements,
  }
}

function headerOf({ waiting, later }: ReminderContent): ReminderCard['header'] {
  if (waiting > 0) return { template: 'orange', title: cardTitle(REMINDER_TEXTS.waiting, { count: waiting }) }
  if (later > 0) return { template: 'grey', title: cardTitle(REMINDER_TEXTS.nothingNow) }
  return { template: 'green', title: cardTitle(REMINDER_TEXTS.allDone) }
}

/** `**Leave** 3 · **Expense** 1` */
function groupsOf({ groups }: ReminderContent): Markdown {
  const others = groups.slice(GROUPS_SHOWN).reduce((sum, { count }) => sum + count, 0)
  return markdown((locale) =>
    [
      ...groups.slice(0, GROUPS_SHOWN).map(({ kind, count }) => {
        return `**${escapeMarkdown(textIn(kind, locale), LONGEST_NAME)}** ${count}`
      }),
      ...(others > 0 ? [`${REMINDER_TEXTS.others[locale]} ${others}`] : []),
    ].join(' · '),
  )
}

function rowOf(item: ReminderContent['oldest'][number], now: number, links: Links): Element {
  const { picture, task } = item
  const text = markdown((locale) => {
    const title = picture.title(locale)
    const number = numberBeside(picture, title)
    const lines = picture.lines(locale).slice(0, SUMMARY_SHOWN)
    const values = lines.map(({ value }) => value).join(' · ')
    const age = ageText(now - task.createdAt, locale)
    return [
      [
        `**${escapeMarkdown(title, LONGEST_TITLE)}**`,
        ...(number ? [escapeMarkdown(number, LONGEST_NAME)] : []),
      ].join(' · '),
      ...(values === '' ? [] : [escapeMarkdown(values, LONGEST_SUMMARY)]),
      say(task.isOwnStep ? REMINDER_TEXTS.waitsForResubmit : REMINDER_TEXTS.waitedFor, locale, { age }),
    ].join('\n')
  })
  const open = linkButton('default', REMINDER_TEXTS.openTask, links.detail(picture.id))
  return {
    tag: 'column_set',
    flex_mode: 'none',
    columns: [
      { tag: 'column', width: 'weighted', weight: 5, vertical_align: 'center', elements: [text] },
      { tag: 'column', width: 'auto', weight: 1, vertical_align: 'center', elements: [open] },
    ],
  }
}
