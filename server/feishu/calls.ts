import { type Client, withTenantToken } from '@larksuiteoapi/node-sdk'
import { isAxiosError } from 'axios'
import { z } from 'zod'
import { classify, classifyNetwork } from './answers.ts'
import type { RawAnswer } from './http.ts'
import type { Answer, ApiName, Failure, Gate } from './port.ts'
import { scrub } from './redaction.ts'
import type { Log } from './sdk-log.ts'
import type { Tokens } from './token.ts'

/** `url` is a path of the open platform, or absolute. */
export type Request = {
  method: 'GET' | 'POST'
  url: string
  params?: Record<string, string | number>
  data?: object
}

/** Takes what is wanted out of a body whose code is 0; throws a ZodError when it is not there. */
export type Read<T> = (body: unknown, raw: RawAnswer) => T

/** One call with the app's token; nothing is thrown for what Feishu or the network may do. */
export type AppCall = <T>(api: ApiName, request: Request, read: Read<T>) => Promise<Answer<T>>

/** The same with another bearer token, or with none. */
export type PlainCall = <T>(
  api: ApiName,
  request: Request,
  read: Read<T>,
  bearer?: string,
) => Promise<Answer<T>>

export type CallDeps = {
  client: Client
  gate: Gate
  now: () => number
  log: Log
  count: (api: ApiName, outcome: string) => void
}

const Head = z.looseObject({ code: z.int() })
const Words = z.object({ msg: z.string().optional(), error_description: z.string().optional() })

const JSON_BODY = { 'Content-Type': 'application/json; charset=utf-8' }
const LONGEST_MESSAGE = 500

export function createPlainCall(deps: CallDeps): PlainCall {
  return (api, request, read, bearer) => deps.gate(api, () => send(deps, api, request, read, bearer))
}

/** A token that Feishu refuses is replaced once; refused again it is a fault of the settings. */
export function createAppCall(deps: CallDeps, tokens: Tokens): AppCall {
  return async (api, request, read) => {
    for (let attempt = 1; ; attempt += 1) {
      const token = await tokens.get()
      if (!token.ok) return { ok: false, failure: beforeSending(token.failure) }
      let used = token.value
      const answer = await deps.gate(api, () => {
        // The wait for a slot may have been long.
        used = tokens.current() ?? used
        return send(deps, api, request, read, used.value)
      })
      if (answer.ok || answer.failure.class !== 'token') {
        // A refusal of the payload comes after the token was looked at.
        if (answer.ok || answer.failure.class === 'never') tokens.accepted(used)
        return answer
      }
      tokens.refused(used)
      if (attempt === 2) return { ok: false, failure: { ...answer.failure, class: 'configuration' } }
    }
  }
}

/** Without a token the call itself never left, whatever became of the request for the token. */
function beforeSending(failure: Failure): Failure {
  const kept = ['pace', 'quota', 'configuration'].includes(failure.class)
  return { ...failure, class: kept ? failure.class : 'not_sent', message: `No token: ${failure.message}` }
}

async function send<T>(
  deps: CallDeps,
  api: ApiName,
  { method, url, params, data }: Request,
  read: Read<T>,
  bearer: string | undefined,
): Promise<Answer<T>> {
  const startedAt = deps.now()
  const payload = { method, url, ...(params && { params }), ...(data && { data, headers: JSON_BODY }) }
  const options = bearer === undefined ? undefined : withTenantToken(bearer)
  const answer = await deps.client.request<RawAnswer>(payload, options).then(
    (raw) => readAnswer(api, raw, read),
    (error: unknown): Answer<T> => ({ ok: false, failure: networkFailure(error) }),
  )
  const outcome = answer.ok ? 'ok' : answer.failure.class
  deps.count(api, outcome)
  const { code, httpStatus, logId } = answer.ok ? { code: 0, httpStatus: 200, logId: null } : answer.failure
  deps.log.debug({ api, outcome, code, httpStatus, logId, ms: deps.now() - startedAt }, 'feishu call')
  if (answer.ok) return answer
  const message = scrub(answer.failure.message, { data, bearer }).slice(0, LONGEST_MESSAGE)
  return { ok: false, failure: { ...answer.failure, message } }
}

/** HTTP 200 with a code other than 0 is a failure, and so is a success that cannot be read. */
export function readAnswer<T>(api: ApiName, raw: RawAnswer, read: Read<T>): Answer<T> {
  const body = parse(raw.text)
  const head = Head.safeParse(body)
  if (!head.success) {
    return { ok: false, failure: toFailure(api, raw, null, `HTTP ${raw.status} without a readable body`) }
  }
  const { code } = head.data
  if (code !== 0) {
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

function networkFailure(error: unknown): Failure {
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
