import { z } from 'zod'
import { isOptionId } from '../../shared/form/read-value.ts'
import { LOCALES, type Language } from '../../shared/languages.ts'
import { own } from '../../shared/own.ts'
import { cleanLine, lengthOf } from '../../shared/person-text.ts'
import { decryptStrictly } from '../callbacks/cipher.ts'
import type { OptionsPage, OutsideOption } from './port.ts'

/** Of one answer: nobody chooses from more, and a source that has more can search. */
const MOST_OPTIONS = 5_000
const LONGEST_LABEL = 200
const LONGEST_PAGE_TOKEN = 1_000
/** Each option is looked up in each of them. */
const MOST_LANGUAGES = 50

/** 返回参数, externalData and i18nResource; what else is in them is left alone. */
const Result = z.object({
  options: z.array(
    z.object({
      id: z.unknown(),
      value: z.string().catch(''),
      isDefault: z.boolean().nullish(),
      owner: z.string().optional().catch(undefined),
    }),
  ),
  i18nResources: z
    .array(
      z.object({
        locale: z.string(),
        isDefault: z.boolean().nullish(),
        texts: z.record(z.string(), z.unknown()),
      }),
    )
    .max(MOST_LANGUAGES)
    .nullish(),
  hasMore: z.boolean().nullish(),
  nextPageToken: z.string().max(LONGEST_PAGE_TOKEN).nullish(),
})
type Result = z.infer<typeof Result>
type Texts = NonNullable<Result['i18nResources']>[number]

const Answer = z.object({
  code: z.number(),
  data: z.object({ result: z.union([z.string(), Result]) }).nullish(),
})

/** What an answer says, or why it cannot be taken. Nothing of its contents is repeated: a source may repeat a token. */
export type ReadResult = { page: OptionsPage; leftOut: number } | { refused: number } | { fault: string }

export function readResult(
  text: string,
  { key, isSearched, asked }: { key: string | undefined; isSearched: boolean; asked: string },
): ReadResult {
  const answer = Answer.safeParse(parseJson(text))
  if (!answer.success) return { fault: 'answers something else than options' }
  const { code, data } = answer.data
  if (code !== 0) return { refused: code }
  const result = data?.result
  if (result === undefined) return { fault: 'answers without a result' }
  const opened = typeof result === 'string' ? open(result, key) : key === undefined ? result : PLAIN
  if ('fault' in opened) return opened
  if (opened.options.length > MOST_OPTIONS)
    return { fault: `offers more than ${MOST_OPTIONS} options at once` }
  const options = readOptions(opened)
  const more = isSearched && opened.hasMore === true ? (opened.nextPageToken ?? '') : ''
  // A page that leads to itself has no end.
  const next = more === '' || more === asked ? null : more
  return { page: { options, next }, leftOut: opened.options.length - options.length }
}

const PLAIN = { fault: 'does not encrypt its answer, although a key is set (keyEnv)' }

/** Some encoders end their lines; Feishu's decoder passes over that. */
function open(sealed: string, key: string | undefined): Result | { fault: string } {
  if (key === undefined) return { fault: 'encrypts its answer, but no key is set (keyEnv)' }
  const text = decryptStrictly(sealed.replace(/[\r\n]/g, ''), key)
  const result = Result.safeParse(text === undefined ? undefined : parseJson(text))
  return result.success ? result.data : { fault: 'answers what the key (keyEnv) does not open' }
}

/** Those with an id that a form can hold, each once. */
function readOptions({ options, i18nResources }: Result): OutsideOption[] {
  const resources = [...(i18nResources ?? [])].sort(
    (a, b) => Number(b.isDefault ?? false) - Number(a.isDefault ?? false),
  )
  const read = new Map<string, OutsideOption>()
  for (const { id, value, owner } of options) {
    if (typeof id !== 'string' || !isOptionId(id) || read.has(id)) continue
    const label = labelOf(value, resources) ?? { 'zh-CN': id }
    read.set(id, {
      value: id,
      label,
      ...(owner !== undefined && owner !== '' && { owner: owner.slice(0, 200) }),
    })
  }
  return [...read.values()]
}

/** 通过该 Key 和当前客户端的语言环境匹配显示的文案; a text that is no key stands for itself. */
function labelOf(key: string, resources: readonly Texts[]): OutsideOption['label'] | undefined {
  const all = resources.flatMap(({ locale, texts }) => {
    const text = toLabel(own(texts, key))
    return text === '' ? [] : [{ language: languageOf(locale), text }]
  })
  const known = all.flatMap(({ language, text }) => (language ? [[language, text] as const] : []))
  if (known.length > 0) return Object.fromEntries(known)
  const [other] = all
  const text = other?.text ?? (key.startsWith('@i18n@') ? '' : toLabel(key))
  return text === '' ? undefined : { 'zh-CN': text }
}

function toLabel(text: unknown): string {
  const shown = typeof text === 'string' ? cleanLine(text) : ''
  if (lengthOf(shown) <= LONGEST_LABEL) return shown
  return `${Array.from(shown)
    .slice(0, LONGEST_LABEL - 1)
    .join('')}…`
}

/** `zh_cn` on the page; others write `zh-CN`. */
const languageOf = (locale: string): Language | undefined =>
  LOCALES.find((one) => one.toLowerCase() === locale.toLowerCase().replace('_', '-'))

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
