import { createHash, randomBytes } from 'node:crypto'
import { withActLog } from './act-log.ts'
import { createEvents, type FeishuEvents } from './events.ts'
import { createFetchFile } from './fetch-file.ts'
import {
  connectEndpoints,
  endpointFaultsOf,
  openEndpointsOf,
  type WebhookParts,
} from './connect-endpoints.ts'
import { connectOutside, connectSources, sourceFaultsOf, type Company } from './connect-sources.ts'
import { openKeyRing, type KeyRing } from '../callbacks/action-context.ts'
import type { Config, FeishuSettings, SecretOf } from '../config.ts'
import { createCalendarReader, type CalendarReader } from '../definitions/read-calendar.ts'
import { createRegistry, type Registry } from '../definitions/register.ts'
import { createGate, type GateOptions, type Quota } from '../feishu/gate/pacing.ts'
import { readWeekdays, toCalendar } from '../domain/calendar.ts'
import { readTimeOfDay } from '../../shared/time/days.ts'
import { createFeishu } from '../feishu/client.ts'
import type { OnLookup } from '../feishu/people.ts'
import type { FeishuPort } from '../feishu/port.ts'
import type { Presses } from '../presses/presses.ts'
import { createReconcile, type Reconcile } from '../reconcile/reconcile.ts'
import { createReminders, type Reminders } from '../reminders/reminders.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import { createOrigins, type Origins } from '../runtime/origin.ts'
import { createMetrics, type Metrics } from '../runtime/metrics.ts'
import type { AskOutside } from '../runtime/outside/ask-outside.ts'
import { createWarnOnce } from '../runtime/warn-once.ts'
import { connectPresses } from './connect-presses.ts'
import { createSources } from './create-sources.ts'
import { openLinkKey } from './link-key.ts'
import type { Store } from '../store/contract.ts'
import { openLowdbStore } from '../store/embedded/open.ts'
import { verifyForPerson, type CallbackContext } from '../usecases/apply-callback.ts'
import type { UseCaseContext } from '../usecases/context.ts'
import type { HandedOver } from '../usecases/hand-over.ts'
import { openIdentities } from '../usecases/identities.ts'
import { createLeavers, type Leavers } from '../usecases/leavers.ts'
import { withFormerIds } from '../usecases/former-ids.ts'
import { createRenames, type Renames } from '../usecases/renames.ts'
import { createPeopleWatch, type PeopleWatch } from '../usecases/watch-people.ts'
import { createTimeouts, type Timeouts } from '../timeouts/timeouts.ts'
import { createUsage, type UsageCount } from '../usecases/usage.ts'
import { timeOutTask } from '../usecases/time-out-task.ts'
import type { Endpoints } from '../webhooks/endpoints.ts'
import { withEndpoints } from '../webhooks/with-endpoints.ts'

/** One server's settings, after it is clear which Feishu it talks to. */
export type AppSettings = {
  feishu: FeishuSettings
  publicUrl: string
  /** Where approvals come from, as Feishu's lists and cards say. */
  sourceName: string | undefined
  dataDir: string
  /** Whose data the folder holds; it is refused to anybody else. */
  binding: { appId: string; baseUrl: string }
  definitionsDir: string
  adminToken: string | undefined
  trustedProxies: readonly string[]
  /** May be asked in plain and in a private network. */
  webhookHosts: readonly string[]
  /** What a definition calls by its name in the environment. */
  secretOf: SecretOf
  /** The sandbox's sample company, while it stands in for Feishu. */
  company: Company | undefined
  logRequestsAt: 'info' | 'debug'
  /** Of one person and kind: submissions, comments, copies, urges. */
  actsPerMinute: number
  reminders: Config['reminders']
  thrift: Config['thrift']
  /** How links open, and what the web pages are given. */
  web: Config['web']
  reconcileEverySeconds: number
  pid: number
}

export type AppDeps = {
  clock: Clock
  log: Log
  /** The store is no longer this process's: it has to end at once. */
  onStoreLost?: (lost: Error) => void
}

/** What is wired once and used in several places. */
export type Wiring = {
  settings: AppSettings
  clock: Clock
  log: Log
  store: Store
  feishu: FeishuPort & { quota: Quota }
  metrics: Metrics
  ctx: UseCaseContext
  callbacks: CallbackContext
  registry: Registry
  reconcile: Reconcile
  leavers: Leavers
  renames: Renames
  watch: PeopleWatch
  events: FeishuEvents
  reminders: Reminders
  timeouts: Timeouts
  origins: Origins
  usage: UsageCount
  webhooks: WebhookParts
  presses: Presses
}

