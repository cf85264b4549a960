import type { Endpoint } from '../../shared/webhooks/endpoint.ts'
import type {
  EndpointView,
  ReplayRequest,
  WebhookQuery,
  WebhookResponse,
  WebhooksResponse,
} from '../../shared/webhooks/operator.ts'
import { AppError } from '../domain/errors.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { sourceIn } from '../domain/mirror/press-queue.ts'
import { isResting, isWell, triedNow } from '../domain/webhooks/health.ts'
import { discarded, queueOf, replayed } from '../domain/webhooks/queues.ts'
import { eventId, readEventId, toldEvents, type ToldEvent } from '../domain/webhooks/told-event.ts'
import type { Queued, Store } from '../store/contract.ts'
import { changedFrom } from '../reconcile/changed.ts'
import type { HealthNotes } from './health-notes.ts'
import { changeQueues } from './each-queue.ts'
import type { Endpoints } from './endpoints.ts'

type OperateDeps = {
  store: Pick<Store, 'instances' | 'outbox'>
  endpoints: Endpoints
  healths: HealthNotes
  now: () => number
}

/** What operators see of endpoints and ask of them. All reject with `endpoint_not_found`. */
export type WebhookOperations = {
  list: () => Promise<WebhooksResponse>
  show: (id: string, query: WebhookQuery) => Promise<WebhookResponse>
  /** Tells events again, in their place among those that wait. Also rejects with `effect_not_found`. */
  replay: (id: string, request: ReplayRequest) => Promise<{ events: number }>
  /** Tries at once, whatever it answered before. */
  resume: (id: string) => Promise<EndpointView>
  /** Gives up what waits for an endpoint that is in no file any more. */
  discard: (id: string) => Promise<{ events: number }>
}

const NOTHING: Queued = { events: 0, instances: 0 }

export function createWebhookOperations(deps: OperateDeps): WebhookOperations {
  const { store, endpoints, healths, now } = deps
  const see = async (id: string): Promise<EndpointView> => {
    const waiting = (await store.outbox.queued()).get(id)
    const endpoint = endpoints.find(id)
    if (!endpoint && !waiting) throw noEndpoint(id)
    await healths.load(id)
    return toView(deps, id, endpoint, waiting)
  }
  const inFile = (id: string): Endpoint => {
    const endpoint = endpoints.find(id)
    if (!endpoint) throw noEndpoint(id)
    return endpoint
  }
  return {
    async list() {
      const queued = await store.outbox.queued()
      // What waits for a source is told with the sources.
      const waiting = [...queued.keys()].filter((id) => sourceIn(id) === undefined)
      const ids = new Set([...endpoints.all().map(({ id }) => id), ...waiting])
      return { items: await Promise.all([...ids].map(see)) }
    },
    async show(id, query) {
      const view = await see(id)
      const page = await store.outbox.queues({ endpoint: id, ...query })
      const queues = page.items.map(({ instanceId: instance, queue }) => ({
        instance,
        events: queue.waiting.map((sequence) => eventId(instance, sequence)),
        attempts: queue.attempts,
        lastError: queue.lastError,
        nextTryAt: queue.nextTryAt,
      }))
      return { ...view, attempts: [...healths.attempts(id)], queues, nextCursor: page.nextCursor }
    },
    async replay(id, { event, since }) {
      const endpoint = inFile(id)
      if (event !== undefined) return { events: await replayOne(deps, endpoint, event) }
      return { events: await replaySince(deps, endpoint, since ?? now()) }
    },
    async resume(id) {
      inFile(id)
      await healths.change(id, triedNow)
      return see(id)
    },
    async discard(id) {
      if (endpoints.find(id))
        throw new AppError(
          'bad_request',
          `Endpoint ${id} is in webhooks.yaml: nothing is skipped for it. Take it out and run definitions apply first.`,
        )
      await see(id)
      return {
        events: await changeQueues(
          store,
          id,
          () => true,
          (record) => discarded(record, id),
        ),
      }
    },
  }
}

const noEndpoint = (id: string): AppError =>
  new AppError('endpoint_not_found', `There is no endpoint ${id}: see webhooks list.`)

function toView(
  { healths, now }: OperateDeps,
  id: string,
  endpoint: Endpoint | undefined,
  waiting = NOTHING,
): EndpointView {
  const health = healths.of(id)
  const { off, failingSince, restUntil, last } = health
  const state = off ? 'off' : isWell(health) ? 'up' : 'resting'
  return {
    id,
    url: endpoint?.url ?? null,
    events: endpoint?.events ?? null,
    definitions: endpoint?.definitions ?? null,
    state: endpoint ? state : 'removed',
    since: off?.at ?? failingSince,
    why: off?.why ?? null,
    restsUntil: isResting(health, now()) ? restUntil : null,
    lastAnswer: last && { at: last.at, status: last.status, error: last.error },
    waiting: { events: waiting.events, instances: waiting.instances },
  }
}

async function replayOne({ store, endpoints, now }: OperateDeps, { id }: Endpoint, event: string) {
  const named = readEventId(event)
  const none = new AppError('effect_not_found', `There is no event ${event} that endpoint ${id} takes.`)
  if (!named) throw none
  return store.instances.change(named.instanceId, (current) => {
    const told = current && takenBy(endpoints, id, current)[named.sequence - 1]
    if (!told) throw none
    const next = replayed(current, id, [named.sequence], now())
    return { next, result: countNew(current, next, id) }
  })
}

async function replaySince({ store, endpoints, now }: OperateDeps, { id }: Endpoint, since: number) {
  let events = 0
  // Whoever was told since has changed since.
  for (const instanceId of (await changedFrom(store.instances, since, now())).keys())
    events += await store.instances.change(instanceId, (current) => {
      if (!current) return { result: 0 }
      const wanted = takenBy(endpoints, id, current).flatMap((told) =>
        told && told.act.at >= since ? [told.sequence] : [],
      )
      const next = replayed(current, id, wanted, now())
      return { next, result: countNew(current, next, id) }
    })
  return events
}

/** All events of an approval, in their places; those that the endpoint does not take are left empty. */
function takenBy({ takersOf }: Endpoints, id: string, { instance, history }: InstanceRecord) {
  const { code } = instance.definition
  return toldEvents(history).map((told): ToldEvent | undefined =>
    takersOf(code, told.type).includes(id) ? told : undefined,
  )
}

const waitingIn = (record: InstanceRecord, id: string): number => queueOf(record, id)?.waiting.length ?? 0

const countNew = (before: InstanceRecord, after: InstanceRecord, id: string): number =>
  waitingIn(after, id) - waitingIn(before, id)
