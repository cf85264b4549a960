import { ZodError } from 'zod'
import type { ErrorCode } from '../../shared/error-codes.ts'
import type { Locale } from '../../shared/locale.ts'
import { AppError } from '../domain/errors.ts'

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
  attachment_not_found: 404,
  attachment_damaged: 500,
  task_already_ended: 409,
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
  store_unavailable: 503,
  feishu_unavailable: 503,
  internal: 500,
}

export type ErrorBody = { error: { code: ErrorCode; message: string; details: readonly unknown[] } }

/** What a caller gets to see of a failure. A bug says nothing about itself. */
export function toHttpError(error: unknown, locale: Locale | undefined): { status: number; body: ErrorBody } {
  const { code, message, details, words } = toAppError(error)
  const shown = (locale && words?.[locale]) ?? message
  return { status: STATUS[code], body: { error: { code, message: shown, details } } }
}

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ZodError) return fromZod(error)
  return new AppError('internal', 'Something went wrong here.', { cause: error })
}

/** Names each field and what is wrong with it. The values themselves are not repeated. */
function fromZod({ issues }: ZodError): AppError {
  const details = issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path
    return { field: path.join('.'), rule: issue.code, message: issue.message }
  })
  const [first] = details
  const message = first
    ? [first.field, first.message].filter(Boolean).join(': ')
    : 'The request is not valid.'
  return new AppError('bad_request', message, { details })
}
