import type { Locale } from '../../../shared/locale.ts'
import { say, TEXTS } from '../../../shared/texts.ts'
import type { Picture } from '../../domain/picture.ts'
import { inAll, type Texts } from './i18n.ts'
import type { PageLinks } from './links.ts'
import { escapeMarkdown } from './markdown.ts'
import { toSummary } from './summary.ts'

/** What the bot's messages show of an instance (发送审批 Bot 消息). */
export type BotContent = {
  user_id: string
  user_id_type: 'user_id'
  department_id?: string
  summaries: { summary: string }[]
}

export type BotAction = {
  action_name: string
  url: string
  android_url: string
  ios_url: string
  pc_url: string
}

export const LONGEST_NAME = 200
const LINES_SHOWN = 5
const LONGEST_LABEL = 100
const LONGEST_VALUE = 300

type Line = Record<Locale, string>

/** `first`: lines that come before those of the form. */
export function toContent(picture: Picture, texts: Texts, first: readonly Line[] = []): BotContent {
  const { initiator } = picture
  const lines = [...first, ...summaryOf(picture)].slice(0, LINES_SHOWN)
  return {
    user_id: initiator.userId,
    user_id_type: 'user_id',
    ...departmentOf(initiator.department?.departmentId),
    summaries: lines.map((text, at) => ({ summary: texts.add(`summary_${at + 1}`, text) })),
  }
}

export function toAction(name: string, { mobile, pc }: PageLinks): BotAction {
  return { action_name: name, url: mobile, android_url: mobile, ios_url: mobile, pc_url: pc }
}

/** Only the custom id fits here; without the scope for it there is none to give. */
function departmentOf(id: string | undefined): { department_id?: string } {
  return id === undefined || id === '' || id.startsWith('od-') ? {} : { department_id: id }
}

/** Markdown, so people's words are escaped. At least one line, since the templates require it. */
export function summaryOf(picture: Picture): Line[] {
  const lines = toSummary(picture, LINES_SHOWN).map(({ label, value }) =>
    inAll((locale) =>
      say(TEXTS.summaryLine, locale, {
        label: escapeMarkdown(label[locale], LONGEST_LABEL),
        value: escapeMarkdown(value[locale], LONGEST_VALUE),
      }),
    ),
  )
  if (lines.length > 0) return lines
  return [inAll((locale) => escapeMarkdown(picture.title(locale), LONGEST_NAME))]
}
