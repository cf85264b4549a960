import { join } from 'node:path'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { World } from '../world.ts'
import { findDist } from './dist-folder.ts'
import { sendEvents } from './events.ts'
import { passToServer } from './server-gate.ts'
import { sendFile } from './static-files.ts'

/** No code from text, no other origin but frames of web apps, which live on the approval server. */
const CLIENT_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "frame-src 'self' http://127.0.0.1:* http://localhost:*; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
const FRAME_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

/** The client, the host that runs mini programs in its frames, and the package that it runs. */
export function addWeb(router: Router, world: World): void {
  const dist = findDist()
  const serve = (prefix: string, folder: string, csp: string): void => {
    router.get(`/${prefix}/*path`, async (ctx) => {
      protect(ctx, csp)
      await sendFile(ctx, join(dist, folder), pathOf(ctx).slice(prefix.length + 2))
    })
  }
  router.get('/', async (ctx) => {
    protect(ctx, CLIENT_CSP)
    await sendFile(ctx, join(dist, 'sandbox/client'), 'index.html')
  })
  serve('client', 'sandbox/client', CLIENT_CSP)
  serve('host', 'host', FRAME_CSP)
  serve('package', 'miniprogram', FRAME_CSP)
  router.get('/_sandbox/events', (ctx) => {
    sendEvents(ctx, world)
  })
  router.all('/server/*path', async (ctx) => {
    await passToServer(ctx, world, (ctx.req.url ?? '').slice('/server'.length))
  })
}

function protect(ctx: Context, csp: string): void {
  ctx.set('content-security-policy', csp)
  ctx.set('x-content-type-options', 'nosniff')
  ctx.set('referrer-policy', 'no-referrer')
}

function pathOf(ctx: Context): string {
  try {
    return decodeURIComponent(ctx.path)
  } catch {
    return ''
  }
}
