import type Router from '@koa/router'
import type { Context } from 'koa'
import rawBody from 'raw-body'
import { z } from 'zod'
import type { ControlDeps } from '../control/control-route.ts'
import { readLocale } from '../localized.ts'
import { SCRIPT, STYLE } from './assets.ts'
import { detailBody } from './detail-page.ts'
import { homeBody } from './home.ts'
import { html, type Html } from './html.ts'
import { layout, TABS, type PageContext } from './layout.ts'
import { createServerApi, type ServerApi } from './server-api.ts'
import { startBody } from './start-page.ts'
import { word } from './words.ts'

const Submit = z.object({
  user: z.string(),
  definition: z.string(),
  form: z.record(z.string(), z.unknown()),
  approvers: z.record(z.string(), z.unknown()).default({}),
})
const Act = z.object({
  user: z.string(),
  id: z.string(),
  action: z.enum(['approve', 'reject', 'withdraw']),
  taskId: z.string().nullable(),
  reason: z.string().optional(),
})

/** Plain pages for people: one person's approval center and chat, a start form, an instance. */
export function addPages(router: Router, { world }: ControlDeps): void {
  const server = createServerApi(world)
  const contextOf = (ctx: Context): PageContext => {
    const query = queryOf(ctx)
    const wished = query.get('user') ?? ctx.cookies.get('sandbox_user') ?? ''
    const user = world.state.people.get(wished) ? wished : 'u_dev'
    const locale = readLocale(query.get('locale') ?? ctx.cookies.get('sandbox_locale') ?? undefined)
    ctx.cookies.set('sandbox_user', user, { sameSite: 'lax' })
    ctx.cookies.set('sandbox_locale', locale, { sameSite: 'lax' })
    return { world, user, locale }
  }
  router.get('/', (ctx) => {
    const context = contextOf(ctx)
    const tab = tabOf(ctx)
    const { user, locale } = context
    const live = `/page/home?user=${encodeURIComponent(user)}&locale=${locale}&tab=${tab}`
    send(ctx, layout(context, word('product', locale), homeBody(context, tab), live))
  })
  router.get('/page/home', (ctx) => {
    send(ctx, homeBody(contextOf(ctx), tabOf(ctx)).markup)
  })
  router.get('/start', async (ctx) => {
    const context = contextOf(ctx)
    const id = queryOf(ctx).get('definition') ?? ''
    const body = await orExplain(context, () => startBody(context, server, id))
    send(ctx, layout(context, word('start', context.locale), body))
  })
  router.get('/detail', async (ctx) => {
    const context = contextOf(ctx)
    const id = queryOf(ctx).get('id') ?? ''
    const body = await orExplain(context, () => detailBody(context, server, id))
    send(ctx, layout(context, word('detail', context.locale), body))
  })
  addPosts(router, server)
  router.get('/page.css', (ctx) => {
    ctx.type = 'text/css'
    ctx.body = STYLE
  })
  router.get('/page.js', (ctx) => {
    ctx.type = 'text/javascript'
    ctx.body = SCRIPT
  })
}

function addPosts(router: Router, server: ServerApi): void {
  router.post('/page/submit', async (ctx) => {
    await pass(ctx, Submit, ({ user, definition, form, approvers }) =>
      server.call(user, 'POST', '/api/v1/instances', 'zh-CN', { definition, form, approvers }),
    )
  })
  router.post('/page/act', async (ctx) => {
    await pass(ctx, Act, ({ user, id, action, taskId, reason }) => {
      const path =
        action === 'withdraw'
          ? `instances/${encodeURIComponent(id)}`
          : `tasks/${encodeURIComponent(taskId ?? '')}`
      return server.call(
        user,
        'POST',
        `/api/v1/${path}/${action}`,
        'zh-CN',
        reason === undefined ? {} : { reason },
      )
    })
  })
}

/** Hands the server's answer through; what goes wrong on the way is said like one of its errors. */
async function pass<T extends z.ZodType>(
  ctx: Context,
  schema: T,
  call: (input: z.infer<T>) => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  try {
    const text = await rawBody(ctx.req, { limit: '1mb', encoding: 'utf8' })
    const { status, body } = await call(schema.parse(JSON.parse(text)))
    ctx.status = status
    ctx.body = body ?? {}
  } catch (error) {
    ctx.status = 502
    ctx.body = { error: { code: 'unreachable', message: messageOf(error) } }
  }
}

async function orExplain(context: PageContext, make: () => Promise<Html>): Promise<Html> {
  try {
    return await make()
  } catch (error) {
    return html`<main><p class="card">${word('unreachable', context.locale)} — ${messageOf(error)}</p></main>`
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const queryOf = (ctx: Context): URLSearchParams => new URL(ctx.req.url ?? '/', 'http://sandbox').searchParams

const tabOf = (ctx: Context) => TABS.find((tab) => tab === queryOf(ctx).get('tab')) ?? 'todo'

function send(ctx: Context, markup: string): void {
  ctx.type = 'text/html; charset=utf-8'
  ctx.set(
    'content-security-policy',
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'",
  )
  ctx.set('x-content-type-options', 'nosniff')
  ctx.body = markup
}
