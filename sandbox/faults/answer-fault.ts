import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from 'koa'
import type { Answer } from '../platform/answer.ts'
import type { Route } from '../platform/route.ts'
import { write } from '../platform/write.ts'
import type { World } from '../world.ts'
import type { FaultKind } from './fault.ts'
import type { ActiveFault } from './faults.ts'

const error = (status: number, code: number, msg: string): Answer => ({ status, body: { code, msg } })

/** Faults that are nothing but another answer. */
const ANSWERS: Partial<Record<FaultKind, (fault: ActiveFault, real: Answer) => Answer>> = {
  http_5xx: (fault) => error(fault.status ?? 502, 2200, 'internal error'),
  token_invalid: () =>
    error(400, 99991663, 'Invalid access token for authorization. Please make a request with token attached'),
  param_invalid: () => error(400, 1390001, 'param is invalid: injected'),
  try_later: () => error(400, 1395001, 'There have been some errors. Please try again later'),
  code: (fault) => error(fault.status ?? 400, fault.code ?? 65001, fault.msg ?? 'injected'),
  no_message_id: (_fault, real) => ({ ...real, body: { ...real.body, data: {} } }),
}

/** Sends what the fault makes of the answer; without one, the effect never took place. */
export async function answerFault(
  world: World,
  route: Route,
  ctx: Context,
  fault: ActiveFault,
  answer: Answer | undefined,
): Promise<void> {
  const real = answer ?? { status: 200, body: { code: 0, msg: 'success', data: {} } }
  switch (fault.kind) {
    case 'rate_429':
    case 'rate_400':
      write(
        ctx,
        world.limiter.refuse(route.api, fault.kind === 'rate_429' ? 429 : 400, fault.resetSeconds ?? 1),
      )
      return
    case 'html':
      ctx.status = fault.status ?? 200
      ctx.type = 'text/html'
      ctx.body = '<html><body><h1>502 Bad Gateway</h1></body></html>'
      return
    case 'truncated_json':
      write(ctx, real)
      ctx.body = halfOf(JSON.stringify(real.body))
      return
    case 'slow_body':
      return drip(ctx, JSON.stringify(real.body), fault.delayMs ?? 3_000)
    case 'timeout':
      return hang(ctx, fault.delayMs)
    case 'reset':
      hangUp(ctx)
      return
    case 'late':
      return lose(ctx, fault)
    case 'press_before_reply':
      await pressFirst(world, answer, fault)
      write(ctx, real)
      return
    default:
      write(ctx, ANSWERS[fault.kind]?.(fault, real) ?? real)
  }
}

const halfOf = (text: string): string => text.slice(0, Math.ceil(text.length / 2))

/** The answer to a request that will land later. */
async function lose(ctx: Context, fault: ActiveFault): Promise<void> {
  if (fault.loseBy === 'timeout') await hang(ctx, fault.delayMs)
  else if (fault.loseBy === 'http_5xx') write(ctx, error(504, 2200, 'internal error'))
  else hangUp(ctx)
}

function hangUp(ctx: Context): void {
  ctx.respond = false
  ctx.req.socket.resetAndDestroy()
}

/** Says nothing; hangs up after `delayMs`, or when the caller does. */
async function hang(ctx: Context, delayMs: number | undefined): Promise<void> {
  ctx.respond = false
  if (delayMs === undefined) return
  await sleep(delayMs, undefined, { ref: false })
  ctx.req.socket.destroy()
}

/** Head at once, body in ten pieces over `delayMs`. */
async function drip(ctx: Context, text: string, delayMs: number): Promise<void> {
  ctx.respond = false
  const data = Buffer.from(text)
  ctx.res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': data.length })
  const piece = Math.ceil(data.length / 10)
  for (let at = 0; at < data.length && !ctx.res.destroyed; at += piece) {
    ctx.res.write(data.subarray(at, at + piece))
    await sleep(delayMs / 10, undefined, { ref: false })
  }
  ctx.res.end()
}

async function pressFirst(world: World, answer: Answer | undefined, fault: ActiveFault): Promise<void> {
  const messageId = (answer?.body['data'] as { message_id?: string } | undefined)?.message_id
  const card = world.state.cards.get(messageId ?? '')
  if (!card || !world.callbacks.pressCard) return
  await world.callbacks.pressCard(card.messageId, fault.action ?? 'APPROVE')
}
