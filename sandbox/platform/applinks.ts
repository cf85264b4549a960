import type Router from '@koa/router'
import type { Context } from 'koa'

export const APPLINK_PATHS = ['/client/mini_program/open', '/client/web_app/open'] as const

/** Until there is a mini program host, an applink opens the sandbox's own simple pages. */
export function addApplinks(router: Router, controlUrl: () => string): void {
  for (const path of APPLINK_PATHS) {
    router.get(path, (ctx) => {
      openApplink(ctx, controlUrl())
    })
  }
}

function openApplink(ctx: Context, controlUrl: string): void {
  const raw = /[?&](?:path|lk_target_url)=([^&]*)/.exec(ctx.req.url ?? '')?.[1]
  if (raw === undefined || /[/?]/.test(raw)) {
    ctx.status = 400
    ctx.body =
      raw === undefined ? 'the applink names no page' : 'the page path of an applink must be URL-encoded'
    return
  }
  const page = safeDecode(raw)
  const id = /[?&]id=([^&#]*)/.exec(page)?.[1] ?? ''
  const target = /\bdetail\b/.test(page)
    ? `detail?id=${encodeURIComponent(safeDecode(id))}`
    : `start?definition=${encodeURIComponent(safeDecode(id))}`
  ctx.redirect(`${controlUrl}/${target}`)
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
