import { onTestFinished } from 'vitest'
import { isSameSecret } from '../../../server/callbacks/secret.ts'
import { createFeishuDoor } from '../../../server/doors/feishu/create-feishu-door.ts'
import { createTokens } from '../../../server/doors/feishu/token.ts'
import { createRateLimit } from '../../../server/http/rate-limit.ts'
import type { PassOnPort } from '../../../server/feishu/port.ts'
import { keptSecretOf, makeSourceSecret } from '../../../server/usecases/sources/source-secret.ts'
import { Source } from '../../../shared/source-file.ts'
import { createHarness, startHttp } from '../../support/http-server.ts'

export const aSource = (over: Partial<Record<keyof Source, unknown>> = {}): Source =>
  Source.parse({ id: 'erp', name: { 'zh-CN': '采购系统' }, format: 'feishu', ...over })

export type Answered = {
  status: number
  headers: Headers
  body: { code: number; msg: string; data: Record<string, unknown> } & Record<string, unknown>
}

const NOBODY: PassOnPort = {
  peopleIds: async () => ({ ok: true, value: {} }),
  person: async () => ({ ok: true, value: {} }),
}

/** The door on a socket, with sources and a way to speak to it. */
export async function openDoor({
  sources = [aSource()],
  passOn = NOBODY,
}: { sources?: readonly Source[]; passOn?: PassOnPort } = {}) {
  const harness = await createHarness({ definitions: [], sources })
  const { ctx } = harness
  const faults: unknown[] = []
  const requests = createRateLimit({ attempts: 1_000, windowMs: 60_000 }, harness.elapsed)
  const feishuDoor = createFeishuDoor({
    ctx,
    passOn,
    tokens: createTokens({
      mac: ctx.mac,
      keptSecretOf: (source) => keptSecretOf(ctx, source),
      isSame: isSameSecret,
      hash: ctx.hash,
      now: ctx.now,
    }),
    waitFor: (source) => {
      if (requests.isOver(source)) return requests.retryAfter(source)
      requests.count(source)
      return undefined
    },
    onFault: (error) => void faults.push(error),
  })
  const server = await startHttp(harness, { feishuDoor })
  const secrets = new Map<string, string>()
  /** What it had before is good no more. */
  const renewSecret = async (id: string): Promise<void> => {
    secrets.set(id, (await makeSourceSecret(ctx, id)).secret)
  }
  for (const { id } of sources) await renewSecret(id)
  onTestFinished(() => {
    if (faults.length > 0) throw new Error('a fault of the door', { cause: faults[0] })
  })

  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      ...(body !== undefined && {
        body:
          typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      }),
    })
    const { status } = response
    return { status, headers: response.headers, body: (await response.json()) as Answered['body'] }
  }
  const logIn = async (id = 'erp', secret = secrets.get(id)): Promise<Answered> =>
    ask('POST', '/open-apis/auth/v3/tenant_access_token/internal', {
      app_id: `src_${id}`,
      app_secret: secret,
    })

  return {
    ...harness,
    ...server,
    secrets,
    renewSecret,
    ask,
    logIn,
    /** Speaks as a source that is logged in. */
    as: async (id = 'erp') => {
      const token = String((await logIn(id)).body['tenant_access_token'])
      const headers = { authorization: `Bearer ${token}` }
      return {
        token,
        post: (path: string, body?: unknown) => ask('POST', path, body, headers),
        get: (path: string) => ask('GET', path, undefined, headers),
      }
    },
  }
}
