import type { OptionsRequest } from '../../shared/requests.ts'
import type { OptionsResponse } from '../../shared/responses.ts'
import { textIn } from '../../shared/languages.ts'
import { OPTION_TEXTS } from '../../shared/option-texts.ts'
import { AppError } from '../domain/errors.ts'
import { folded, hasAll, toWords } from '../domain/search-text.ts'
import { OptionsUnavailable, type OptionQuestion, type OptionsPage } from '../options/port.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { createDirectory } from './directory.ts'
import { findOutside, linkageOf } from './option-question.ts'
import { startedFrom } from './started-from.ts'
import type { Reader } from './views.ts'

type Input = Reader & OptionsRequest & { definition: string }

/** As many as a page shows at once. */
const PAGE_SIZE = 50

/**
 * What may be chosen in a field whose options another system has. Throws `definition_not_found`, `bad_request` for what
 * is no such field, and `options_unavailable`.
 */
export async function listOptions(ctx: UseCaseContext, input: Input): Promise<OptionsResponse> {
  const { definition } = await startedFrom(ctx, input, createDirectory(ctx.people))
  const outside = findOutside(definition.form, input.field)
  if (!outside) throw new AppError('bad_request', `field: ${input.field} takes no options of another system.`)
  const { source } = outside
  const query = input.query ?? ''
  const { offset, token } = readPage(input.page)
  const page = await list(ctx, {
    source,
    userId: input.userId,
    linkage: linkageOf(outside, input.form, input.row),
    query: source.search ? query : '',
    page: token,
    locale: localeFor(definition, input.locale),
  })
  const locale = localeFor(definition, input.locale)
  const options = page.options.map(({ value, label }) => ({ value, label: textIn(label, locale) }))
  const words = source.search ? [] : toWords(query)
  const found = options.filter(({ value, label }) => hasAll(folded(`${value} ${label}`), words))
  const end = offset + PAGE_SIZE
  const next = end < found.length ? toPage(end, token) : page.next === null ? null : toPage(0, page.next)
  return { options: found.slice(offset, end), next }
}

async function list({ options }: UseCaseContext, question: OptionQuestion): Promise<OptionsPage> {
  try {
    return await options.list(question)
  } catch (error) {
    if (!(error instanceof OptionsUnavailable)) throw error
    const words = OPTION_TEXTS[error.why]
    throw new AppError('options_unavailable', words['en-US'], { cause: error, words })
  }
}

/** A source's page may hold more than ours: where in it ours begins, and the source's own word for it. */
const toPage = (offset: number, token: string): string => `${offset}.${token}`

function readPage(page: string): { offset: number; token: string } {
  const [, offset = '0', token = ''] = /^(\d{1,6})\.(.*)$/s.exec(page) ?? []
  return { offset: Number(offset), token }
}
