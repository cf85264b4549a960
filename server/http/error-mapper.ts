import { ZodError } from 'zod'
import type { ErrorCode } from '../../shared/error-codes.ts'
import { ERROR_TEXTS } from '../../shared/error-texts.ts'
import type { FormFault } from '../../shared/form/form-fault.ts'
import type { Locale } from '../../shared/locale.ts'
import { faultText } from '../../shared/texts.ts'
import { AppError } from '../domain/errors.ts'
import { wordsOf, type Issue } from './issue-words.ts'

// A `Record`, so a new code does not compile until it has a status.
export const STATUS: Record<ErrorCode, number> = {
  bad_request: 400,
  unauthorized: 401,
  login_code_invalid: 401,
  login_not_allowed: 403,
  not_found: 404,
  definition_not_found: 404,
  instance_not_found: 404,
  task_not_found: 404,
  effect_not_found: 404,
  endpoint_not_found: 404,
  service_not_found: 404,
  service_exists: 409,
  service_not_allowed: 403,
  attachment_not_found: 404,
  attachment_damaged: 500,
  instance_ambiguous: 409,
  task_already_ended: 409,
  decided_elsewhere: 409,
  decision_waits: 409,
  source_refused: 409,
  source_unavailable: 503,
  instance_already_ended: 409,
  idempotency_mismatch: 409,
  too_many_comments: 409,
  too_many_cc: 409,
  too_much_said: 409,
  urged_too_soon: 409,
  too_many_uploads: 409,
  person_not_found: 422,
  form_invalid: 422,
  reason_required: 422,
  person_not_allowed: 422,
  node_not_allowed: 409,
  resubmit_needed: 409,
  too_many_tasks: 409,
  callback_refused: 401,
  payload_too_large: 413,
  unsupported_media_type: 415,
  file_type_not_allowed: 415,
  method_not_allowed: 405,
  too_many_requests: 429,
  source_full: 429,
  store_unavailable: 503,
  feishu_unavailable: 503,
  options_unavailable: 503,
  internal: 500,
}

const IN_GENERAL: Partial<Record<ErrorCode, Record<Locale, string>>> = ERROR_TEXTS

export type ErrorBody = { error: { code: ErrorCode; message: string; details: readonly unknown[] } }

/** What a caller gets to see of a failure. A bug says nothing about itself. */
export function toHttpError(error: unknown, locale: Locale | undefined): { status: number; body: ErrorBody } {
  const { code, message, details, words } = toAppError(error, locale)
  const shown = (locale && (words ?? IN_GENERAL[code])?.[locale]) ?? message
  const told = details
    .map((detail) => (saysSame(detail, message) ? { ...detail, message: shown } : detail))
    .map((detail) => inLanguage(detail, locale))
  return { status: STATUS[code], body: { error: { code, message: shown, details: told } } }
}

/** A detail with its words in one language. */
function inLanguage(detail: unknown, locale: Locale = 'en-US'): unknown {
  if (typeof detail !== 'object' || detail === null || !('words' in detail)) return detail
  const { words, ...others } = detail as { words: Record<Locale, string> }
  return { ...others, message: words[locale] }
}

const saysSame = (detail: unknown, message: string): detail is { message: string } =>
  typeof detail === 'object' && detail !== null && 'message' in detail && detail.message === message

export function toAppError(error: unknown, locale?: Locale): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ZodError) return fromZod(error, locale)
  return new AppError('internal', 'Something went wrong here.', { cause: error })
}

/** Names each field and what is wrong with it. The values themselves are not repeated. */
function fromZod({ issues }: ZodError, locale: Locale | undefined): AppError {
  const details = issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path
    const message = locale ? wordsOf(issue, locale) : issue.message
    return { field: path.join('.'), rule: issue.code, message }
  })
  const [first] = details
  const message = first
    ? [first.field, first.message].filter(Boolean).join(': ')
    : 'The request is not valid.'
  const [only, ...more] = issues.map((issue) => boundOf(issue))
  const words = only && more.length === 0 ? inAll((one) => faultText(only, one)) : undefined
  return new AppError('bad_request', message, words ? { details, words } : { details })
}

/** A bound of what people write or choose, as the rules of forms tell it; the rest are faults of a program. */
function boundOf(issue: Issue): Omit<FormFault, 'field'> | undefined {
  if (issue.code !== 'too_big' || (issue.origin !== 'string' && issue.origin !== 'array')) return undefined
  return { rule: issue.origin === 'string' ? 'too_long' : 'too_many', limit: Number(issue.maximum) }
}

const inAll = (text: (locale: Locale) => string): Record<Locale, string> => ({
  'zh-CN': text('zh-CN'),
  'en-US': text('en-US'),
  'ja-JP': text('ja-JP'),
})
