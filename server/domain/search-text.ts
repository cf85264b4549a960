import { textIn, type Locale } from '../../shared/locale.ts'
import type { Instance } from './instance.ts'
import type { Caption } from './picture.ts'

/** The words of a search, all of which have to be there; none: everything is found. */
export function toWords(text: string): string[] {
  return folded(text).split(/\s+/).filter(Boolean)
}

/** Number, title, initiator's name and summary, as somebody with this language sees them; without one, in the approval's own. */
export function shownText(
  { number = '', title, kind, initiator, lines, language }: Caption,
  locale: Locale = language,
): string {
  return folded(
    [
      number,
      title(locale),
      textIn(kind, locale),
      initiator.name,
      ...lines(locale).map(({ label, value }) => `${label} ${value}`),
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
