import type { Outbox } from '../store/contract.ts'
import type { Flights } from './flights.ts'

type Deps = {
  outbox: Pick<Outbox, 'renew'>
  flights: Pick<Flights, 'leases'>
  leaseMs: number
  now: () => number
}

/** Renews the leases of all that is under way, three times while one lasts: whoever lives keeps what it has. */
export function createRenewal({ outbox, flights, leaseMs, now }: Deps) {
  let nextAt = 0
  return {
    nextAt: (): number => nextAt,
    /** Does nothing before `nextAt`. */
    async renew(): Promise<void> {
      if (now() < nextAt) return
      nextAt = now() + leaseMs / 3
      await outbox.renew(flights.leases(), { now: now(), leaseMs })
    },
  }
}