const QUOTA_USED_UP =
  'the calls to Feishu that the tenant has a month are used up: deliveries wait, one is tried every 10 minutes; see doctor'

/** So that a reminder says what is true when it leaves: whoever would wait longer composes it anew. */
const UNSTALE_MS = 1_000

const CRYPTO: Pick<UseCaseContext, 'newId' | 'randomToken' | 'hash' | 'sha1'> = {
  newId: () => randomBytes(16).toString('hex'),
  randomToken: () => randomBytes(32).toString('base64url'),
  hash: (text) => createHash('sha256').update(text).digest('hex'),
  sha1: (text) => createHash('sha1').update(text).digest('hex'),
}

/** Opens the store and wires every part once. Rejects with `StoreOpenError` when the data cannot be had. */
export async function wire(settings: AppSettings, deps: AppDeps, signal: AbortSignal): Promise<Wiring> {
  const { clock, log } = deps
  const { now } = clock
  const { binding, definitionsDir: folder } = settings
  const { store, endpoints, origins, usage } = await openStore(settings, deps)
  const metrics = createMetrics()
  metrics.watchOutbox(() => store.outbox.count())
  metrics.watchEndpoints(() => store.outbox.queued())
  const keyRing = await openKeyRing(store.notes, { app: binding.appId, now, random: randomBytes })
  const identities = await openIdentities(store.notes)
  // Who looks at what contacts answer needs contacts for it: it is set below.
  const lookups: { on: OnLookup } = { on: () => undefined }
  const onLookup: OnLookup = (id, found) => lookups.on(id, found)
  const requests = { earlier: await store.requests.earlier(), note: store.requests.note }
  const { sign } = keyRing
  const { called: onCall } = usage
  const connection = { settings, clock, log, metrics, sign, onLookup, onCall, requests }
  const feishu = connectFeishu(connection, signal)
  const ask = connectOutside(settings)
  const calendarFile = createCalendarReader(settings.definitionsDir, log)
  const { timeZone, weekdays } = reminderSettings(settings.reminders)
  const sources = createSources({ folder, people: feishu.people, clock, log })
  const ctx: UseCaseContext = {
    store,
    people: withFormerIds(feishu.people, identities),
    identities,
    jssdk: feishu.jssdk,
    options: connectSources({ settings, ask, clock, log, metrics }),
    sources: sources.port,
    appId: binding.appId,
    publicUrl: settings.publicUrl,
    now,
    noApprover: createWarnOnce(log, 'no approver was found for a node: the managers stand in'),
    calendar: async () => toCalendar(await calendarFile.read(), { timeZone, weekdays }),
    ...CRYPTO,
    mac: await openLinkKey(store.notes, randomBytes),
  }
  const { definitions, instances } = store
  const known = { store: definitions, instances, feishu: feishu.definitions, people: feishu.people }
  const faults = { sourceFaults: sourceFaultsOf(settings), endpointFaults: endpointFaultsOf(settings) }
  const parts = { ...known, ...faults, endpoints, now, folder, clock, log, sources: sources.ids }
  const registry = createRegistry(parts)
  sources.kinds.tell = registry.tellOf
  const reconcile = createReconcile({ store, feishu: feishu.delivery, now, log })
  const people = watchPeople(ctx, log)
  lookups.on = people.watch.saw
  const timed = keepTime(ctx, { settings, clock, log, feishu }, calendarFile.read, signal)
  const { watch } = people
  const { baseUrl, proxy } = settings.feishu
  const callbacks = {
    ...ctx,
    verifyContext: verifyForPerson(keyRing.verify, identities),
    fetchFile: createFetchFile({ baseUrl, proxy, webhookHosts: settings.webhookHosts, log }),
  }
  const events = createEvents({ app: settings.feishu, clock, log, ctx: callbacks, feishu, watch })
  const told = tellOthers({ settings, clock, log, ctx, ask }, endpoints, sources)
  const work = { callbacks, registry, reconcile, ...people, events, ...timed, origins, usage, ...told }
  return { settings, clock, log, store, feishu, metrics, ctx, ...work }
}

type Telling = Pick<Wiring, 'settings' | 'clock' | 'log' | 'ctx'> & { ask: AskOutside }

/** Other systems, as far as they are told of events, or of decisions that are theirs to make. */
function tellOthers(
  { settings, clock, log, ctx, ask }: Telling,
  endpoints: Endpoints,
  sources: Pick<ReturnType<typeof createSources>, 'presses'>,
): Pick<Wiring, 'webhooks' | 'presses'> {
  const webhooks = connectEndpoints(endpoints, { settings, store: ctx.store, clock, ask })
  const presses = connectPresses({ ctx, healths: webhooks.healths, ask, clock, log })
  sources.presses.handPress = presses.handPress
  sources.presses.handLetter = presses.handLetter
  sources.presses.lastAnswer = presses.lastAnswer
  return { webhooks, presses }
}

