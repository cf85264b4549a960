import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import rawBody from 'raw-body'
import { ZodError } from 'zod'
import { addWeb } from '../web/web-routes.ts'
import { CHANGE_ROUTES } from './change-routes.ts'
import { ControlError, type ControlDeps, type ControlRoute } from './control-route.ts'
import { serveOptions } from '../options/serve-options.ts'
import { serveDecisions } from '../other-system/serve-decisions.ts'
import { OPTION_ROUTES } from './option-routes.ts'
import { OTHER_SYSTEM_ROUTES } from './other-system-routes.ts'
import { PREVIEW_ROUTES } from './preview-routes.ts'
import { VIEW_ROUTES } from './view-routes.ts'

export const CONTROL_ROUTES: readonly ControlRoute[] = [
  ...VIEW_ROUTES,
  ...CHANGE_ROUTES,
  ...PREVIEW_ROUTES,
  ...OPTION_ROUTES,
  ...OTHER_SYSTEM_ROUTES,
]

/** The side that Feishu does not have: tests and people steer the sandbox here. */
export function createControlApp(deps: ControlDeps): Koa {
  const router = new Router()
  for (const route of CONTROL_ROUTES) {
    router.register(route.path, [route.method], async (ctx) => {
      await answer(deps, route, ctx)
    })
  }
  addWeb(router, deps.world)
  const app = new Koa()
  app.silent = true
  app.use(async (ctx, next) => {
    const origin = ctx.get('origin')
    // A page of another site must not press buttons here.
    if (origin === '' || origin === `http://${ctx.host}`) {
      await next()
      return
    }
    ctx.status = 403
    ctx.body = { error: { code: 'forbidden', message: 'requests from other origins are refused' } }
  })
  app.use(router.routes())
  app.use(serveOptions(deps.world))
  app.use(serveDecisions(deps.world, deps.other))
  app.use((ctx) => {
    ctx.status = 404
    ctx.body = { error: { code: 'not_found', message: `no route ${ctx.method} ${ctx.path}` } }
  })
  return app
}

async function answer(
  deps: ControlDeps,
  route: ControlRoute,
  ctx: Context & { params: Record<string, string> },
): Promise<void> {
  try {
    const text = route.method === 'POST' ? await rawBody(ctx.req, { limit: '4mb', encoding: 'utf8' }) : ''
    const query = new URL(ctx.req.url ?? '/', 'http://sandbox').searchParams
    const body: unknown = text === '' ? {} : JSON.parse(text)
    ctx.body = await route.handle(deps, { params: ctx.params, query, body })
    deps.world.state.flush()
  } catch (error) {
    const { status, code, message } = toError(error)
    ctx.status = status
    ctx.body = { error: { code, message } }
  }
}

function toError(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof ControlError) return error
  if (error instanceof ZodError) {
    const [issue] = error.issues
    return {
      status: 400,
      code: 'bad_request',
      message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    }
  }
  if (error instanceof SyntaxError) return { status: 400, code: 'bad_request', message: error.message }
  return { status: 500, code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
