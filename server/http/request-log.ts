import { randomUUID } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { readLocale } from './accept-language.ts'
import type { HttpDeps } from './deps.ts'
import { toAppError, toHttpError } from './error-mapper.ts'
import { wordsFor } from './refuse-as.ts'

type Deps = Pick<HttpDeps, 'log' | 'logRequestsAt' | 'requestDone'>

/** Asked for every few seconds, by machines. */
const OF_MONITORING: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])

/** No X-Frame-Options: the client would remember the refusal (facts of the web app's pages). */
const SAFE_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
}

/**
 * One line per request, and one form for every failure. The line has the route's pattern, never its values:
 * no body, form, reason, name or token gets here.
 */
export function createRequestLog({ log, logRequestsAt = 'info', requestDone }: Deps): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now()
    const requestId = randomUUID()
    ctx.set({ ...SAFE_HEADERS, 'X-Request-Id': requestId })
    try {
      await next()
    } catch (error) {
      answerFailure(ctx, error)
      if (ctx.status >= 500)
        log.error({ requestId, route: routeOf(ctx), ...factsOf(error) }, 'request failed')
    }
    const ms = Math.round((performance.now() - startedAt) * 10) / 10
    const { method, status } = ctx
    const route = routeOf(ctx)
    const level = OF_MONITORING.has(route) ? 'debug' : logRequestsAt
    log[level]({ requestId, method, route, status, ms }, 'request')
    requestDone(route, status, ms)
  }
}

function answerFailure(ctx: Context, error: unknown): void {
  const { status, body } = toHttpError(error, readLocale(ctx.get('accept-language')))
  ctx.status = status
  ctx.body = wordsFor(ctx)?.(body.error.message) ?? body
  if (status === 401) ctx.set('WWW-Authenticate', 'Bearer')
  if (status === 413) ctx.set('Connection', 'close')
  if (status === 429) ctx.set('Retry-After', String(retryAfter(body.error.details)))
  if (status === 503) ctx.set('Retry-After', '5')
}

function retryAfter([first]: readonly unknown[]): number {
  const isGiven = typeof first === 'object' && first !== null && 'retryAfter' in first
  return isGiven && typeof first.retryAfter === 'number' ? first.retryAfter : 60
}

/** The pattern that matched, like `/api/v1/instances/:id`. */
function routeOf(ctx: Context): string {
  const matched: unknown = ctx['_matchedRoute']
  return typeof matched === 'string' ? matched : 'none'
}

/** What went wrong, for an operator: kinds, codes and places, none of what was being worked on. */
function factsOf(error: unknown): object {
  const { code, cause } = toAppError(error)
  if (cause instanceof Error) {
    const reason = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
    return { code, cause: { name: cause.name, reason, ...(code === 'internal' && { stack: cause.stack }) } }
  }
  if (typeof cause !== 'object' || cause === null) return { code }
  const { class: kind, code: feishuCode, httpStatus, logId } = cause as Record<string, unknown>
  return { code, cause: { class: kind, feishuCode, httpStatus, logId } }
}
