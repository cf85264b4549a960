/** What an answer means: by API and body code first, HTTP status second. */
export type FailureClass =
  | 'pace'
  | 'token'
  | 'unclear'
  | 'not_sent'
  | 'being_done'
  | 'quota'
  | 'configuration'
  | 'refused'
  | 'login_code_dead'
  | 'login_not_allowed'

export type Failure = {
  class: FailureClass
  /** Feishu's code; null when there was no readable answer. */
  code: number | null
  httpStatus: number | null
  message: string
  /** `x-tt-logid`, for Feishu's support. */
  logId: string | null
  /** Not before this many ms from now, where Feishu said so. */
  retryAfterMs: number | null
}

/** For operators: `refused 1390001: param is invalid`. */
export const failureText = ({ class: kind, code, message }: Failure): string =>
  `${kind}${code === null ? '' : ` ${code}`}: ${message}`

/** Of one call. Nothing is thrown for what Feishu or the network may do. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/** A call about a payload; `payload` is what was sent, without secrets, for the operator. */
export type Sent<T> = Answer<T> & { payload: unknown }
