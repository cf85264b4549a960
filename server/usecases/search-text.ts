import type { Locale } from '../../shared/locale.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { nameOf } from '../domain/instance.ts'
import type { Listed } from '../domain/listed.ts'
import { localeFor } from './definition-views.ts'
import { summaryOf, titleOf } from './views.ts'

/** The words of a search; none: everything is found. */
export function toWords(q: string): string[] {
  return folded(q).split(/\s+/).filter(Boolean)
}

/** Whether every word stands in the title, the initiator's name, a summary line or `more`, as the reader sees them. */
export function matches(
  words: readonly string[],
  listed: Listed,
  { definition }: DefinitionRecord,
  asked: Locale | undefined,
  more: readonly string[] = [],
): boolean {
  const locale = localeFor(definition, asked)
  const lines = summaryOf(definition, listed, locale).map(({ label, value }) => `${label} ${value}`)
  const texts = [titleOf(definition, locale), nameOf(listed, listed.initiator.userId), ...lines, ...more].map(
    folded,
  )
  return words.every((word) => texts.some((text) => text.includes(word)))
}

/** Without the differences that nobody means: case, the width of letters in East Asian texts, commas in amounts. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3})/g, '')
