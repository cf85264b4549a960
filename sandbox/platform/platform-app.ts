import { join } from 'node:path'
import Router from '@koa/router'
import Koa from 'koa'
import { addRegistration } from '../app/registration-pages.ts'
import { serveAttachedFiles } from '../press/attached-files.ts'
import type { World } from '../world.ts'
import { addApplinks } from './applinks.ts'
import { addAuthorize } from './authorize.ts'
import { handlerOf } from './pipeline.ts'
import { ROUTES } from './routes.ts'
import { findDist } from '../web/dist-folder.ts'
import { sendFile } from '../web/static-files.ts'
import { newLogId } from './write.ts'

const JSSDK_PATH = '/jssdk.js'

export function createPlatformRouter(world: World, controlUrl: () => string): Router {
  const router = new Router()
  for (const route of ROUTES) router.register(route.path, [route.method], handlerOf(world, route))
  addApplinks(router, controlUrl)
  addRegistration(router, world)
  addAuthorize(router, world)
  return router
}

/** The open platform, and the applinks that its clients would open. */
export function createPlatformApp(world: World, controlUrl: () => string): Koa {
  const router = createPlatformRouter(world, controlUrl)
  const app = new Koa()
  app.silent = true
  app.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      ctx.status = 500
      ctx.set('x-tt-logid', newLogId(world.clock.now()))
      ctx.body = {
        code: 2200,
        msg: `internal error: ${error instanceof Error ? error.message : String(error)}`,
      }
    }
  })
  app.use(router.routes())
  app.use(serveAttachedFiles(world))
  app.use(async (ctx, next) => {
    // Feishu's JSSDK lies on a server for scripts; ours has one address less to configure.
    if (ctx.method !== 'GET' || ctx.path !== JSSDK_PATH) await next()
    else await sendFile(ctx, join(findDist(), 'sandbox/client'), 'jssdk.js')
  })
  app.use((ctx) => {
    ctx.status = 404
    ctx.set('x-tt-logid', newLogId(world.clock.now()))
    ctx.body = { code: 99991201, msg: `resource not find: ${ctx.method} ${ctx.path}` }
    world.log.add({
      at: world.clock.now(),
      api: 'unknown',
      method: ctx.method,
      path: ctx.path,
      status: 404,
      code: 99991201,
      ms: 0,
      logId: ctx.response.get('x-tt-logid'),
      rule: 'no such route',
      request: undefined,
      response: undefined,
    })
    world.oracle.violated('payload', 'no such route', { method: ctx.method, path: ctx.path })
  })
  return app
}
