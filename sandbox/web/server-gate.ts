import type { Context } from 'koa'
import rawBody from 'raw-body'
import { serverOrigin } from '../server-origin.ts'
import type { World } from '../world.ts'

const MAX_BODY = '60mb'
const TIMEOUT_MS = 60_000
const HANDED_ON = ['authorization', 'content-type', 'accept-language', 'idempotency-key', 'accept']
const HANDED_BACK = ['content-type', 'content-disposition', 'retry-after', 'location']

/**
 * A mini program's requests are no browser's: no cross-origin rules hold for them. The frame sends them here, and
 * they go on to the approval server, and to no other.
 */
export async function passToServer(ctx: Context, world: World, path: string): Promise<void> {
  const origin = serverOrigin(world)
  if (origin === undefined) {
    ctx.status = 502
    ctx.body = { error: { code: 'unreachable', message: 'no definition names a callback address yet' } }
    return
  }
  const body = await readBody(ctx)
  const headers = HANDED_ON.map((name): [string, string] => [name, ctx.get(name)])
  try {
    const response = await fetch(`${origin}${path}`, {
      method: ctx.method,
      headers: headers.filter(([, value]) => value !== ''),
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    ctx.status = response.status
    for (const name of HANDED_BACK) {
      const value = response.headers.get(name)
      if (value !== null) ctx.set(name, value)
    }
    if (response.status !== 204) ctx.body = Buffer.from(await response.arrayBuffer())
    // What somebody uploaded must not become a page of this origin.
    ctx.set('content-security-policy', "default-src 'none'; sandbox")
  } catch {
    // As an unreachable server looks to a client: no answer at all.
    ctx.respond = false
    ctx.req.socket.destroy()
  }
}

async function readBody(ctx: Context): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (ctx.method === 'GET' || ctx.method === 'HEAD') return undefined
  return new Uint8Array(await rawBody(ctx.req, { limit: MAX_BODY }))
}
