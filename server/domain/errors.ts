import type { ErrorCode } from '../../shared/error-codes.ts'
import type { Locale } from '../../shared/locale.ts'

type Details = {
  cause?: unknown
  /** `words` of a detail, in every language, reach the caller as its `message` in theirs. */
  details?: readonly unknown[]
  /** What to show the person, where the caller can show words (card callbacks, pages). */
  words?: Readonly<Record<Locale, string>>
}

/**
 * A failure the caller can act on. Anything that is not an `AppError` is a bug
 * or an outage, and reaches the caller only as `internal`.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: readonly unknown[]
  readonly words: Readonly<Record<Locale, string>> | undefined

  constructor(code: ErrorCode, message: string, { cause, details = [], words }: Details = {}) {
    super(message, { cause })
    this.code = code
    this.details = details
    this.words = words
  }
}
