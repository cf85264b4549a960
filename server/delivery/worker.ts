import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import type { Metrics } from '../runtime/metrics.ts'
import type { Store } from '../store/contract.ts'
import { createWakeUp } from './wake-up.ts'
import { createFlights } from './flights.ts'
import type { LetterDeps } from './deliver-letter.ts'
import type { Delivered, DeliverDeps } from './deliver.ts'
import { createHandle } from './handle.ts'
import { createParkedProbes } from './probe-parked.ts'
import { createPlaces } from './places.ts'
import { createProof } from './proof.ts'
import { createRenewal } from './renewal.ts'
import { createReport } from './report.ts'
import { createSteadyClock } from '../runtime/steady-clock.ts'
import { within } from '../runtime/within.ts'
import { createTrouble } from './trouble.ts'

export type DeliveryDeps = Omit<DeliverDeps, 'store' | 'now' | 'provenFrom'> & {
  store: Pick<Store, 'instances' | 'letters' | 'definitions' | 'settings' | 'outbox' | 'ping'>
  peopleOf: LetterDeps['peopleOf']
  clock: Clock
  log: Log
  metrics: Pick<Metrics, 'effectDone' | 'notApplied'>
  /** Instances at a time: so many that a hundred that hang hold up nobody (R8). A quarter as many for messages. */
  concurrency?: number
  leaseMs?: number
  stopWithinMs?: number
}

export type Delivery = {
  /** Claims no more, waits a while for what is under way, and gives every lease back. 8 s at most (R21). */
  stop: () => Promise<void>
  /** Nothing is under way and nothing is due; what waits for its time does not count. */
  idle: () => boolean
}

const CONCURRENCY = 500
/** What a worker that dies has is another's after so long: one that lives renews its leases three times meanwhile. */
const LEASE_MS = 12_000
const STOP_WITHIN_MS = 8_000

const SHORTEST_NAP_MS = 20
/** Also how soon it is noticed that the lease of a worker that died has run out. */
const LONGEST_NAP_MS = 2_000

/** Delivers what is due until it is stopped: many instances side by side, the effects of one in their order. */
export function startDelivery(deps: DeliveryDeps): Delivery {
  const { store, log, metrics, concurrency = CONCURRENCY, leaseMs = LEASE_MS } = deps
  const clock = createSteadyClock(deps.clock)
  const { now } = clock
  const stopping = new AbortController()
  const { signal } = stopping
  const wakeUp = createWakeUp(clock)
  const trouble = createTrouble()
  const { outbox } = store
  const report = createReport({ log, metrics, now, outbox })
  const parkedProbes = createParkedProbes({ store, log, now, random: deps.random, signal })
  // By the clock of those who queue.
  const proof = createProof({ now: deps.clock.now, log })
  const onDelivered = (delivered: Delivered): void => {
    for (const tell of [report, proof.told, parkedProbes.told]) tell(delivered)
  }
  const handle = createHandle({ ...deps, now, outbox, trouble, proof, signal, onDelivered })
  const flights = createFlights(handle, wakeUp.wake)
  let resting = false

  const places = createPlaces({ outbox, flights, concurrency, leaseMs, now })
  const renewal = createRenewal({ outbox, flights, leaseMs, now })

  const claim = async (): Promise<void> => {
    if (!places.areFree()) return
    // What cannot be recorded is not sent: else a full disk would make every push leave again and again.
    if (trouble.isOn()) await store.ping()
    await places.fill()
  }
  const rest = async (): Promise<void> => {
    const dueAt = await places.nextDueAt()
    const napMs = Math.min(LONGEST_NAP_MS, (dueAt ?? Infinity) - now(), renewal.nextAt() - now())
    resting = true
    await wakeUp.wait(Math.max(SHORTEST_NAP_MS, napMs))
    resting = false
  }
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const quietMs = trouble.quietMs(now())
      if (quietMs > 0) await clock.sleep(quietMs, signal)
      try {
        await renewal.renew()
        await claim()
        await rest()
      } catch (error) {
        trouble.happened(now())
        log.warn({ err: error }, 'the store does not answer: deliveries wait')
      }
    }
  }
  const unsubscribe = outbox.onWork(wakeUp.wake)
  const ended = run()

  return {
    async stop() {
      stopping.abort()
      unsubscribe()
      wakeUp.wake()
      const finished = Promise.all([ended, parkedProbes.finished()]).then(flights.finished)
      await within(clock, deps.stopWithinMs ?? STOP_WITHIN_MS, finished)
      await Promise.all(flights.leases().map((lease) => outbox.release(lease).catch(() => undefined)))
    },
    idle: () => resting && !wakeUp.isAwake() && flights.size() === 0,
  }
}
