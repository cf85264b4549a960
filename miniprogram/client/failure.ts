/** Why a call did not do what it was asked: no answer came, or the server said no. */
export class ApiFailure extends Error {
  readonly status: number
  readonly code: string
  readonly details: readonly unknown[]

  constructor(status: number, code: string, message: string, details: readonly unknown[] = []) {
    super(message)
    this.name = 'ApiFailure'
    this.status = status
    this.code = code
    this.details = details
  }
}

export const noAnswer = (): ApiFailure => new ApiFailure(0, 'no_answer', '')

/** What the server answered instead of a result; its words are in the person's language. */
export function toFailure(status: number, body: unknown): ApiFailure {
  const error = read(body, 'error')
  const code = read(error, 'code')
  const message = read(error, 'message')
  const details = read(error, 'details')
  return new ApiFailure(
    status,
    typeof code === 'string' ? code : 'internal',
    typeof message === 'string' ? message : '',
    Array.isArray(details) ? details : [],
  )
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

/** The client shows no picker, and says why; a person who closes it is no failure. */
export const pickFailed = (why: string): ApiFailure => new ApiFailure(0, 'pick_failed', why)

/** A picker that offers departments offers people beside them. */
export const pickedNoDepartment = (): ApiFailure => new ApiFailure(0, 'no_department', '')

/** What was begun here was begun by somebody else: it must not be done in the name of who is here now. */
export const personChanged = (): ApiFailure => new ApiFailure(0, 'person_changed', '')
