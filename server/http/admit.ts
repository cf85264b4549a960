import { createHash, timingSafeEqual } from 'node:crypto'
import { MOST_DEPARTMENTS } from '../../shared/requests.ts'
import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'
import { AppError } from '../domain/errors.ts'
import type { Source } from '../../shared/source-file.ts'
import { findSession, type Session } from '../usecases/find-session.ts'
import { findSource } from '../usecases/sources/source-secret.ts'
import { isListed } from './client-address.ts'
import { findService, type Service } from '../usecases/services.ts'
import { LIMITS, type HttpDeps } from './deps.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import type { Route } from './route.ts'

/** What a caller shows to be let in. */
export type Caller = {
  client: string
  /** To the digit, where `client` may be a network. */
  address: string
  token: string | undefined
  params: Readonly<Record<string, string>>
}

export type Admitted = {
  session: Session | undefined
  /** Of another system: who it is now, or `unauthorized` when it was removed meanwhile. */
  service: (() => Promise<Service>) | undefined
  isSuspect: boolean
  source: Source | undefined
  /** How the request went: failures, and ids that nobody has, count against the client. */
  answered: (status: number, unknown?: number) => void
}

export type Admit = (
  route: Pick<Route, 'access' | 'operationId' | 'service'>,
  caller: Caller,
) => Promise<Admitted>

type Deps = Pick<HttpDeps, 'ctx' | 'adminToken' | 'limits' | 'elapsed'>

/** Lets a caller in, or throws `unauthorized`, `too_many_requests`, or `not_found` where there is no `/admin`. */
export function createAdmit({ ctx, adminToken, limits, elapsed }: Deps): Admit {
  const kinds = { ...LIMITS, ...limits }
  const { login, admin, callback, lookup, signature, act, options, service } = kinds
  const logins = createRateLimit(login, elapsed)
  const operators = createRateLimit(admin, elapsed)
  const callbacks = createRateLimit(callback, elapsed)
  const lookups = createRateLimit(lookup, elapsed)
  const signatures = createRateLimit(signature, elapsed)
  const acts = createRateLimit(act, elapsed)
  const choosing = createRateLimit(options, elapsed)
  const strangers = createRateLimit(kinds.source, elapsed)
  const services = createRateLimit(service, elapsed)

  const sessionFor = async (token: string | undefined): Promise<Session> => {
    const session = token === undefined ? undefined : await findSession(ctx, token)
    if (!session) throw unauthorized()
    return session
  }

  const admitService = createAdmitService(ctx, { services, lookups })

  return async (route, caller) => {
    const { client, token } = caller
    const { access, operationId } = route
    if (access === 'person' || access === 'link') {
      const admitted = await admitService(route, token)
      if (admitted) return admitted
    }
    switch (access) {
      case 'public':
        if (operationId === 'logIn') return limited(logins, client)
        if (operationId === 'signPage') return { ...limited(signatures, client), answered: () => undefined }
        return open
      case 'link':
        if (token === undefined) return open
        return { ...open, session: await sessionFor(token) }
      case 'person': {
        const session = await sessionFor(token)
        const { userId } = session
        if (operationId === 'listOptions') countAct(choosing, userId)
        if (CAUSES_MUCH.has(operationId)) countAct(acts, `${operationId} ${userId}`)
        if (!LOOKS_PEOPLE_UP.has(operationId)) return { ...open, session }
        if (lookups.isOver(userId)) throw tooMany(lookups, userId)
        return { ...open, session, answered: countUnknown(lookups, userId, NAMED_AT_ONCE[operationId] ?? 0) }
      }
      case 'operator': {
        if (adminToken === undefined)
          throw new AppError('not_found', 'There is no such route. They are listed in /openapi.json.')
        // Nobody who guesses can lock out who knows: the right token is no attempt at guessing it.
        if (isSame(token ?? '', adminToken)) return open
        limited(operators, client)
        throw unauthorized()
      }
      case 'source_token':
        return open
      case 'source':
        return admitSource(ctx, strangers, caller)
      case 'feishu':
        return ofFeishu(callbacks, client)
    }
  }
}

/** Whoever often sent what proves nothing is looked at more closely. */
const ofFeishu = (callbacks: RateLimit, client: string): Admitted => ({
  ...open,
  isSuspect: callbacks.isOver(client),
  answered: (status) => {
    if (status === 401) callbacks.count(client)
  },
})

/** Each id that nobody has costs a call to Feishu, of which a tenant has only so many. */
const LOOKS_PEOPLE_UP: ReadonlySet<string> = new Set([
  ...['previewInstance', 'submitInstance', 'resubmitInstance', 'ccInstance', 'commentInstance'],
  ...['transferTask', 'addSignTask', 'saveSettings', 'nameDepartments'],
])

