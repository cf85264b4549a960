import { type Client, withTenantToken } from '@larksuiteoapi/node-sdk'
import type { RawAnswer } from './http.ts'
import type { Answer, Failure } from '../domain/outbox/answer.ts'
import type { ApiName, Gate, GateTurn } from './port.ts'
import { networkFailure, readAnswer, type Read } from './read-answer.ts'
import { scrub } from './redaction.ts'
import type { SdkLog } from './sdk-log.ts'
import type { Tokens } from './token.ts'

/** `url` is a path of the open platform, or absolute. */
export type Request = {
  method: 'GET' | 'POST' | 'PATCH'
  url: string
  params?: Record<string, string | number>
  data?: object
  turn?: GateTurn
  /** Called for each request that leaves: what is refused for its pace or its token is sent again. */
  onLeave?: () => void
}

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
  log: SdkLog
  count: (api: ApiName, outcome: string) => void
}

const JSON_BODY = { 'Content-Type': 'application/json; charset=utf-8' }
const LONGEST_MESSAGE = 500

export function createPlainCall(deps: CallDeps): PlainCall {
  return (api, request, read, bearer) =>
    deps.gate(api, () => send(deps, api, request, read, bearer), request.turn)
}

/** A token that Feishu refuses is replaced once; refused again it is a fault of the settings. */
export function createAppCall(deps: CallDeps, tokens: Tokens): AppCall {
  return async (api, request, read) => {
    for (let attempt = 1; ; attempt += 1) {
      const token = await tokens.get()
      if (!token.ok) return { ok: false, failure: beforeSending(token.failure) }
      let used = token.value
      const call = () => {
        // The wait for a slot may have been long.
        used = tokens.current() ?? used
        return send(deps, api, request, read, used.value)
      }
      const answer = await deps.gate(api, call, request.turn)
      if (answer.ok || answer.failure.class !== 'token') {
        // A refusal of the payload comes after the token was looked at.
        if (answer.ok || answer.failure.class === 'refused') tokens.accepted(used)
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
  { method, url, params, data, onLeave }: Request,
  read: Read<T>,
  bearer: string | undefined,
): Promise<Answer<T>> {
  const startedAt = deps.now()
  onLeave?.()
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
