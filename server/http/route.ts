import { z } from 'zod'
import { plainWords } from '../../shared/plain-words.ts'
import type { ErrorCode } from '../../shared/error-codes.ts'
import type { Source } from '../../shared/source-file.ts'
import type { Locale } from '../../shared/locale.ts'
import type { ServiceRight } from '../../shared/services.ts'
import type { Session } from '../usecases/find-session.ts'
import type { OpenedFile } from '../usecases/open-attachment.ts'
import type { Service } from '../usecases/services.ts'
import type { IncomingFile } from './receive-file.ts'

/**
 * Whose token a route wants. `link`: a person's, or none where the address proves itself. `feishu`: what comes in
 * proves itself, over its raw bytes. `source`: another system, by the secret in its path. `source_token`: another
 * system's, whose door looks at the token and answers in the words of the format.
 */
export type Access = 'public' | 'person' | 'link' | 'operator' | 'feishu' | 'source' | 'source_token'

export type Method = 'get' | 'post' | 'put' | 'delete'

/** A request after it was let in, before its values are checked. */
export type Incoming = {
  params: Readonly<Record<string, string>>
  query: unknown
  headers: unknown
  body: unknown
  raw: Uint8Array
  /** Of a `source_token` route: read once it is known who asks. Rejects with `payload_too_large`, `bad_request`. */
  readBytes: () => Promise<Uint8Array>
  requestId: string
  /** Where the request comes from. */
  address: string
  /** Of a route that takes one. */
  file: IncomingFile | undefined
  header: (name: string) => string | undefined
  locale: Locale | undefined
  /** Of a `person` route; of a `link` route when a token came along. */
  session: Session | undefined
  /** At a service door: whose token came along. */
  service: Service | undefined
  token: string | undefined
  isSuspect: boolean
  /** Of a `source` route. */
  source: Source | undefined
}

/** Something that was done and is no change of an approval (those have their line from the store). Ids only. */
export type RouteAct = { act: 'login' | 'logout' | 'settings' | 'upload'; by: string | null; facts?: object }

export type Reply = {
  status: number
  /** Of the ids that were named, those that nobody has: each cost a call to Feishu. */
  unknown?: number
  /** To have its line in the log. */
  act?: RouteAct | undefined
  body?: unknown
  /** In place of a body: sent as it is read, and closed however that goes. */
  content?: OpenedFile['content']
  type?: string
  headers?: Readonly<Record<string, string>>
}

/** What the OpenAPI document says of an answer. */
export type RouteAnswer = {
  status: number
  description: string
  schema?: z.ZodType
  type?: string
  /** Bytes, whatever they are. */
  binary?: boolean
}

/** `body`: for the document alone, as what comes is read as leniently as such callers need. */
export type ForeignRoute = {
  largest: number
  body: z.ZodType
  refuse: (message: string, params: Readonly<Record<string, string>>) => object
}

type Described = {
  method: Method
  /** With `:name` for what varies. */
  path: string
  operationId: string
  summary: string
  access: Access
  /**
   * `file`: a multipart body with one file, in place of JSON. `form`: JSON as large as a form that is filled in.
   * `filter`: JSON, of a GET.
   */
  takes?: 'file' | 'form' | 'filter'
  answers: readonly RouteAnswer[]
  /** Of a `source` route: how many bytes it takes, and what a failure looks like to such a caller. */
  foreign?: ForeignRoute
  /** What can go wrong besides what its access and body imply. */
  errors?: readonly ErrorCode[]
}

type Schemas<Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType> = {
  query?: Q
  headers?: H
  body?: B
}

type Handled = Schemas<z.ZodType, z.ZodType, z.ZodType> & { handle: (incoming: Incoming) => Promise<Reply> }

/**
 * A person's route as another system gets it, with a token of its own: a route without one is closed to all of them.
 * `may`: the right that it needs; without one, any of them has it.
 */
type DoorDescribed = { may?: ServiceRight; about: string; errors?: readonly ErrorCode[] }
export type ServiceDoor = DoorDescribed & Handled

/** One route: its document and its behaviour from the same schemas. */
export type Route = Described & Handled & { service?: ServiceDoor }

type Checked<Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType> = Omit<
  Incoming,
  'query' | 'headers' | 'body'
> & { query: z.infer<Q>; headers: z.infer<H>; body: z.infer<B> }

/** A route whose handler gets what its schemas let through. */
export function defineRoute<
  Q extends z.ZodType = z.ZodUnknown,
  H extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
>(route: Described & Handling<Q, H, B> & { service?: ServiceDoor }): Route {
  return { ...route, handle: checking(route) }
}

/** The same for another system. */
export function defineServiceDoor<
  Q extends z.ZodType = z.ZodUnknown,
  H extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
>(door: DoorDescribed & Handling<Q, H, B>): ServiceDoor {
  return { ...door, handle: checking(door) }
}

type Handling<Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType> = Schemas<Q, H, B> & {
  handle: (request: Checked<Q, H, B>) => Promise<Reply>
}

const checking =
  <Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType>({
    query,
    headers,
    body,
    handle,
  }: Handling<Q, H, B>) =>
  (incoming: Incoming): Promise<Reply> =>
    handle({
      ...incoming,
      query: read(query, incoming.query) as z.infer<Q>,
      headers: read(headers, incoming.headers) as z.infer<H>,
      body: read(body, incoming.body) as z.infer<B>,
    })

/** Throws a `ZodError` in words of ours; it knows the values, to tell what is missing. */
const read = (schema: z.ZodType = z.unknown(), value: unknown): unknown =>
  schema.parse(value, { error: plainWords, reportInput: true })

/** Which system calls: a `source` route is not reached by anybody else. */
export function callerOf({ source }: Pick<Incoming, 'source'>): Source {
  if (!source) throw new Error('a route for sources was reached without one')
  return source
}

/** Who is logged in: a `person` route is not reached by anybody else. */
export function sessionOf({ session }: Pick<Incoming, 'session'>): Session {
  if (!session) throw new Error('a route for persons was reached without a session')
  return session
}

/** Which system asks: a service door is not reached by anybody else. */
export function serviceOf({ service }: Pick<Incoming, 'service'>): Service {
  if (!service) throw new Error('a door for services was reached without one')
  return service
}
