import { PassThrough } from 'node:stream'
import type { Context } from 'koa'
import type { World } from '../world.ts'

const LOOK_EVERY_MS = 250

/** Tells a client by server-sent events that something changed; it then reads what it shows. */
export function sendEvents(ctx: Context, world: World): void {
  const stream = new PassThrough()
  let told = ''
  const look = (): void => {
    const now = `${String(world.state.changes())}.${String(world.log.last())}`
    if (now === told) return
    told = now
    stream.write(`data: ${now}\n\n`)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  ctx.req.once('close', () => {
    clearInterval(timer)
    stream.end()
  })
  ctx.request.socket.setTimeout(0)
  ctx.status = 200
  ctx.type = 'text/event-stream'
  ctx.set('cache-control', 'no-cache')
  ctx.body = stream
  look()
}
