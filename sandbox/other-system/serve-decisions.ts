import type { Context, Middleware } from 'koa'
import rawBody from 'raw-body'
import { z } from 'zod'
import type { World } from '../world.ts'
import { DECISIONS_PATH, type OtherSystem } from './other-system.ts'

/** Longer than anybody waits for it. */
const SILENT_MS = 30_000

/** As much of 三方快捷审批回调 as it reads. */
const Callback = z.object({
  token: z.string(),
  action_type: z.enum(['APPROVE', 'REJECT']),
  instance_id: z.string(),
  user_id: z.string(),
  reason: z.string().default(''),
})

/** In its own words, which the person who pressed is to read. */
const REFUSED = '采购系统：本季度预算已用完，请联系采购部。 / The budget of this quarter is used up.'

/** Where the other system is told of decisions. */
export function serveDecisions({ app }: Pick<World, 'app'>, other: OtherSystem): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== DECISIONS_PATH || ctx.method !== 'POST') {
      await next()
      return
    }
    const read = Callback.safeParse(JSON.parse(await rawBody(ctx.req, { limit: '64kb', encoding: 'utf8' })))
    if (!read.success || read.data.token !== app.otherToken) {
      refuse(ctx, 403, 'this is no callback of mine')
      return
    }
    const { instance_id: number, action_type: action, user_id: userId, reason } = read.data
    switch (other.decide({ number, action, userId, reason })) {
      case 'takes':
        ctx.body = { code: 0, msg: 'success' }
        return
      case 'refuses':
        refuse(ctx, 422, REFUSED)
        return
      case 'silent':
        ctx.respond = false
        setTimeout(() => ctx.req.socket.destroy(), SILENT_MS).unref()
        return
      case 'unknown':
        refuse(ctx, 404, `there is no order ${number}`)
    }
  }
}

function refuse(ctx: Context, status: number, message: string): void {
  ctx.status = status
  ctx.body = { message, without_prefix: 'true' }
}
