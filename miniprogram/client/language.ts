import { LOCALES, type Language } from '../../shared/languages.ts'

/** Ours for the client's `zh_CN`, `en_US`, `ja_JP` …: the same language, else English. */
export function toLocale(language: string): Language {
  const [short = ''] = language.toLowerCase().split(/[-_]/)
  return LOCALES.find((locale) => locale.startsWith(`${short}-`)) ?? 'en-US'
}
