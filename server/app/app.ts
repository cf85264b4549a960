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
import { createCardCallback, createEventCallback } from '../callbacks/event-callback.ts'
import { checkFiles } from '../definitions/check-files.ts'
import { checkDefinitions, countDefinitions } from '../definitions/definitions-check.ts'
import type { Registry } from '../definitions/register.ts'
import { examine, type DoctorDeps } from '../doctor/doctor.ts'
import type { StoreDeps } from '../doctor/store.ts'
import { createFetchText } from '../feishu/fetch-text.ts'
import { hasPlainLinks } from '../feishu/payloads/links.ts'
import type { FeishuPort } from '../feishu/port.ts'
import type { Operations, Readiness } from '../http/deps.ts'
import { createHttpApp } from '../http/koa-app.ts'
import { createWebApp } from '../http/web-app.ts'
import { createNodeServer, type NodeServer } from '../http/node-server.ts'
import { createMetrics } from '../runtime/metrics.ts'
import type { Store } from '../store/contract.ts'
import { verifyForPerson } from '../usecases/apply-callback.ts'
import type { UseCaseContext } from '../usecases/context.ts'
import { findDepartments, findPeople } from '../usecases/find-contacts.ts'
import { startWork } from './loops.ts'
import { webAppSettings } from './web-app-settings.ts'
import { connectFeishu, wire, type AppDeps, type AppSettings, type Wiring } from './wire.ts'

/** Everything wired, nothing running yet: as much as a command of the operator needs. */
export type App = {
  ctx: UseCaseContext
  registry: Registry
  reconcile: (request: ReconcileRequest) => Promise<ReconcileResponse>
  remind: () => Promise<ReminderResponse>
  findPeople: (name: string) => Promise<FoundPeople>
  findDepartments: (name: string) => Promise<FoundDepartments>
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
    reconcile: ({ all }) => reconcile.runOnce(all ? { since: 0 } : {}),
    remind: reminders.runNow,
    findPeople: (name) => findPeople(wiring.feishu, name),
    findDepartments: (name) => findDepartments(wiring.feishu, name),
    doctor: (request) => seeDoctor(wiring, request),
    serve: async (address) => {
      const server = await createServer(wiring)
      const port = await server.listen(address)
      endings.push(() => server.close(), startWork(wiring, stopping.signal))
      return port
    },
    close: async () => {
      stopping.abort()
      await Promise.all(endings.map((end) => end()))
      await store.close()
    },
  }
}

async function createServer(parts: Wiring): Promise<NodeServer> {
  const { settings, clock, log, store, keyRing, feishu, metrics, ctx } = parts
  const { registry, watch } = parts
  const { callbackToken: token, callbackKey, verificationToken, encryptKey } = settings.feishu
  const credentials = await openCallbackCredentials(store.notes, { token, key: callbackKey ?? null })
  metrics.watchDefinitions(() => countDefinitions(store.definitions, registry))
  const secrets = { verificationToken, encryptKey }
  const onFailure = (error: unknown): void => {
    log.error({ err: error }, 'a callback could not be applied')
  }
  const koa = createHttpApp({
    ctx,
    elapsed: clock.elapsed,
    feishu: {
      approval: createApprovalCallback({
        ctx: { ...ctx, verifyContext: verifyForPerson(keyRing.verify, ctx.identities) },
        credentials,
        onFailure,
      }),
      event: createEventCallback({
        secrets,
        notes: store.notes,
        now: clock.now,
        onPersonChanged: feishu.people.forget,
        onPersonLeft: watch.left,
        onPersonRenamed: watch.renamed,
      }),
      card: createCardCallback({ secrets }),
    },
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

const answerBy =
  (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>, log: Wiring['log']) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request could not be answered')
      response.destroy()
    })
  }

const operationsOf = (parts: Wiring): Operations => {
  const { registry, reconcile, reminders, feishu } = parts
  return {
    reconcile: ({ all }) => reconcile.runOnce(all ? { since: 0 } : {}),
    remind: reminders.runNow,
    planDefinitions: registry.plan,
    applyDefinitions: registry.apply,
    endQuotaHold: feishu.quota.tryNow,
    findPeople: (name) => findPeople(feishu, name),
    findDepartments: (name) => findDepartments(feishu, name),
    doctor: (request) => seeDoctor(parts, request),
  }
}

const showsInBrowsers = ({ feishu, web }: AppSettings): boolean =>
  feishu.pages === 'web_app' || hasPlainLinks({ linkModes: web.links })

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
  { feishu, settings, store, registry, watch }: Wiring,
  request: DoctorRequest,
): Promise<DoctorReport> =>
  askDoctor(feishu, settings, {
    pingStore: () => store.ping(),
    checkStore: request.store ? () => store.check() : undefined,
    notTaken: registry.notTaken,
    isQuotaUsedUp: feishu.quota.isUsedUp,
    findPeople: watch.find,
  })

/** What can be found out without opening the store: another process has it, or it is damaged. */
export async function seeDoctorOutside(
  settings: AppSettings,
  { clock, log }: AppDeps,
  store: StoreDeps,
): Promise<DoctorReport> {
  const sign = (): never => {
    throw new Error('there is no store, and so no key to sign with')
  }
  const stopping = new AbortController()
  const feishu = connectFeishu({ settings, clock, log, metrics: createMetrics(), sign }, stopping.signal)
  const { pingStore, checkStore } = store
  return askDoctor(feishu, settings, { pingStore, checkStore, notTaken: () => [], findPeople: undefined })
}

async function askDoctor(
  feishu: FeishuPort,
  { publicUrl, reminders, definitionsDir, feishu: { proxy } }: AppSettings,
  own: StoreDeps & Pick<DoctorDeps, 'notTaken' | 'isQuotaUsedUp' | 'findPeople'>,
): Promise<DoctorReport> {
  const reminds = reminders.time !== 'off'
  const readFiles = () => checkFiles(definitionsDir, feishu.people)
  const fetchText = createFetchText(proxy)
  const deps = { feishu: feishu.doctor, publicUrl, reminds, fetchText, readFiles, ...own }
  return { findings: await examine(deps) }
}
