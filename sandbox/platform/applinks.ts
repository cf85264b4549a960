import type Router from '@koa/router'
import type { Context } from 'koa'

export const APPLINK_PATHS = ['/client/mini_program/open', '/client/web_app/open'] as const

/** An applink opens the client, with its page in the frame that it is made for. */
export function addApplinks(router: Router, controlUrl: () => string): void {
  for (const path of APPLINK_PATHS) {
    router.get(path, (ctx) => {
      openApplink(ctx, controlUrl())
    })
  }
}

function openApplink(ctx: Context, controlUrl: string): void {
  const raw = /[?&](path|lk_target_url)=([^&]*)/.exec(ctx.req.url ?? '')
  const [, name, value] = raw ?? []
  if (value === undefined || /[/?]/.test(value)) {
    ctx.status = 400
    ctx.body =
      value === undefined ? 'the applink names no page' : 'the page path of an applink must be URL-encoded'
    return
  }
  const mode = /[?&]mode=([a-zA-Z-]+)/.exec(ctx.req.url ?? '')?.[1]
  const place = mode === undefined ? '' : `&in=${mode}`
  ctx.redirect(`${controlUrl}/?${name === 'path' ? 'page' : 'web'}=${value}${place}`)
}
