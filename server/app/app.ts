import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  DoctorReport,
  DoctorRequest,
  ReconcileRequest,
  ReconcileResponse,
  ReminderResponse,
} from '../../shared/operator-api.ts'
import type { FoundDepartments, FoundPeople } from '../../shared/operator-finds.ts'
import { createApprovalCallback } from '../callbacks/approval-callback.ts'
import { openCallbackCredentials } from '../callbacks/callback-credentials.ts'
import { createEventCallback } from '../callbacks/event-callback.ts'
import { lastEventAt } from '../callbacks/seen-events.ts'
import { checkDefinitions, countDefinitions } from '../definitions/definitions-check.ts'
import type { Registry } from '../definitions/register.ts'
import type { HttpDeps, Operations, Readiness } from '../http/deps.ts'
import { createHttpApp } from '../http/koa-app.ts'
import { createWebApp } from '../http/web-app.ts'
import { createNodeServer, type NodeServer } from '../http/node-server.ts'
import type { Store } from '../store/contract.ts'
import type { UseCaseContext } from '../usecases/context.ts'
import { listSources } from '../usecases/sources/list-sources.ts'
import type { WebhookOperations } from '../webhooks/operate.ts'
import { keepSourceSecret } from '../usecases/sources/source-secret.ts'
import { findDepartments, findPeople } from '../usecases/find-contacts.ts'
import { createWarnOnce } from '../runtime/warn-once.ts'
import { askDoctor } from './ask-doctor.ts'
import { connectFeishuDoor } from './connect-feishu-door.ts'
import { callbackFailed, type FeishuEvents } from './events.ts'
import { startWork } from './loops.ts'
import { showsInBrowsers, webAppSettings } from './web-app-settings.ts'
import { wire, type AppDeps, type AppSettings, type Wiring } from './wire.ts'

/** Everything wired, nothing running yet: as much as a command of the operator needs. */
export type App = {
  ctx: UseCaseContext
  registry: Registry
  reconcile: (request: ReconcileRequest) => Promise<ReconcileResponse>
  remind: () => Promise<ReminderResponse>
  findPeople: (name: string) => Promise<FoundPeople>
  findDepartments: (name: string) => Promise<FoundDepartments>
  webhooks: WebhookOperations
  doctor: (request: DoctorRequest) => Promise<DoctorReport>
  /** Answers HTTP, delivers, reconciles and registers definitions until `close`. Resolves with the port. */
  serve: (address: { port: number; host: string }) => Promise<number>
  /** Ends what runs, within 10 s, and gives the data folder back. */
  close: () => Promise<void>
}

/** Rejects with `StoreOpenError` when the data cannot be had. */
export async function openApp(settings: AppSettings, deps: AppDeps): Promise<App> {
  const stopping = new AbortController()
  const wiring = await wire(settings, deps, stopping.signal)
  const { store, ctx, registry, reconcile, reminders } = wiring
  const endings: (() => Promise<unknown>)[] = []
  return {
    ctx,
    registry,
    reconcile: reconcileBy(reconcile),
    remind: reminders.runNow,
    findPeople: (name) => findPeople(wiring.feishu, name),
    findDepartments: (name) => findDepartments(wiring.feishu, name),
    webhooks: wiring.webhooks.operations,
    doctor: (request) => seeDoctor(wiring, request),
    serve: async (address) => {
      // Before anything happens that somebody is to be told of; what is wrong with it is told with the definitions.
      await wiring.webhooks.endpoints.apply()
      if (settings.company) await keepSourceSecret(ctx, settings.company.source)
      const server = await createServer(wiring)
      const port = await server.listen(address)
      const { connection } = wiring.events
      connection?.open()
      endings.push(
        () => server.close(),
        startWork(wiring, stopping.signal),
        async () => connection?.close(),
      )
      return port
    },
    close: async () => {
      stopping.abort()
      await Promise.all(endings.map((end) => end()))
      // It is about right without its last minute.
      await wiring.usage.save().catch(() => undefined)
      await store.close()
    },
  }
}

