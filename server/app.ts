import { createHash, randomBytes } from 'node:crypto'
import type { DoctorReport, ReconcileRequest, ReconcileResponse } from '../shared/operator-api.ts'
import { openKeyRing, type KeyRing } from './callbacks/action-context.ts'
import { createApprovalCallback } from './callbacks/approval-callback.ts'
import { openCallbackCredentials } from './callbacks/callback-credentials.ts'
import { createCardCallback, createEventCallback } from './callbacks/event-callback.ts'
import type { FeishuSettings } from './config.ts'
import { createRegistry, type Registry } from './definitions/register.ts'
import { createGate } from './delivery/pacing.ts'
import { startDelivery } from './delivery/worker.ts'
import { examine } from './doctor.ts'
import { cardStatusOf } from './feishu/card-status.ts'
import { createFeishu } from './feishu/client.ts'
import type { FeishuPort } from './feishu/port.ts'
import type { Readiness } from './http/deps.ts'
import { createHttpApp } from './http/koa-app.ts'
import { createWebApp, webAppSettings } from './http/web-app.ts'
import { createNodeServer, type NodeServer } from './http/node-server.ts'
import { createReconcile, type Reconcile } from './reconcile/reconcile.ts'
import type { Clock } from './runtime/clock.ts'
import type { Log } from './runtime/logger.ts'
import { startLoop } from './runtime/loop.ts'
import { createMetrics, type Metrics } from './runtime/metrics.ts'
import { openLinkKey } from './link-key.ts'
import type { Store } from './store/contract.ts'
import { openLowdbStore } from './store/lowdb.ts'
import type { UseCaseContext } from './usecases/context.ts'
import { removeUnnamedFiles } from './usecases/kept-files.ts'
import { createLeavers, type Leavers } from './usecases/leavers.ts'

/** One server's settings, after it is clear which Feishu it talks to. */
export type AppSettings = {
  feishu: FeishuSettings
  publicUrl: string
  dataDir: string
  /** Whose data the folder holds; it is refused to anybody else. */
  binding: { appId: string; baseUrl: string }
  definitionsDir: string
  adminToken: string | undefined
  trustedProxies: readonly string[]
  reconcileEverySeconds: number
  pid: number
}

export type AppDeps = { clock: Clock; log: Log }

/** Everything wired, nothing running yet: as much as a command of the operator needs. */
export type App = {
  ctx: UseCaseContext
  registry: Registry
  reconcile: (request: ReconcileRequest) => Promise<ReconcileResponse>
  doctor: () => Promise<DoctorReport>
  /** Answers HTTP, delivers, reconciles and registers definitions until `close`. Resolves with the port. */
  serve: (address: { port: number; host: string }) => Promise<number>
  /** Ends what runs, within 10 s, and gives the data folder back. */
  close: () => Promise<void>
}

