import type { EndpointLine } from '../domain/outbox/record.ts'
import { decidesAt, isProbed, isResting, placesOf } from '../domain/webhooks/health.ts'
import { lineOf } from '../domain/webhooks/queues.ts'
import type { Flights } from '../delivery/flights.ts'
import type { Outbox } from '../store/contract.ts'
import type { CatchUp } from './catch-up.ts'
import type { HealthNotes } from './health-notes.ts'

/** What is taken from the lines of the endpoints. Each has places of its own. */
export type EndpointPlaces = {
  /** Takes as much for an endpoint as there is room for. */
  fill: (endpoint: string) => Promise<void>
  /** When there will be something to try for it that has room; Infinity: nothing waits. */
  nextAt: (endpoint: string) => Promise<number>
}

type Deps = {
  outbox: Pick<Outbox, 'claim' | 'nextDueAt'>
  flights: Flights<EndpointLine>
  healths: Pick<HealthNotes, 'load' | 'of'>
  catchUp: Pick<CatchUp, 'begin'>
  leaseMs: number
  now: () => number
}

export function createEndpointPlaces(deps: Deps): EndpointPlaces {
  const { outbox, flights, healths, catchUp, leaseMs, now } = deps
  return {
    async fill(id) {
      await healths.load(id)
      const health = healths.of(id)
      // Begun anew where a kill came between.
      if (health.isBack) catchUp.begin(id)
      const line = lineOf(id)
      const limit = placesOf(health) - flights.size(line)
      if (limit <= 0 || isResting(health, now())) return
      const ahead = isProbed(health, now())
      const leases = await outbox.claim({ line, now: now(), limit, leaseMs, ahead })
      for (const lease of leases) flights.start(lease)
    },
    async nextAt(id) {
      const health = healths.of(id)
      const line = lineOf(id)
      if (placesOf(health) <= flights.size(line)) return Infinity
      const dueAt = await outbox.nextDueAt(line)
      if (dueAt === null) return Infinity
      const at = health.off ? 0 : Math.min(dueAt, decidesAt(health))
      return Math.max(at, isResting(health, now()) ? health.restUntil : 0)
    },
  }
}