async function createServer(parts: Wiring): Promise<NodeServer> {
  const { settings, clock, log, store, metrics, ctx, registry, events } = parts
  const { callbackToken: token, callbackKey } = settings.feishu
  const credentials = await openCallbackCredentials(store.notes, { token, key: callbackKey ?? null })
  metrics.watchDefinitions(() => countDefinitions(store.definitions, registry))
  metrics.watchEvents(() => ({ lastAt: events.lastAt(), isOpen: isOpen(events) }))
  const koa = createHttpApp({
    ctx,
    elapsed: clock.elapsed,
    feishu: {
      approval: createApprovalCallback({
        ctx: parts.callbacks,
        credentials,
        onFailure: callbackFailed(log),
      }),
      ...eventDoors(parts),
    },
    feishuDoor: connectFeishuDoor(parts),
    adminToken: settings.adminToken,
    trustedProxies: settings.trustedProxies,
    logRequestsAt: settings.logRequestsAt,
    limits: { act: { attempts: settings.actsPerMinute, windowMs: 60_000 } },
    log,
    readiness: () => readiness(store, registry),
    metrics: metrics.render,
    within: parts.origins.within,
    requestDone: metrics.requestDone,
    operations: operationsOf(parts),
    registrationErrors: registry.errors,
    ...(showsInBrowsers(settings) && { webApp: createWebApp(webAppSettings(settings)) }),
  })
  return createNodeServer(answerBy(koa.callback(), log))
}

const UNSIGNED =
  'a callback of link previews came unsigned, and is not taken: set FEISHU_ENCRYPT_KEY to the Encrypt Key of "Events & Callbacks" > "Encryption Strategy"'

const LATE =
  'an event or callback is older than Feishu ever sends one, and is not taken: somebody sends it again, or the clock of this server is wrong (see doctor)'

/** Over a long connection nothing comes to an address, and whatever does is somebody else's. */
function eventDoors({ settings, events, clock, log }: Wiring): Pick<HttpDeps['feishu'], 'event'> {
  if (events.connection) return {}
  const { verificationToken, encryptKey } = settings.feishu
  const unsigned = createWarnOnce(log, UNSIGNED)
  const late = createWarnOnce(log, LATE)
  return {
    event: createEventCallback({
      secrets: { verificationToken, encryptKey },
      take: events.take,
      now: clock.now,
      onUnsigned: (type) => {
        unsigned({ type })
      },
      onLate: (type) => {
        late({ type })
      },
    }),
  }
}

/** Undefined: events come to an address. */
const isOpen = ({ connection }: FeishuEvents): boolean | undefined =>
  connection && connection.state().connectedSince !== null

const answerBy =
  (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>, log: Wiring['log']) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request could not be answered')
      response.destroy()
    })
  }

const operationsOf = (parts: Wiring): Operations => {
  const { registry, reconcile, reminders, feishu, webhooks } = parts
  return {
    reconcile: reconcileBy(reconcile),
    remind: reminders.runNow,
    planDefinitions: registry.plan,
    applyDefinitions: registry.apply,
    endQuotaHold: feishu.quota.tryNow,
    findPeople: (name) => findPeople(feishu, name),
    findDepartments: (name) => findDepartments(feishu, name),
    webhooks: webhooks.operations,
    doctor: (request) => seeDoctor(parts, request),
  }
}

const reconcileBy =
  ({ runOnce }: Wiring['reconcile']): Operations['reconcile'] =>
  ({ all, retire }) =>
    runOnce(all ? { since: 0, unknown: retire ? 'retire' : 'list' } : {})

async function readiness(store: Store, registry: Registry): Promise<Readiness> {
  const storeFault = await store.ping().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const definitions = await checkDefinitions(store.definitions, registry)
  return {
    ready: storeFault === null && definitions.ready,
    checks: { store: storeFault ?? 'ok', definitions: definitions.check },
  }
}

const seeDoctor = (
  { ctx, feishu, settings, store, registry, watch, usage, events, webhooks }: Wiring,
  request: DoctorRequest,
): Promise<DoctorReport> =>
  askDoctor(feishu, settings, request, {
    pingStore: () => store.ping(),
    checkStore: request.store ? () => store.check() : undefined,
    notTaken: registry.notTaken,
    isQuotaUsedUp: feishu.quota.isUsedUp,
    findPeople: watch.find,
    lastEventAt: () => lastEventAt(store.notes),
    readUsage: usage.read,
    connection: events.connection?.state(),
    listEndpoints: webhooks.operations.list,
    listSources: () => listSources(ctx),
  })
