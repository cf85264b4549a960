import { onTestFinished } from 'vitest'
import type { Endpoint } from '../../shared/webhooks/endpoint.ts'
import type { WebhookEvent } from '../../shared/webhooks/event.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import type { EndpointAnswer } from '../../server/domain/webhooks/health.ts'
import type { Verdict } from '../../server/domain/verbs/decide.ts'
import { act } from '../../server/domain/verbs/index.ts'
import type { OperatorPort } from '../../server/feishu/port.ts'
import type { Store } from '../../server/store/contract.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { createHealthNotes, type HealthNotes } from '../../server/webhooks/health-notes.ts'
import { openEndpoints, type Endpoints } from '../../server/webhooks/endpoints.ts'
import { createWebhookOperations, type WebhookOperations } from '../../server/webhooks/operate.ts'
import { createTellManagers } from '../../server/webhooks/tell-managers.ts'
import { withEndpoints } from '../../server/webhooks/with-endpoints.ts'
import { startWebhooks, type Webhooks } from '../../server/webhooks/worker.ts'
import { mortal } from '../delivery/rig.ts'
import { aContext, aDefinition, aDefinitionRecord, aRecord, decided, given, T0 } from '../support/builders.ts'
import { createFakeClock, settled } from '../support/fake-clock.ts'
import { createMemoryFiles } from '../support/memory-store.ts'
import { putDefinition } from '../support/put.ts'

export const ERP: Endpoint = { id: 'erp', url: 'https://erp.example.com/in', secretEnv: 'WEBHOOK_ERP' }
export const CRM: Endpoint = { id: 'crm', url: 'https://crm.example.com/in', secretEnv: 'WEBHOOK_CRM' }

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** One try, as an endpoint saw it. */
export type Seen = {
  endpoint: string
  at: number
  id: string
  event: WebhookEvent
  body: string
  taken: boolean
}

/** What an endpoint answers to a try; `hang`: nothing for 20 s. */
export type Reply = number | { status: number; retryAfterMs: number } | 'hang'

type RigOptions = {
  endpoints?: readonly Endpoint[]
  answer?: (endpoint: string, id: string, at: number) => Reply
  onStep?: () => void
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/** The worker on files in memory, with endpoints that a test speaks for, and one clock for all. */
export async function openRig({ endpoints = [ERP], answer = () => 204, onStep }: RigOptions = {}) {
  const clock = createFakeClock(T0)
  const { now } = clock
  const texts = new Map<string, string>()
  const seen: Seen[] = []
  const told: { userId: string; uuid: string; off: object }[] = []
  const file = { endpoints }
  const rules = { answer, tellOff: (): 'ok' | 'later' => 'ok' }
  let life = 0

  const send = async (
    endpoint: Endpoint,
    { id, body }: { id: string; body: string },
  ): Promise<EndpointAnswer> => {
    const begunAt = now()
    const reply = rules.answer(endpoint.id, id, begunAt)
    const taken = typeof reply === 'number' && reply >= 200 && reply < 300
    seen.push({
      endpoint: endpoint.id,
      at: begunAt,
      id,
      event: JSON.parse(body) as WebhookEvent,
      body,
      taken,
    })
    if (reply === 'hang') await clock.sleep(20 * SECOND_MS)
    const { status, retryAfterMs } =
      reply === 'hang'
        ? { status: null, retryAfterMs: null }
        : typeof reply === 'number'
          ? { status: reply, retryAfterMs: null }
          : reply
    return { begunAt, at: now(), status, error: taken ? null : `answers ${status}`, retryAfterMs }
  }

  const open = async () => {
    const own = life
    const isAlive = () => own === life
    const files = mortal(createMemoryFiles(texts), isAlive, onStep)
    const { store: opened, load } = createEmbeddedStore(files, async () => undefined)
    await load()
    if ((await opened.definitions.list()).length === 0)
      await putDefinition(
        opened,
        aDefinitionRecord({ definition: aDefinition({ managers: ['u_admin', 'u_boss'] }) }),
      )
    const all: Endpoints = await openEndpoints({
      notes: opened.notes,
      readFile: async () => ({ endpoints: file.endpoints, faults: [] }),
      log: silent,
    })
    await all.apply()
    const store: Store = withEndpoints(opened, all.takersOf)
    const healths: HealthNotes = createHealthNotes(store.notes)
    const webhooks: Webhooks = startWebhooks({
      store,
      endpoints: all,
      healths,
      send: mortal({ send }, isAlive, onStep).send,
      clock: {
        now,
        elapsed: clock.elapsed,
        sleep: (ms, signal) => (isAlive() ? clock.sleep(ms, signal) : new Promise(() => undefined)),
      },
      log: silent,
      count: () => undefined,
    })
    const operations: WebhookOperations = createWebhookOperations({ store, endpoints: all, healths, now })
    const feishu: OperatorPort = {
      tellOff: async (userId, uuid, off) => {
        if (rules.tellOff() === 'ok') {
          told.push({ userId, uuid, off })
          return { ok: true, value: null }
        }
        const failure = { code: null, httpStatus: null, message: '', logId: null, retryAfterMs: null }
        return { ok: false, failure: { class: 'not_sent', ...failure } }
      },
    }
    const tellManagers = createTellManagers({ store, feishu, endpoints: all, healths, log: silent })
    return { store, all, healths, webhooks, operations, tellManagers }
  }
  let current = await open()
  onTestFinished(async () => {
    const ended = current.webhooks.stop()
    await clock.advance(HOUR_MS)
    await ended
  })
  const change = async (id: string, next: (record: InstanceRecord) => InstanceRecord): Promise<void> => {
    await current.store.instances.change(id, (record) => ({
      next: record && next(record),
      result: undefined,
    }))
  }
  const waits = async (): Promise<number> =>
    [...(await current.store.outbox.queued()).values()].reduce((sum, { events }) => sum + events, 0)

  return {
    clock,
    seen,
    told,
    file,
    rules,
    store: () => current.store,
    operations: () => current.operations,
    tellManagers: () => current.tellManagers(),
    apply: () => current.all.apply(),
    change,
    waits,
    /** `endpoint sequence type` of each try. */
    tries: () => seen.map(({ endpoint, event }) => `${endpoint} ${event.data.sequence} ${event.type}`),
    /** What the endpoint took of an instance, in order. */
    taken: (id: string, endpoint = ERP.id) =>
      seen
        .filter((one) => one.taken && one.endpoint === endpoint && one.event.data.id === id)
        .map(({ event }) => event.data.sequence),
    state: async (id = ERP.id) => (await current.operations.show(id, { limit: 100 })).state,
    async begin(id: string) {
      await current.store.instances.change(id, () => ({
        next: aRecord({ id, at: now() }),
        result: undefined,
      }))
      await settled()
    },
    decide: (taskId: string, verdict: Verdict = 'APPROVED') =>
      change(taskId.slice(0, taskId.lastIndexOf('_')), (record) =>
        decided(record, taskId, { verdict, at: now() }),
      ),
    say: (id: string, text: string) =>
      change(id, (record) => {
        const input = { text, mentions: [], ...given() }
        return toRecord(
          record,
          act(record.instance, 'comment', input, aContext({ at: now(), by: 'u_alice' })),
        )
      }),
    /** `kill -9`, and a start on what it left. */
    async crash() {
      life += 1
      await settled()
      current = await open()
    },
    kill: () => void (life += 1),
  }
}

export type WebhookRig = Awaited<ReturnType<typeof openRig>>
