import { isAxiosError } from 'axios'
import { z } from 'zod'
import { classify, classifyNetwork } from './answers.ts'
import type { RawAnswer } from './http.ts'
import type { Answer, Failure } from '../domain/outbox/answer.ts'
import type { ApiName } from './port.ts'

/** Takes what is wanted out of a body whose code is 0; throws a ZodError when it is not there. */
export type Read<T> = (body: unknown, raw: RawAnswer) => T

const Head = z.looseObject({ code: z.int() })
/** 获取 user_access_token answers with words of its own. */
const Words = z.object({ msg: z.string().optional(), error_description: z.string().optional() })

/** HTTP 200 with a code other than 0 is a failure, and so is a success that cannot be read. */
export function readAnswer<T>(api: ApiName, raw: RawAnswer, read: Read<T>): Answer<T> {
  const body = parse(raw.text)
  const head = Head.safeParse(body)
  if (!head.success) {
    return { ok: false, failure: toFailure(api, raw, null, `HTTP ${raw.status} without a readable body`) }
  }
  const { code } = head.data
  // A gateway may answer for a service that did nothing: a 5xx never counts as done, whatever its body says.
  if (code !== 0 || raw.status >= 500) {
    const words = Words.safeParse(body)
    const message = (words.success && (words.data.msg ?? words.data.error_description)) || 'no message'
    return { ok: false, failure: toFailure(api, raw, code, message) }
  }
  try {
    return { ok: true, value: read(body, raw) }
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const [issue] = error.issues
    const message = `Answer without what it should hold: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
    return { ok: false, failure: { ...toFailure(api, raw, 0, message), class: 'unclear' } }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toFailure(api: ApiName, raw: RawAnswer, code: number | null, message: string): Failure {
  return {
    class: classify(api, raw.status, code),
    code,
    httpStatus: raw.status,
    message,
    logId: raw.logId,
    retryAfterMs: raw.resetMs,
  }
}

/** The request had no answer at all. */
export function networkFailure(error: unknown): Failure {
  if (!isAxiosError(error)) throw error
  const code = error.code ?? 'no answer'
  // A deadline shows as an abort; while still connecting, nothing has left.
  const name = code === 'ERR_CANCELED' ? 'timeout' : code
  return {
    class: classifyNetwork(code),
    code: null,
    httpStatus: null,
    message: `No answer: ${name}`,
    logId: null,
    retryAfterMs: null,
  }
}
