import { z } from 'zod'
import { LOCALES, type Language } from '../../../shared/languages.ts'
import type { LocalizedText } from '../../../shared/locale.ts'
import { cleanLine } from '../../../shared/person-text.ts'
import { paramInvalid } from './refusal.ts'
import { listOf, required, text } from './wire.ts'

const MOST_LOCALES = 50
const MOST_TEXTS = 5_000
const KEY = '@i18n@'

const Pair = z.object({ key: required, value: text })

/** A list of pairs in definitions and instances, a map on cards and in older versions: both are taken everywhere. */
const Texts = z
  .union([listOf(Pair, MOST_TEXTS), z.record(z.string(), text)], 'is a list of {key, value}, or a map')
  .transform(
    (all) => new Map(Array.isArray(all) ? all.map(({ key, value }) => [key, value]) : Object.entries(all)),
  )

export const Resources = z
  .array(
    z.object({ locale: required, is_default: z.boolean('is true or false').default(false), texts: Texts }),
    'is required, as a list',
  )
  .max(MOST_LOCALES, `has at most ${MOST_LOCALES} entries`)
type Resources = z.output<typeof Resources>

/** What stands in a field of words. `of` throws `Refusal` for a key without a text, for `ifAny` it is none. */
export type PushedWords = {
  /** Of the default. */
  language: Language
  of: (field: string, value: string | undefined) => LocalizedText | null
  ifAny: (value: string | undefined) => LocalizedText | null
}

/**
 * The texts of a body by their keys, in the languages that cards, instances and definitions share. What is no key is
 * the text itself, as 三方审批实例概述 prints it. A default in a fourth language is shown to everybody who reads none of the
 * three. `clean`: what stays of a text, one line of it or all of its lines.
 */
export function readTexts(resources: Resources, clean: (text: string) => string = cleanLine): PushedWords {
  const known = resources.map((one) => ({ ...one, language: languageOf(one.locale) }))
  const main = known.find(({ is_default }) => is_default) ?? known[0]
  const first = main?.language ?? nearestOf(main?.locale ?? 'zh')

  const ifAny = (value: string | undefined): LocalizedText | null => {
    if (value === undefined) return null
    const fallback = clean(main?.texts.get(value) ?? (value.startsWith(KEY) ? '' : value))
    if (fallback === '') return null
    const others = known.flatMap(({ language, texts }) => {
      const said = clean(texts.get(value) ?? '')
      return language === undefined || said === '' ? [] : [[language, said] as const]
    })
    return { [first]: fallback, ...Object.fromEntries(others) }
  }
  return {
    language: first,
    ifAny,
    of: (field, value) => {
      if (value?.startsWith(KEY) === true && main?.texts.has(value) !== true)
        throw paramInvalid(field, `${value} is missing in the texts of the default locale (i18n_resources)`)
      return ifAny(value)
    },
  }
}

/** `zh-CN`, and `zh_cn` as 步骤五 prints it. */
const languageOf = (locale: string): Language | undefined =>
  LOCALES.find((one) => one.toLowerCase() === locale.toLowerCase().replace('_', '-'))

/** For a default in none of the three languages: Chinese characters where it is written in such, else Latin ones. */
const nearestOf = (locale: string): Language => (/^zh/i.test(locale) ? 'zh-CN' : 'en-US')
