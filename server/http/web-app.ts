import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Middleware } from 'koa'
import { RETURN_PAGE } from '../../shared/web-login.ts'

export type WebAppSettings = {
  publicUrl: string
  appId: string
  /** Feishu's JSSDK. */
  jssdkUrl: string
  /** Who may show our pages in a frame. */
  frameAncestors: readonly string[]
  /** Feishu's login page (获取授权码). */
  authorizeUrl: string
  /** What stands before a page in a link that opens it in Feishu, and in one that is shared (links.ts). */
  links: { open: string; share: string }
}

type File = { content: Buffer; type: string; etag: string }

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ttml': 'text/plain; charset=utf-8',
  '.ttss': 'text/plain; charset=utf-8',
  '.sjs': 'text/plain; charset=utf-8',
}

const ROUTE = '/m/*path'

/**
 * The mini program's pages for tenants that have none: `/m/<page>`, the host and the package below `/m/_host/` and
 * `/m/_package/`. What is served is listed once at the start, so no path leads anywhere else.
 */
export function createWebApp(settings: WebAppSettings): Middleware {
  const dist = findDist()
  const files = new Map([
    ...readFolder(dist, 'host', '_host'),
    ...readFolder(dist, 'miniprogram', '_package'),
  ])
  const page = readPage(dist, settings)
  const pages = new Set(['', RETURN_PAGE, ...readPages(files)])
  const headers = headersOf(settings)

  return async (ctx, next) => {
    const [, path] = /^\/m(?:\/(.*))?$/.exec(ctx.path) ?? []
    const isOurs = /^\/m(\/|$)/.test(ctx.path) && (ctx.method === 'GET' || ctx.method === 'HEAD')
    const file = isOurs ? (files.get(path ?? '') ?? (pages.has(path ?? '') ? page : undefined)) : undefined
    if (!file) {
      await next()
      return
    }
    // For the log, which has patterns only.
    ctx['_matchedRoute'] = ROUTE
    ctx.status = 200
    ctx.set(headers)
    ctx.type = file.type
    ctx.set('ETag', file.etag)
    if (ctx.fresh) ctx.status = 304
    else ctx.body = file.content
  }
}

/** Beside this program where it was built, else in the project's `dist/`. */
function findDist(): string {
  const root = join(import.meta.dirname, '../..')
  return existsSync(join(root, 'host/templates.js')) ? root : join(root, 'dist')
}

function readFolder(dist: string, folder: string, place: string): [string, File][] {
  const root = join(dist, folder)
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).flatMap((name): [string, File][] => {
    const type = TYPES[extname(name)]
    return type === undefined
      ? []
      : [[`${place}/${name.replaceAll('\\', '/')}`, toFile(readFileSync(join(root, name)), type)]]
  })
}

const toFile = (content: Buffer, type: string): File => ({
  content,
  type,
  etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
})

/** The page that starts the host; undefined where nothing was built. */
function readPage(
  dist: string,
  { publicUrl, jssdkUrl, appId, authorizeUrl, links }: WebAppSettings,
): File | undefined {
  const path = join(dist, 'host/web.html')
  if (!existsSync(path)) return undefined
  const base = new URL(publicUrl).pathname.replace(/\/$/, '')
  const values: Readonly<Record<string, string>> = {
    __BASE__: base,
    __JSSDK__: jssdkUrl,
    __APP__: appId,
    __AUTHORIZE__: authorizeUrl,
    __RETURN__: `${publicUrl}/m/${RETURN_PAGE}`,
    __OPEN__: links.open,
    __SHARE__: links.share,
  }
  const text = readFileSync(path, 'utf8').replace(/__[A-Z]+__/g, (name) => asAttribute(values[name] ?? name))
  return toFile(Buffer.from(text), 'text/html; charset=utf-8')
}

const asAttribute = (text: string): string =>
  text.replace(/[&"<>]/g, (one) => `&#${String(one.charCodeAt(0))};`)

function readPages(files: ReadonlyMap<string, File>): string[] {
  const app = files.get('_package/app.json')
  return app ? (JSON.parse(app.content.toString()) as { pages: string[] }).pages : []
}

/** Code from our own files and Feishu's script only; no X-Frame-Options, which the client would remember. */
function headersOf({ jssdkUrl, frameAncestors }: WebAppSettings): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${jssdkUrl}`,
    "style-src 'self'",
    "img-src 'self' data: blob: https:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors 'self' ${frameAncestors.join(' ')}`,
  ]
  return { 'Content-Security-Policy': policy.join('; '), 'Cache-Control': 'no-cache' }
}
