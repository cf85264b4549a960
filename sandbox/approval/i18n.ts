import { z } from 'zod'
import type { LocalizedText } from '../localized.ts'
import { Refusal } from '../platform/answer.ts'

/** Sixteen locales for definitions and instances (同步三方审批实例, i18n_resources.locale). */
const LOCALES = [
  'zh-CN',
  'en-US',
  'ja-JP',
  'zh-HK',
  'zh-TW',
  'de-DE',
  'es-ES',
  'fr-FR',
  'id-ID',
  'it-IT',
  'ko-KR',
  'pt-BR',
  'th-TH',
  'vi-VN',
  'ms-MY',
  'ru-RU',
] as const

const key = z.string('a text key is a string').startsWith('@i18n@', 'a text key starts with @i18n@')

export const I18nResources = z
  .array(
    z.object({
      locale: z.enum(LOCALES, 'not a locale of the documentation (spelled like en-US)'),
      is_default: z.boolean('is_default is a boolean'),
      texts: z.array(
        z.object({ key, value: z.string('a text is a string') }),
        'texts is a list of {key, value} here (it is a map only on cards)',
      ),
    }),
    'i18n_resources is a list',
  )
  .min(1, 'at least one locale is required')

/** Cards know three locales only, and their texts are a map (发送审批 Bot 消息). */
export const CardResources = z
  .array(
    z.object({
      locale: z.enum(['zh-CN', 'en-US', 'ja-JP'], 'cards know only zh-CN, en-US and ja-JP'),
      is_default: z.boolean('is_default is a boolean'),
      texts: z.record(
        z.string().startsWith('@i18n@', 'a text key starts with @i18n@'),
        z.string('a text is a string'),
        'texts is a map of key to text on cards (it is a list only in sync and definitions)',
      ),
    }),
    'i18n_resources is a list and required',
  )
  .min(1, 'at least one locale is required')

type Resources = {
  locale: string
  is_default: boolean
  texts: { key: string; value: string }[] | Record<string, string>
}[]

export type Texts = {
  /** The text behind a key in every locale, or a refusal that names `path`. */
  text: (path: string, key: string) => LocalizedText
  optional: (path: string, key: string | undefined) => LocalizedText | null
}

/** Exactly one default locale, and it must hold every key that the request uses. */
export function readTexts(resources: Resources): Texts {
  const defaults = resources.filter((resource) => resource.is_default)
  const [main] = defaults
  if (!main || defaults.length > 1) {
    throw new Refusal(1390001, 'i18n_resources: exactly one locale is the default (is_default: true)')
  }
  if (new Set(resources.map((resource) => resource.locale)).size !== resources.length) {
    throw new Refusal(1390001, 'i18n_resources: a locale is listed twice')
  }
  const byLocale = new Map(resources.map((resource) => [resource.locale, toMap(resource.texts)]))
  const mainTexts = byLocale.get(main.locale) ?? new Map<string, string>()

  const text = (path: string, textKey: string): LocalizedText => {
    if (!textKey.startsWith('@i18n@')) {
      throw new Refusal(1390001, `${path}: must be a text key that starts with @i18n@, not the text itself`)
    }
    const fallback = mainTexts.get(textKey)
    if (fallback === undefined) {
      throw new Refusal(1390001, `${path}: ${textKey} is missing in the default locale ${main.locale}`)
    }
    const all: Record<string, string> = { default: fallback }
    for (const [locale, texts] of byLocale) all[locale] = texts.get(textKey) ?? fallback
    return all
  }
  return { text, optional: (path, textKey) => (textKey === undefined ? null : text(path, textKey)) }
}

const toMap = (texts: Resources[number]['texts']): Map<string, string> =>
  new Map(Array.isArray(texts) ? texts.map((entry) => [entry.key, entry.value]) : Object.entries(texts))
