import type {
  DefinitionPlan,
  DefinitionsApplied,
  DoctorReport,
  DoctorRequest,
  ReconcileRequest,
  ReconcileResponse,
  ReminderResponse,
} from '../../shared/operator-api.ts'
import type { FoundDepartments, FoundPeople } from '../../shared/operator-finds.ts'
import type { Middleware } from 'koa'
import type { UseCaseContext } from '../usecases/context.ts'
import type { WebhookOperations } from '../webhooks/operate.ts'
import type { Limit } from './rate-limit.ts'
import type { Incoming, Reply } from './route.ts'
import type { SendLimits } from './send-content.ts'

/** Facts first, then words. */
export type HttpLog = {
  debug: (facts: object, words: string) => void
  info: (facts: object, words: string) => void
  warn: (facts: object, words: string) => void
  error: (facts: object, words: string) => void
}

/** What Feishu sends is judged over its raw bytes, elsewhere. */
export type FeishuEndpoint = (request: {
  raw: Uint8Array
  header: (name: string) => string | undefined
  isSuspect: boolean
}) => Promise<{ status: number; body: object }>

/** What a source asks in Feishu's own words, answered so elsewhere. */
export type SourceEndpoint = (
  request: Pick<Incoming, 'params' | 'token' | 'readBytes' | 'requestId'> & {
    query: Readonly<Record<string, unknown>>
    comesFrom: (addresses: readonly string[] | undefined) => boolean
  },
) => Promise<Reply>

export type FeishuDoor = Record<
  | 'logIn'
  | 'define'
  | 'defineOlder'
  | 'readDefinition'
  | 'push'
  | 'pushOlder'
  | 'check'
  | 'checkOlder'
  | 'listTasks'
  | 'listTasksOlder'
  | 'sendMessage'
  | 'updateMessage'
  | 'findPeople'
  | 'readPerson',
  SourceEndpoint
>

export type Readiness = { ready: boolean; checks: Readonly<Record<string, unknown>> }

/** What an operator may ask for that no use case does. */
export type Operations = {
  reconcile: (request: ReconcileRequest) => Promise<ReconcileResponse>
  remind: () => Promise<ReminderResponse>
  planDefinitions: () => Promise<DefinitionPlan>
  applyDefinitions: () => Promise<DefinitionsApplied>
  /** Ends the wait for the month's quota. False: nothing waited for that. */
  endQuotaHold: () => boolean
  findPeople: (name: string) => Promise<FoundPeople>
  findDepartments: (name: string) => Promise<FoundDepartments>
  webhooks: WebhookOperations
  doctor: (request: DoctorRequest) => Promise<DoctorReport>
}

/** All that the HTTP side needs. Wired in server/app/app.ts. */
export type HttpDeps = {
  ctx: UseCaseContext
  /** Milliseconds of a clock that only runs forward (runtime/clock.ts). */
  elapsed: () => number
  /** Without `event` there is no address for events. */
  feishu: { approval: FeishuEndpoint; event?: FeishuEndpoint }
  /** Undefined: there are no sources that speak to us as to Feishu. */
  feishuDoor?: FeishuDoor
  /** Undefined: there is no `/admin`. */
  adminToken: string | undefined
  /** Addresses and networks (`10.0.0.0/8`) whose `X-Forwarded-For` counts. */
  trustedProxies: readonly string[]
  log: HttpLog
  /** `info` unless set; what monitoring asks for is `debug` always. */
  logRequestsAt?: 'info' | 'debug'
  readiness: () => Promise<Readiness>
  /** The Prometheus text. */
  metrics: () => Promise<string>
  /** Runs what a request asks for so that whatever is logged of it can name the request. */
  within?: <T>(origin: { route: string; requestId: string }, work: () => Promise<T>) => Promise<T>
  requestDone: (route: string, status: number, ms: number) => void
  operations: Operations
  /** Per definition code: why Feishu did not take it the last time. */
  registrationErrors: () => ReadonlyMap<string, string>
  /** Failures per client address; `lookup` per person, of requests that look people up. */
  limits?: Partial<Limits>
  /** How long a reader of a file may take. */
  sending?: SendLimits
  version?: string
  /** Serves the pages where Feishu opens them as a web app. */
  webApp?: Middleware
}

/**
 * `signature` counts every request, not failures alone: nobody is logged in yet where it is needed. So does `act`,
 * per person and kind of act, `options`, per person: nobody by hand comes near it, a program with somebody's session
 * does; and `service`, per system, all that it asks for.
 */
export type Limits = Record<
  'login' | 'admin' | 'callback' | 'lookup' | 'signature' | 'act' | 'options' | 'service' | 'source',
  Limit
>

export const LIMITS: Limits = {
  login: { attempts: 30, windowMs: 60_000 },
  admin: { attempts: 10, windowMs: 60_000 },
  callback: { attempts: 60, windowMs: 60_000 },
  lookup: { attempts: 60, windowMs: 60_000 },
  signature: { attempts: 300, windowMs: 60_000 },
  act: { attempts: 60, windowMs: 60_000 },
  options: { attempts: 240, windowMs: 60_000 },
  source: { attempts: 30, windowMs: 60_000 },
  service: { attempts: 600, windowMs: 60_000 },
}
