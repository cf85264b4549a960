/** A text in every locale it was given in; `default` holds the text of the default locale. */
export type LocalizedText = Readonly<Record<string, string>>

export const PAGE_LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const
export type PageLocale = (typeof PAGE_LOCALES)[number]

export const readLocale = (value: string | undefined): PageLocale =>
  PAGE_LOCALES.find((locale) => locale === value) ?? 'zh-CN'

export const textIn = (text: LocalizedText | undefined, locale: string): string =>
  text?.[locale] ?? text?.['default'] ?? ''