/** What is wired once and used in several places. */
type Parts = {
  settings: AppSettings
  clock: Clock
  log: Log
  store: Store
  keyRing: KeyRing
  feishu: FeishuPort
  metrics: Metrics
  ctx: UseCaseContext
  registry: Registry
  reconcile: Reconcile
  leavers: Leavers
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** Opens the store and wires every part once. Rejects with `StoreOpenError` when the data cannot be had. */
export async function openApp(settings: AppSettings, deps: AppDeps): Promise<App> {
  const stopping = new AbortController()
  const parts = await openParts(settings, deps, stopping.signal)
  const { store, ctx, registry, reconcile } = parts
  const endings: (() => Promise<unknown>)[] = []
  return {
    ctx,
    registry,
    reconcile: ({ all }) => reconcile.runOnce(all ? { since: 0 } : {}),
    doctor: () => seeDoctor(parts),
    serve: async (address) => {
      const server = await createServer(parts)
      const port = await server.listen(address)
      endings.push(() => server.close(), startWork(parts, stopping.signal))
      return port
    },
    close: async () => {
      stopping.abort()
      await Promise.all(endings.map((end) => end()))
      await store.close()
    },
  }
}

async function openParts(
  settings: AppSettings,
  { clock, log }: AppDeps,
  signal: AbortSignal,
): Promise<Parts> {
  const { now } = clock
  const { dataDir, binding, pid } = settings
  const store = await openLowdbStore({ dataDir, binding, pid })
  const metrics = createMetrics()
  metrics.watchOutbox(() => store.outbox.count())
  const keyRing = await openKeyRing(store.notes, { app: binding.appId, now, random: randomBytes })
  const feishu = connect({ settings, clock, log, metrics, keyRing }, signal)
  const ctx: UseCaseContext = {
    store,
    people: feishu.people,
    jssdk: feishu.jssdk,
    appId: binding.appId,
    publicUrl: settings.publicUrl,
    now,
    newId: () => randomBytes(16).toString('hex'),
    randomToken: () => randomBytes(32).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    sha1: (text) => createHash('sha1').update(text).digest('hex'),
    mac: await openLinkKey(store.notes, randomBytes),
  }
  const folder = settings.definitionsDir
  const registry = createRegistry({
    store: store.definitions,
    feishu: feishu.definitions,
    now,
    folder,
    clock,
    log,
  })
  const reconcile = createReconcile({ store, feishu: feishu.delivery, now, log })
  const leavers = createLeavers(ctx)
  return { settings, clock, log, store, keyRing, feishu, metrics, ctx, registry, reconcile, leavers }
}

type Connection = Pick<Parts, 'settings' | 'clock' | 'log' | 'metrics' | 'keyRing'>

function connect({ settings, clock, log, metrics, keyRing }: Connection, signal: AbortSignal): FeishuPort {
  const { feishu: app, publicUrl } = settings
  return createFeishu({
    baseUrl: app.baseUrl,
    botMessageUrl: app.botMessageUrl,
    applinkUrl: app.applinkUrl,
    appId: app.appId,
    appSecret: app.appSecret,
    pages: app.pages,
    publicUrl,
    callback: {
      url: `${publicUrl}/feishu/approval/callback`,
      token: app.callbackToken,
      key: app.callbackKey,
    },
    sign: keyRing.sign,
    gate: createGate({ clock, signal }),
    now: clock.now,
    log,
    count: metrics.feishuCall,
  })
}

async function createServer(parts: Parts): Promise<NodeServer> {
  const { settings, clock, log, store, keyRing, feishu, metrics, ctx, registry, reconcile, leavers } = parts
  const { callbackToken: token, callbackKey, verificationToken, encryptKey } = settings.feishu
  const credentials = await openCallbackCredentials(store.notes, { token, key: callbackKey ?? null })
  const secrets = { verificationToken, encryptKey }
  const onFailure = (error: unknown): void => {
    log.error({ err: error }, 'a callback could not be applied')
  }
  const koa = createHttpApp({
    ctx,
    feishu: {
      approval: createApprovalCallback({
        ctx: { ...ctx, verifyContext: keyRing.verify },
        credentials,
        onFailure,
      }),
      event: createEventCallback({
        secrets,
        now: clock.now,
        onPersonChanged: feishu.people.forget,
        onPersonLeft: async ({ ids, userId, manager }) => {
          for (const id of ids) await store.sessions.removeOf(id)
          if (userId === null) return
          await leavers.note({ userId, manager })
          // It is durable: what fails now comes again by itself.
          void leavers.run().catch((error: unknown) => {
            log.warn({ err: error }, "a leaver's tasks are still to be handed over")
          })
        },
      }),
      card: createCardCallback({ secrets }),
    },
    adminToken: settings.adminToken,
    trustedProxies: settings.trustedProxies,
    log,
    readiness: () => readiness(store, registry),
    metrics: metrics.render,
    requestDone: metrics.requestDone,
    operations: {
      reconcile: ({ all }) => reconcile.runOnce(all ? { since: 0 } : {}),
      planDefinitions: registry.plan,
      applyDefinitions: registry.apply,
      doctor: () => seeDoctor(parts),
    },
    registrationErrors: registry.errors,
    ...(settings.feishu.pages === 'web_app' && { webApp: webAppOf(settings) }),
  })
  const answer = koa.callback()
  return createNodeServer((request, response) => void answer(request, response))
}

const webAppOf = ({ feishu, publicUrl }: AppSettings) =>
  createWebApp(webAppSettings(feishu.baseUrl, publicUrl))

/** Everything that goes on by itself. Answers how to end it. */
function startWork(parts: Parts, signal: AbortSignal): () => Promise<unknown> {
  const { settings, clock, log, store, feishu, metrics, registry, reconcile, ctx, leavers } = parts
  const deps = { store, feishu: feishu.delivery, cardStatusOf, clock, log, metrics }
  const delivery = startDelivery({ ...deps, random: Math.random })
  const everyMs = settings.reconcileEverySeconds * 1_000
  const loops = [
    startLoop({ clock, log, everyMs, run: () => reconcile.runOnce() }),
    startLoop({ clock, log, everyMs: HOUR_MS, run: () => store.sessions.removeExpired(clock.now()) }),
    startLoop({ clock, log, everyMs: HOUR_MS, run: () => removeUnnamedFiles(ctx) }),
    startLoop({ clock, log, everyMs: MINUTE_MS, run: leavers.run }),
  ]
  // Once: only a process that ended in the middle of an upload leaves anything.
  const tidying = store.attachments.removeOrphans().catch((error: unknown) => {
    log.warn({ err: error }, 'what is left of broken uploads could not be removed')
  })
  const registering = registry.register(signal).catch((error: unknown) => {
    log.error({ err: error }, 'definitions could not be registered')
  })
  return () => Promise.all([delivery.stop(), registering, tidying, ...loops.map((one) => one.stop())])
}

async function readiness(store: Store, registry: Registry): Promise<Readiness> {
  const storeFault = await store.ping().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const definitions = registry.isComplete() ? 'ok' : { waiting: Object.fromEntries(registry.errors()) }
  return {
    ready: storeFault === null && registry.isComplete(),
    checks: { store: storeFault ?? 'ok', definitions },
  }
}

async function seeDoctor({ feishu, settings, store }: Parts): Promise<DoctorReport> {
  const { publicUrl } = settings
  const pingStore = (): Promise<void> => store.ping()
  return { findings: await examine({ feishu: feishu.doctor, publicUrl, fetchText, pingStore }) }
}

async function fetchText(url: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) })
  return { status: response.status, text: await response.text() }
}
