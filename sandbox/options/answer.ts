import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { SOURCE_LOCALES, type Option, type Source, type SourceLocale } from './company.ts'
import { Refused, type Question } from './question.ts'

/** 返回参数: what stands in `data.result`, as an object or encrypted. */
export type Result = {
  options: { id: unknown; value: string; isDefault?: boolean; owner?: string }[]
  i18nResources: { locale: string; isDefault: boolean; texts: Record<string, string> }[]
  hasMore?: boolean
  nextPageToken?: string
}

/** 每次请求返回的数据量（page size）不小于 10. */
const PAGE_SIZE = 10

/** One page of what fits the question. */
export function resultOf(options: readonly Option[], question: Question, { isSearched }: Source): Result {
  if (!isSearched) return toResult(options)
  const { query = '', page_token: page, locale = 'zh_cn' } = question
  const found = options.filter((option) => fits(option, query, locale))
  const from = page === undefined || page === '' ? 0 : readPage(page)
  const shown = found.slice(from, from + PAGE_SIZE)
  const next = from + PAGE_SIZE
  const hasMore = next < found.length
  return { ...toResult(shown), hasMore, ...(hasMore && { nextPageToken: `page-${String(next)}` }) }
}

const fits = ({ id, texts }: Option, query: string, locale: SourceLocale): boolean => {
  const wanted = query.trim().toLowerCase()
  return `${id} ${texts[locale]}`.toLowerCase().includes(wanted)
}

function readPage(token: string): number {
  const [, from] = /^page-(\d{1,6})$/.exec(token) ?? []
  if (from === undefined) throw new Refused(40004, 'no page has this page_token')
  return Number(from)
}

function toResult(options: readonly Option[]): Result {
  const keyOf = ({ id }: Option) => `@i18n@${id}`
  return {
    options: options.map((option) => {
      const { id, owner, isDefault } = option
      return {
        id,
        value: keyOf(option),
        ...(isDefault && { isDefault }),
        ...(owner !== undefined && { owner }),
      }
    }),
    i18nResources: SOURCE_LOCALES.map((locale) => ({
      locale,
      isDefault: locale === 'zh_cn',
      texts: Object.fromEntries(options.map((option) => [keyOf(option), option.texts[locale]])),
    })),
  }
}

/** The body of an answer; with a key, `result` is encrypted (加密解密方式: AES-256-CBC, its IV in front). */
export function bodyOf(result: unknown, key: string | undefined): string {
  const sealed = key === undefined ? result : seal(JSON.stringify(result), key)
  return JSON.stringify({ code: 0, msg: 'success!', data: { result: sealed } })
}

function seal(text: string, key: string): string {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}
