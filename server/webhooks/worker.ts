import type { EndpointLine } from '../domain/outbox/record.ts'
import { withFewWrites } from '../delivery/few-writes.ts'
import { createFlights } from '../delivery/flights.ts'
import { createRenewal } from '../delivery/renewal.ts'
import { createTrouble } from '../delivery/trouble.ts'
import { createWakeUp } from '../delivery/wake-up.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import { createSteadyClock } from '../runtime/steady-clock.ts'
import { within } from '../runtime/within.ts'
import type { Store } from '../store/contract.ts'
import { createCatchUp } from './catch-up.ts'
import type { HealthNotes } from './health-notes.ts'
import type { Endpoints } from './endpoints.ts'
import { tellNext } from './deliver.ts'
import { createTellAll, type TellNext } from './tell-all.ts'
import { createEndpointPlaces } from './places.ts'
import type { Send } from './send.ts'

type WorkerStore = Pick<Store, 'instances' | 'definitions' | 'outbox' | 'ping'>

export type TellingDeps = {
  store: WorkerStore
  /** Those that may be told of something, as things are now. */
  ids: () => Promise<readonly string[]>
  /** By a store whose writes keep nobody waiting who is at the device, and a clock that only runs forward. */
  tellBy: (parts: { store: WorkerStore; now: () => number }) => TellNext
  healths: HealthNotes
  clock: Clock
  log: Log
  /** Told of each try. */
  count: (endpoint: string, outcome: 'taken' | 'missed') => void
  stopWithinMs?: number
}

export type WebhooksDeps = Omit<TellingDeps, 'ids' | 'tellBy'> & {
  endpoints: Pick<Endpoints, 'all' | 'find'>
  send: Send
}

export type Webhooks = {
  /** Begins no more, waits a while for what is under way, and gives every lease back. */
  stop: () => Promise<void>
  /** Nothing is under way and nothing is due. */
  idle: () => boolean
}

/** As of delivery to Feishu. */
const LEASE_MS = 12_000
const STOP_WITHIN_MS = 8_000
const SHORTEST_NAP_MS = 20
/** Also how soon it is noticed that the machine's clock was moved on. */
const LONGEST_NAP_MS = 10_000

/** Tells endpoints of events. */
export function startWebhooks({ endpoints, send, ...deps }: WebhooksDeps): Webhooks {
  const { healths } = deps
  return startTelling({
    ...deps,
    ids: async () => endpoints.all().map(({ id }) => id),
    tellBy: (parts) => async (id, lease) => {
      const endpoint = endpoints.find(id)
      const tried = endpoint && (await tellNext({ ...parts, send }, endpoint, lease))
      if (!tried) return undefined
      const { answer, ...event } = tried
      const { begunAt, at, status, error } = answer
      healths.tried(id, { at: begunAt, ...event, status, error, ms: at - begunAt })
      return { answer }
    },
  })
}

/**
 * Tells other systems what waits for them, until it is stopped: each has places of its own, so one that hangs holds up
 * no other; in them many approvals side by side, what is said of one in its order.
 */
export function startTelling(deps: TellingDeps): Webhooks {
  const { store, ids, healths, log } = deps
  const { outbox } = store
  const clock = createSteadyClock(deps.clock)
  const { now } = clock
  const stopping = new AbortController()
  const { signal } = stopping
  const wakeUp = createWakeUp(clock)
  const trouble = createTrouble()
  const catchUp = createCatchUp({ store, healths, now, log, signal })
  const tell = deps.tellBy({ store: withFewWrites(store), now })
  const tellAll = createTellAll({ ...deps, outbox, tell, now, trouble, catchUp, signal })
  const flights = createFlights<EndpointLine>(tellAll, wakeUp.wake)
  const renewal = createRenewal({ outbox, flights, leaseMs: LEASE_MS, now })
  let resting = false

  const places = createEndpointPlaces({ outbox, flights, healths, catchUp, leaseMs: LEASE_MS, now })

  const rest = async (): Promise<void> => {
    const times = await Promise.all((await ids()).map(places.nextAt))
    const renewAt = flights.size() > 0 ? renewal.nextAt() : Infinity
    const napMs = Math.min(LONGEST_NAP_MS, Math.min(renewAt, ...times) - now())
    resting = true
    await wakeUp.wait(Math.max(SHORTEST_NAP_MS, napMs))
    resting = false
  }
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const quietMs = trouble.quietMs(now())
      if (quietMs > 0) await clock.sleep(quietMs, signal)
      try {
        if (flights.size() > 0) await renewal.renew()
        // What cannot be recorded is not sent.
        if (trouble.isOn()) await store.ping()
        for (const id of await ids()) await places.fill(id)
        await rest()
      } catch (error) {
        trouble.happened(now())
        log.warn({ err: error }, 'the store does not answer: events for other systems wait')
      }
    }
  }
  const unsubscribe = outbox.onWork(wakeUp.wake)
  healths.onChange(wakeUp.wake)
  const ended = run()

  return {
    async stop() {
      stopping.abort()
      unsubscribe()
      wakeUp.wake()
      const finished = Promise.all([ended, catchUp.finished()]).then(flights.finished)
      await within(clock, deps.stopWithinMs ?? STOP_WITHIN_MS, finished)
      await Promise.all(flights.leases().map((lease) => outbox.release(lease).catch(() => undefined)))
    },
    idle: () => resting && !wakeUp.isAwake() && flights.size() === 0,
  }
}
