import { textIn, type Locale, type LocalizedText } from '../../shared/locale.ts'
import { inAll } from './i18n.ts'

/**
 * People's words where Feishu shows plain text: one line, cut, and never taken for an i18n key.
 * An invisible space after the @ leaves `@i18n@…` readable and no key.
 */
function plainText(text: string, limit: number): string {
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

/** Line breaks, control characters and direction marks would let a value leave its line or turn it round. */
function oneLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim()
  return line === '' ? '-' : line
}

/** At most `limit` UTF-16 units, without halving a character. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
