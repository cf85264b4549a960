/** What Feishu answers when it does not do something (服务端错误码说明). */
export const REFUSED = {
  unreadable: 9499,
  invalidParam: 10003,
  secretInvalid: 10014,
  tooFrequent: 99991400,
  tokenMissing: 99991661,
  tokenInvalid: 99991663,
  tokenMalformed: 99991671,
  paramInvalid: 1390001,
  codeNotFound: 1390002,
  tryLater: 1395001,
} as const

type RefusalCode = (typeof REFUSED)[keyof typeof REFUSED]

/** Feishu's own words; what is wrong in particular comes behind them. */
const NAMES: Record<RefusalCode, string> = {
  9499: 'Bad Request',
  10003: 'invalid param',
  10014: 'app secret invalid',
  99991400: 'request trigger frequency limit',
  99991661: 'Missing access token for authorization. Please make a request with token attached.',
  99991663: 'Invalid access token for authorization. Please make a request with token attached.',
  99991671: 'Invalid access token for authorization. The token should start with t-.',
  1390001: 'param is invalid',
  1390002: 'approval code not found',
  1395001: 'There have been some errors. Please try again later',
}

type More = { status?: number; resetSeconds?: number }

const isOurs = (code: number): code is RefusalCode => Object.hasOwn(NAMES, code)

/** A request that is refused in Feishu's shape. Thrown by readers, answered by the door. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: number
  readonly status: number
  /** Of what comes too often: when it may come again. */
  readonly resetSeconds: number | undefined

  /** A code that is Feishu's alone, of what was passed on, has its own words. */
  constructor(code: number, particular?: string, { status = 400, resetSeconds }: More = {}) {
    super([isOurs(code) ? NAMES[code] : [], particular ?? []].flat().join(': '))
    this.code = code
    this.status = status
    this.resetSeconds = resetSeconds
  }
}

/** A field that cannot be taken as it is: which, and what it has to be. */
export const paramInvalid = (field: string, words: string): Refusal =>
  new Refusal(REFUSED.paramInvalid, `${field}: ${words}`)
