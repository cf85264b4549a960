import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Middleware } from 'koa'

export type WebAppSettings = {
  publicUrl: string
  appId: string
  /** Feishu's JSSDK. */
  jssdkUrl: string
  /** Who may show our pages in a frame. */
  frameAncestors: readonly string[]
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
  const pages = new Set(['', ...readPages(files)])
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
function readPage(dist: string, { publicUrl, jssdkUrl, appId }: WebAppSettings): File | undefined {
  const path = join(dist, 'host/web.html')
  if (!existsSync(path)) return undefined
  const base = new URL(publicUrl).pathname.replace(/\/$/, '')
  const text = readFileSync(path, 'utf8')
    .replaceAll('__BASE__', base)
    .replaceAll('__JSSDK__', jssdkUrl)
    .replaceAll('__APP__', encodeURIComponent(appId))
  return toFile(Buffer.from(text), 'text/html; charset=utf-8')
}

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

const JSSDK = 'https://lf-scm-cn.feishucdn.com/lark/op/h5-js-sdk-1.5.44.js'
const FEISHU_FRAMES = ['https://*.feishu.cn', 'https://*.larksuite.com', 'https://*.larkoffice.com']
const LOCAL_FRAMES = ['http://127.0.0.1:*', 'http://localhost:*']

/** Feishu speaks TLS; a platform without is a local one, which brings its own script and frames. */
export function webAppSettings(baseUrl: string, publicUrl: string, appId: string): WebAppSettings {
  return baseUrl.startsWith('https:')
    ? { publicUrl, appId, jssdkUrl: JSSDK, frameAncestors: FEISHU_FRAMES }
    : { publicUrl, appId, jssdkUrl: `${baseUrl}/jssdk.js`, frameAncestors: LOCAL_FRAMES }
}
