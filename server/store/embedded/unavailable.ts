import { AppError } from '../../domain/errors.ts'

/** What a caller gets when the store cannot do its part; the cause is for the log. */
export function unavailable(cause: unknown): AppError {
  if (cause instanceof AppError && cause.code === 'store_unavailable') return cause
  return new AppError('store_unavailable', 'The store cannot be reached at the moment.', { cause })
}
