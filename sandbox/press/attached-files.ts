import { randomUUID } from 'node:crypto'
import type { Middleware } from 'koa'
import type { World } from '../world.ts'

/** Feishu's own lie on a content network; here they lie on the open platform's host. */
const PREFIX = '/obj/lark-approval-attachment/'

type Laid = { file_type: string; file_name: string; file_size: number; url: string }

/** Keeps a file of a quick approval, and names it as 三方快捷审批回调 does. */
export function lay(
  world: World,
  { name, content, type }: { name: string; content: string; type: string },
): Laid {
  const id = randomUUID()
  world.state.files.put(id, { name, content })
  const size = Buffer.from(content, 'base64').length
  return { file_type: type, file_name: name, file_size: size, url: `${world.platformUrl()}${PREFIX}${id}` }
}

export function serveAttachedFiles(world: World): Middleware {
  return async (ctx, next) => {
    const isFile = ctx.method === 'GET' && ctx.path.startsWith(PREFIX)
    if (!isFile) {
      await next()
      return
    }
    const fault = world.faults.take('file')
    // Until whoever asks gives up.
    if (fault?.kind === 'timeout') await new Promise((resolve) => ctx.req.once('close', resolve))
    const file = world.state.files.get(ctx.path.slice(PREFIX.length))
    ctx.status = fault ? (fault.status ?? 500) : file ? 200 : 404
    ctx.type = 'application/octet-stream'
    ctx.body = Buffer.from(fault ? '' : (file?.content ?? ''), 'base64')
  }
}
