import { z } from 'zod'
import type { Answer } from '../platform/answer.ts'
import { Refusal } from '../platform/answer.ts'
import { readParams, required } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { World } from '../world.ts'
import { MOST_CONNECTIONS } from './connections.ts'

const AUTH_FAILED = 514
const TOO_MANY = 1_000_040_350

const Body = z.object({ AppID: required, AppSecret: required })

/** Where a long connection is to be opened; the SDKs ask for it before every attempt. */
export function issueEndpoint(world: World, request: WireRequest): Answer {
  const { AppID, AppSecret } = readParams(Body, request.body, AUTH_FAILED)
  if (AppID !== world.app.appId || AppSecret !== world.app.appSecret) {
    throw refused(AUTH_FAILED, 'app_id or app_secret is invalid')
  }
  const { connections } = world
  if (connections.count() >= MOST_CONNECTIONS)
    throw refused(TOO_MANY, 'the number of connections exceeded the limit')
  const address = world.platformUrl().replace(/^http/, 'ws')
  const data = { URL: `${address}${connections.issue()}`, ClientConfig: connections.clientConfig() }
  return { status: 200, body: { code: 0, msg: '', data } }
}

/** Without `data`, as the SDKs have to bear. */
const refused = (code: number, msg: string): Refusal =>
  new Refusal(code, msg, { status: 200, body: { code, msg } })
