import { isSameSecret } from '../callbacks/secret.ts'
import { createFeishuDoor } from '../doors/feishu/create-feishu-door.ts'
import { createTokens } from '../doors/feishu/token.ts'
import type { FeishuDoor } from '../http/deps.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import { keptSecretOf } from '../usecases/sources/source-secret.ts'
import type { Wiring } from './wire.ts'

/** As Feishu has it of each of its APIs; what is pushed has the source's own share besides. */
const REQUESTS = { attempts: 1_000, windowMs: 60_000 }

/** Feishu's own API, for sources of that format. */
export function connectFeishuDoor({
  ctx,
  clock,
  feishu,
  log,
}: Pick<Wiring, 'ctx' | 'clock' | 'feishu' | 'log'>): FeishuDoor {
  const requests = createRateLimit(REQUESTS, clock.elapsed)
  return createFeishuDoor({
    ctx,
    passOn: feishu.passOn,
    tokens: createTokens({
      mac: ctx.mac,
      keptSecretOf: (source) => keptSecretOf(ctx, source),
      isSame: isSameSecret,
      hash: ctx.hash,
      now: clock.now,
    }),
    waitFor: (source) => {
      if (requests.isOver(source)) return requests.retryAfter(source)
      requests.count(source)
      return undefined
    },
    onFault: (error, requestId) => {
      log.error({ err: error, requestId }, 'a request of a source failed')
    },
  })
}
