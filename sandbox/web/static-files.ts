import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import type { Context } from 'koa'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ttml': 'text/plain; charset=utf-8',
  '.ttss': 'text/plain; charset=utf-8',
  '.sjs': 'text/plain; charset=utf-8',
}

/**
 * Answers with a file below `folder`, or leaves the 404. Only the listed kinds, and nothing hidden; a browser asks
 * again each time and is told when nothing changed, so that a new build shows at once.
 */
export async function sendFile(ctx: Context, folder: string, path: string): Promise<void> {
  const type = TYPES[extname(path)]
  const clean = normalize(`/${path}`)
  if (type === undefined || clean.includes('/.') || clean.includes('\0')) return
  const content = await readFile(join(folder, clean)).catch(() => undefined)
  if (!content) return
  ctx.status = 200
  ctx.type = type
  ctx.set('cache-control', 'no-cache')
  ctx.etag = createHash('sha256').update(content).digest('base64url')
  if (ctx.fresh) ctx.status = 304
  else ctx.body = content
}
