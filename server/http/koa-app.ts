import { Router } from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { largestBody } from '../usecases/largest-body.ts'
import { createConcurrencyLimit } from '../runtime/concurrency-limit.ts'
import { createAdmit } from './admit.ts'
import { clientKey, createClientAddress } from './client-address.ts'
import type { HttpDeps } from './deps.ts'
import { answerUnrouted, createDispatch } from './dispatch.ts'
import { createRequestLog } from './request-log.ts'
import { allRoutes } from './routes/all-routes.ts'

/**
 * Our callers' way in. Every request gets an id, safe headers and one log line; every failure the same form.
 * Timeouts belong to the node server it runs on.
 */
export function createHttpApp(deps: HttpDeps): Koa {
  const koa = new Koa()
  const router = createRouter(deps)
  koa.use(hearConnections)
  koa.use(createRequestLog(deps))
  if (deps.webApp) koa.use(deps.webApp)
  koa.use(router.routes())
  koa.use(answerUnrouted(router, deps.adminToken !== undefined))
  // What Koa itself reports is a broken connection, never an answer.
  koa.on('error', (error: unknown) =>
    deps.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'connection failed'),
  )
  return koa
}

/** A connection may break at any time, also when nobody reads or writes: unheard, that would end the process. */
const hearConnections: Middleware = ({ req, res }, next) => {
  req.on('error', () => undefined)
  res.on('error', () => undefined)
  return next()
}

/** Requests of all systems together. */
const SERVICES_AT_ONCE = 4

export function createRouter(deps: HttpDeps): Router {
  // A path is one spelling alone: what a proxy lets nobody reach is not to be had under another.
  const router = new Router({ sensitive: true, strict: true })
  const clientAddress = createClientAddress(deps.trustedProxies)
  const addressOf = (ctx: Koa.Context) =>
    clientAddress(ctx.req.socket.remoteAddress, ctx.get('x-forwarded-for'))
  const clientOf = (ctx: Koa.Context) => clientKey(addressOf(ctx))
  const { ctx, log, sending, within } = deps
  const largestForm = () => largestBody(ctx.store.definitions)
  const dispatch = createDispatch({
    admit: createAdmit(deps),
    clientOf,
    addressOf,
    log,
    sending,
    within,
    largestForm,
    servicesInTurn: createConcurrencyLimit(SERVICES_AT_ONCE),
  })
  for (const route of allRoutes(deps)) router.register(route.path, [route.method], dispatch(route))
  return router
}
