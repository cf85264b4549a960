import { textIn, type Locale, type LocalizedText } from '../../../shared/locale.ts'
import { cleanLine } from '../../../shared/person-text.ts'
import { cut } from '../../../shared/cut.ts'
import { inAll } from './i18n.ts'

/**
 * People's words where Feishu shows plain text: one line, cut, and never taken for an i18n key.
 * An invisible space after the @ leaves `@i18n@…` readable and no key.
 */
export function plainText(text: string, limit: number): string {
  const line = cut(oneLine(text), limit)
  return line.startsWith('@i18n@') ? `@\u200B${line.slice(1)}` : line
}

/** A definition's own words, in every language. */
export function plainInAll(text: LocalizedText, limit: number): Record<Locale, string> {
  return inAll((locale) => plainText(textIn(text, locale), limit))
}

/**
 * People's words inside a card's Markdown: nothing in them may format, link, mention or stand for a key.
 * HTML entities are how Feishu wants its special characters written (富文本（Markdown）, 特殊字符转义).
 */
export function escapeMarkdown(text: string, limit: number): string {
  return cut(oneLine(text), limit)
    .replace(/[&<>~*\\[\]()#:`$_|]/g, entity)
    .replace(/@(?=i18n@)/g, entity)
    .replace(/^[-+]/, entity)
    .replace(/^(\d+)\./, (_, digits: string) => `${digits}${entity('.')}`)
}

const entity = (character: string): string => `&#${character.charCodeAt(0)};`

/** What a person's text is, as one line; the templates take none that is empty. */
const oneLine = (text: string): string => cleanLine(text) || '-'