/** Ids that are looked up to the last, whether or not somebody has them. */
const NAMED_AT_ONCE: Readonly<Record<string, number>> = { nameDepartments: MOST_DEPARTMENTS }

/** All of the `named` ids count until it is known how many nobody has, so that many requests at once are limited too. */
function countUnknown(lookups: RateLimit, who: string, named: number): Admitted['answered'] {
  if (named > 0) lookups.count(who, named)
  return (status, unknown = 0) => {
    lookups.giveBack(who, named)
    const missed = isTheirs(status) ? 1 : unknown
    if (missed > 0) lookups.count(who, missed)
  }
}

/**
 * What others are told of, what makes a record grow, or what may ask Feishu for many things, and may be done any number
 * of times. Decisions may not.
 */
const CAUSES_MUCH: ReadonlySet<string> = new Set([
  ...['submitInstance', 'resubmitInstance', 'ccInstance', 'commentInstance', 'urgeInstance'],
  ...['postponeTask', 'saveSettings', 'nameDepartments'],
])

function countAct(acts: RateLimit, key: string): void {
  if (acts.isOver(key)) throw tooMany(acts, key)
  acts.count(key)
}

type Counts = { services: RateLimit; lookups: RateLimit }

/** Lets a system in by its token; undefined for a token that is no system's. */
function createAdmitService(ctx: Deps['ctx'], { services, lookups }: Counts) {
  return async (
    { operationId, service: door }: Pick<Route, 'operationId' | 'service'>,
    token: string | undefined,
  ): Promise<Admitted | undefined> => {
    const found = token === undefined ? undefined : await findService(ctx, token)
    if (!found || token === undefined) return undefined
    const who = `service ${found.id}`
    if (services.isOver(who)) throw tooMany(services, who)
    services.count(who)
    mayEnter(found, door)
    const whoNow = async (): Promise<Service> => {
      const now = await findService(ctx, token)
      if (!now) throw unauthorized()
      return mayEnter(now, door)
    }
    if (!LOOKS_PEOPLE_UP.has(operationId)) return { ...open, service: whoNow }
    if (lookups.isOver(who)) throw tooMany(lookups, who)
    return { ...open, service: whoNow, answered: countUnknown(lookups, who, 0) }
  }
}

/** Throws `service_not_allowed` where a route is none for systems, or for those with a right that this one has not. */
function mayEnter(service: Service, door: Route['service']): Service {
  const { id, may } = service
  if (!door)
    throw new AppError(
      'service_not_allowed',
      `This is none of the routes that a service may use, as ${id} is.`,
    )
  if (door.may !== undefined && !may.includes(door.may)) {
    const message = `The service ${id} may not ${door.may}: its rights are ${may.join(', ')}.`
    throw new AppError('service_not_allowed', message, { details: [{ right: door.may, may }] })
  }
  return service
}

const open: Admitted = {
  session: undefined,
  service: undefined,
  source: undefined,
  isSuspect: false,
  answered: () => undefined,
}

/** Counted before it is known how it goes, so that many at once are limited too; a good one is given back. */
function limited(limit: RateLimit, client: string): Admitted {
  if (limit.isOver(client)) throw tooMany(limit, client)
  limit.count(client)
  return {
    ...open,
    answered: (status) => {
      if (!isTheirs(status)) limit.giveBack(client)
    },
  }
}

/** What fails on our side, or Feishu's, is no failure of the caller's. */
const isTheirs = (status: number): boolean => status >= 400 && status < 500

const tooMany = (limit: RateLimit, client: string): AppError =>
  new AppError('too_many_requests', 'Too many attempts. Please wait.', {
    details: [{ retryAfter: limit.retryAfter(client) }],
    words: REFUSAL_TEXTS.tooManyRequests,
  })

/** Nobody who guesses can lock out who knows. */
async function admitSource(
  ctx: Deps['ctx'],
  strangers: RateLimit,
  { client, address, params }: Caller,
): Promise<Admitted> {
  const { source: id = '', secret = '' } = params
  const source = await findSource(ctx, id, secret)
  if (source && isListed(address, source.addresses)) return { ...open, source }
  limited(strangers, client)
  throw notTheSource()
}

/** Which of them is wrong is not said. */
const notTheSource = (): AppError =>
  new AppError(
    'unauthorized',
    'The source, its secret or the address that it calls from is not right. See sources.yaml, and make a new secret with: approval-bridge sources secret <id>',
  )

const unauthorized = (): AppError => new AppError('unauthorized', 'A valid bearer token is needed.')

/** In the same time wherever the first difference lies. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** The token of an `Authorization: Bearer …`. */
export function readBearer(header: string | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(header ?? '')?.[1]
}
