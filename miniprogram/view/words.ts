import type { Language } from '../../shared/languages.ts'
import { PAGE_TEXTS } from '../../shared/page-texts.ts'
import { say } from '../../shared/texts.ts'

export type TextKey = keyof typeof PAGE_TEXTS
export type Say = (key: TextKey, values?: Record<string, string | number>) => string

export const hasWords = (key: string): key is TextKey => Object.hasOwn(PAGE_TEXTS, key)

export const sayIn =
  (locale: Language): Say =>
  (key, values) =>
    say(PAGE_TEXTS[key], locale, values)

/** Texts of one language for a template; those with placeholders are for `sayIn`. */
export function wordsIn<Key extends TextKey>(locale: Language, keys: readonly Key[]): Record<Key, string> {
  return Object.fromEntries(keys.map((key) => [key, PAGE_TEXTS[key][locale]])) as Record<Key, string>
}