/** The store, in which each act is logged and counted, and comes with what other systems are told of it. */
async function openStore(settings: AppSettings, { clock, log, onStoreLost }: AppDeps) {
  const { dataDir, binding, pid } = settings
  const origins = createOrigins()
  const opened = await openLowdbStore({ dataDir, binding, pid, onLost: onStoreLost })
  const usage = createUsage(opened.notes, { now: clock.now, timeZone: settings.reminders.timeZone })
  const endpoints = await openEndpointsOf(settings, opened.notes, log)
  const store = withActLog(withEndpoints(opened, endpoints.takersOf), log, origins.current, usage.acted)
  return { store, endpoints, origins, usage }
}

/** What happens by the clock, in working time. */
function keepTime(
  ctx: UseCaseContext,
  { settings, clock, log, feishu }: Pick<Wiring, 'settings' | 'clock' | 'log' | 'feishu'>,
  readCalendar: CalendarReader['read'],
  signal: AbortSignal,
): Pick<Wiring, 'reminders' | 'timeouts'> {
  const { store, now, calendar } = ctx
  return {
    reminders: createReminders({
      store,
      feishu: feishu.reminders,
      clock,
      ...reminderSettings(settings.reminders),
      readCalendar,
      random: Math.random,
      signal,
      log,
    }),
    timeouts: createTimeouts({
      store,
      act: (due) => timeOutTask(ctx, due),
      calendar,
      now,
      log,
    }),
  }
}

function watchPeople(ctx: UseCaseContext, log: Log): Pick<Wiring, 'leavers' | 'renames' | 'watch'> {
  const leavers = createLeavers(ctx, ({ userId, ...done }) => tellHandedOver(log, userId, done))
  const renames = createRenames(ctx, log)
  return { leavers, renames, watch: createPeopleWatch({ ctx, leavers, renames, log }) }
}

/** Approvals that nobody could take are named: somebody has to look at them. */
function tellHandedOver(log: Log, user: string, { passedOver, ...done }: HandedOver): void {
  if (passedOver.length > 0)
    log.warn({ user, passedOver }, 'approvals of somebody who is gone still wait for them')
  log.info({ user, ...done }, 'somebody is gone: others take their place')
}

const reminderSettings = ({ time, timeZone, weekdays }: AppSettings['reminders']) => ({
  time: time === 'off' ? null : readTimeOfDay(time),
  timeZone,
  weekdays: readWeekdays(weekdays),
})

type Connection = Pick<Wiring, 'settings' | 'clock' | 'log' | 'metrics'> &
  Pick<KeyRing, 'sign'> &
  Pick<GateOptions, 'requests'> & { onLookup?: OnLookup; onCall?: UsageCount['called'] }

/** Feishu as this app reaches it. It asks for nothing of the store but a signature. */
export function connectFeishu(
  { settings, clock, log, metrics, sign, onLookup, onCall, requests }: Connection,
  signal: AbortSignal,
): FeishuPort & { quota: Quota } {
  const { feishu: app, publicUrl } = settings
  const limits = { message_send: { maxWaitMs: UNSTALE_MS }, message_update: { maxWaitMs: UNSTALE_MS } }
  const onQuota = (isUsedUp: boolean): void => {
    if (isUsedUp) log.error({ code: 99991403 }, QUOTA_USED_UP)
    else log.info({}, 'Feishu takes calls again: what waits is delivered')
  }
  const gate = createGate({ clock, signal, limits, onQuota, ...(requests && { requests }) })
  const feishu = createFeishu({
    baseUrl: app.baseUrl,
    botMessageUrl: app.botMessageUrl,
    applinkUrl: app.applinkUrl,
    appId: app.appId,
    appSecret: app.appSecret,
    pages: app.pages,
    linkModes: settings.web.links,
    publicUrl,
    callback: {
      url: `${publicUrl}/feishu/approval/callback`,
      token: app.callbackToken,
      key: app.callbackKey,
    },
    // Whoever sets it says it in one language.
    ...(settings.sourceName !== undefined && { source: { 'zh-CN': settings.sourceName } }),
    sign,
    gate,
    now: clock.now,
    elapsed: clock.elapsed,
    log,
    count: (api, outcome) => {
      metrics.feishuCall(api, outcome)
      onCall?.(api, outcome)
    },
    ...(onLookup && { onLookup }),
    proxy: app.proxy,
  })
  return { ...feishu, quota: gate.quota }
}
