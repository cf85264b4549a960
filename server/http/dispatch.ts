import type { Router, RouterMiddleware } from '@koa/router'
import type { Context, Middleware } from 'koa'
import { AppError } from '../domain/errors.ts'
import { readLocale } from './accept-language.ts'
import { readBearer, type Admit, type Admitted } from './admit.ts'
import type { HttpDeps } from './deps.ts'
import { STATUS, toAppError } from './error-mapper.ts'
import { readJson, readRaw, type BodyLimit } from './read-body.ts'
import { receiveFile, type IncomingFile } from './receive-file.ts'
import { refuseAs } from './refuse-as.ts'
import type { RouteAct, Incoming, Reply, Route } from './route.ts'
import type { ConcurrencyLimit } from '../runtime/concurrency-limit.ts'
import { SENDING, sendContent, type SendLimits } from './send-content.ts'

type Deps = {
  admit: Admit
  clientOf: (ctx: Context) => string
  addressOf: (ctx: Context) => string
  log: Pick<HttpDeps['log'], 'info'>
  sending?: SendLimits | undefined
  within?: HttpDeps['within'] | undefined
  largestForm: BodyLimit
  /** What systems ask for is done a few at a time, of each in turn: however much that is, it keeps no person waiting. */
  servicesInTurn: ConcurrencyLimit
}

const NOTHING = new Uint8Array()

/** 300 tasks with their texts, several times over. */
const LARGEST_PUSH_BYTES = 2 * 1024 * 1024

/** Lets a caller in, reads the body, and hands both to the route; in this order, so strangers cost little. */
export function createDispatch({
  admit,
  clientOf,
  addressOf,
  largestForm,
  log,
  sending = SENDING,
  within = (_, work) => work(),
  servicesInTurn,
}: Deps) {
  return (route: Route): RouterMiddleware =>
    async (ctx) => {
      const token = readBearer(header(ctx, 'authorization'))
      if (route.foreign) refuseAs(ctx, route.foreign)
      const { params } = ctx
      const admitted = await admit(route, { client: clientOf(ctx), address: addressOf(ctx), token, params })
      try {
        const body = await readBody(ctx, route, largestForm)
        const incoming = toIncoming(ctx, admitted, { token, address: addressOf(ctx) }, body)
        const origin = originOf(ctx, route)
        const work = workOf(route, admitted, incoming, servicesInTurn)
        const reply = await within(origin, work).finally(body.file?.end)
        if (reply.act) tellAct(log, reply.act, origin)
        write(ctx, reply, sending)
        admitted.answered(reply.status, reply.unknown)
      } catch (error) {
        admitted.answered(STATUS[toAppError(error).code])
        throw error
      }
    }
}

/** A file is taken as it arrives, so it waits for nobody's turn. */
function workOf(
  route: Route,
  { service: whoNow }: Admitted,
  incoming: Incoming,
  inTurn: ConcurrencyLimit,
): () => Promise<Reply> {
  if (!whoNow) return () => route.handle(incoming)
  const { service: door, takes } = route
  const handle = async (): Promise<Reply> => {
    const service = await whoNow()
    if (!door) throw new Error('a service was let in where there is no door for one')
    return door.handle({ ...incoming, service })
  }
  return async () => (takes === 'file' ? handle() : inTurn(handle, (await whoNow()).id))
}

/** As the acts on approvals are told (act-log.ts). */
function tellAct(log: Deps['log'], { act, by, facts }: RouteAct, origin: object): void {
  log.info({ act, by, via: 'api', ...facts, ...origin }, 'act')
}

const originOf = (ctx: Context, { method, path }: Route) => ({
  route: `${method.toUpperCase()} ${path}`,
  requestId: ctx.response.get('X-Request-Id'),
})

/** What no route took: a wrong method on a path that is there, or nothing at all. */
export function answerUnrouted(router: Router, hasAdmin: boolean): Middleware {
  return (ctx) => {
    const isHidden = !hasAdmin && ctx.path.startsWith('/admin/')
    const methods = router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods)
    if (methods.length === 0 || isHidden)
      throw new AppError('not_found', 'There is no such route. They are listed in /openapi.json.')
    const allowed = [...new Set(methods)].join(', ')
    ctx.set('Allow', allowed)
    throw new AppError('method_not_allowed', `The route does not know this method. It takes ${allowed}.`)
  }
}

function write(ctx: Context, { status, body, content, type, headers = {} }: Reply, limits: SendLimits): void {
  ctx.status = status
  if (body !== undefined) ctx.body = body
  if (content) sendContent(ctx, content, limits)
  if (type !== undefined) ctx.type = type
  ctx.set(headers)
}

type Body = { json: unknown; raw: Uint8Array; file?: IncomingFile }

async function readBody(
  { req }: Context,
  { access, method, takes, foreign }: Route,
  largestForm: BodyLimit,
): Promise<Body> {
  if (access === 'source_token' || (method !== 'post' && method !== 'put'))
    return { json: undefined, raw: NOTHING }
  if (takes === 'file') return { json: undefined, raw: NOTHING, file: await receiveFile(req) }
  if (foreign) return { json: undefined, raw: await readRaw(req, async () => foreign.largest) }
  const largest = takes === 'form' ? largestForm : undefined
  if (access !== 'feishu') return { json: await readJson(req, largest), raw: NOTHING }
  // A body that cannot be read proves nothing, and gets the answer that everything gets which proves nothing.
  return { json: undefined, raw: await readRaw(req).catch(() => NOTHING) }
}

function toIncoming(
  ctx: Context & { params: Record<string, string> },
  { session, isSuspect, source }: Admitted,
  { token, address }: { token: string | undefined; address: string },
  { json, raw, file }: Body,
): Incoming {
  return {
    params: ctx.params,
    query: givenIn(ctx.query),
    headers: { ...ctx.headers },
    body: json,
    raw,
    readBytes: () => readRaw(ctx.req, async () => LARGEST_PUSH_BYTES),
    requestId: ctx.response.get('X-Request-Id'),
    address,
    file,
    header: (name) => header(ctx, name),
    locale: readLocale(header(ctx, 'accept-language')),
    session,
    service: undefined,
    token,
    isSuspect,
    source,
  }
}

/** An empty parameter is an absent one. */
const givenIn = (query: Context['query']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))

const header = (ctx: Context, name: string): string | undefined => ctx.get(name) || undefined
