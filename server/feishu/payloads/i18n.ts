import { LOCALES, textIn, type Locale, type LocalizedText } from '../../../shared/locale.ts'

/** For definitions and instances `texts` is a list, for cards a map. */
export type ListResource = {
  locale: Locale
  is_default: boolean
  texts: { key: string; value: string }[]
}
export type MapResource = { locale: Locale; is_default: boolean; texts: Record<string, string> }

export type Texts = {
  /** Keeps a text in all languages and answers the key that stands for it in the payload. */
  add: (name: string, text: LocalizedText) => string
  toLists: () => ListResource[]
  toMaps: () => MapResource[]
}

const PREFIX = '@i18n@'
/** 创建三方审批定义: at least 9 characters, so the tutorial's `@i18n@1` is refused. */
const SHORTEST_KEY = 9

/**
 * Collects the texts of one payload. Every key stands in every language we know, so in the default one too;
 * the locales are spelled as approvals want them (`en-US`, not contact's `en_us`).
 */
export function createTexts(defaultLocale: Locale): Texts {
  const texts = new Map<string, LocalizedText>()
  const of = (locale: Locale) => [...texts].map(([key, text]) => ({ key, value: textIn(text, locale) }))
  return {
    add: (name, text) => {
      const key = `${PREFIX}${name}`
      if (key.length < SHORTEST_KEY) throw new Error(`the i18n key ${key} is too short`)
      texts.set(key, text)
      return key
    },
    toLists: () =>
      LOCALES.map((locale) => ({ locale, is_default: locale === defaultLocale, texts: of(locale) })),
    toMaps: () =>
      LOCALES.map((locale) => ({
        locale,
        is_default: locale === defaultLocale,
        texts: Object.fromEntries(of(locale).map(({ key, value }) => [key, value])),
      })),
  }
}

/** The same question put for each language. */
export function inAll(text: (locale: Locale) => string): Record<Locale, string> {
  return { 'zh-CN': text('zh-CN'), 'en-US': text('en-US'), 'ja-JP': text('ja-JP') }
}
