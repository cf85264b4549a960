import { defaultLocale, type Definition } from '../../shared/definition.ts'
import { summaryLines } from '../../shared/form/form-text.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import { nameOf, namesFor, type Instance } from './instance.ts'
import type { Listed } from './listed.ts'
import { titleOf } from './title.ts'

/** The words of a search, all of which have to be there; none: everything is found. */
export function toWords(text: string): string[] {
  return folded(text).split(/\s+/).filter(Boolean)
}

/** Number, title, initiator's name and summary, as somebody with this language sees them; without one, in the definition's own. */
export function shownText(
  listed: Pick<
    Listed,
    'id' | 'number' | 'form' | 'people' | 'departments' | 'chosen' | 'linked' | 'initiator'
  >,
  definition: Definition,
  asked: Locale | undefined,
): string {
  const locale = asked ?? defaultLocale(definition)
  const lines = summaryLines(definition, listed.form, locale, namesFor(listed, locale))
  return folded(
    [
      listed.number?.text ?? '',
      titleOf(listed, definition, locale),
      textIn(definition.name, locale),
      nameOf(listed, listed.initiator.userId),
      ...lines.map(({ label, value }) => `${label} ${value}`),
    ].join('\n'),
  )
}

/** Everybody whom an instance names, by id and name. */
export const peopleText = ({ people }: Pick<Instance, 'people'>): string =>
  folded(
    Object.entries(people)
      .map(([userId, { name }]) => `${userId} ${name}`)
      .join('\n'),
  )

export const hasAll = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(word))

/** Without the differences that nobody means: case, the width of letters in East Asian texts, commas in amounts. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3})/g, '')
