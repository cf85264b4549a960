export type Answer = {
  status: number
  body: Record<string, unknown>
  headers?: Record<string, string>
  /** The rule that a refused request broke, in words. */
  rule?: string
}

export const ok = (data: unknown): Answer => ({ status: 200, body: { code: 0, msg: 'success', data } })

/** A request that breaks a documented rule. Thrown by handlers, answered as `{code, msg}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: number
  /** Flat answers (authen v2) have a shape of their own. */
  readonly body: Record<string, unknown> | undefined

  constructor(code: number, rule: string, options: { status?: number; body?: Record<string, unknown> } = {}) {
    super(rule)
    this.code = code
    this.status = options.status ?? 400
    this.body = options.body
  }
}

const NAMES: Readonly<Record<number, string>> = {
  1390001: 'param is invalid',
  1390002: 'approval code not found',
  9499: 'invalid param',
  230001: 'Your request contains an invalid request parameter.',
}

export function toRefusedAnswer(refusal: Refusal): Answer {
  const name = NAMES[refusal.code]
  const msg = name === undefined ? refusal.message : `${name}: ${refusal.message}`
  return {
    status: refusal.status,
    body: refusal.body ?? { code: refusal.code, msg, data: {} },
    rule: refusal.message,
  }
}
