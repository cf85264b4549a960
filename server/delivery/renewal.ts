import type { Outbox } from '../store/contract.ts'
import type { Crew } from './flights.ts'

type Deps = { outbox: Pick<Outbox, 'renew'>; crew: Pick<Crew, 'leases'>; leaseMs: number; now: () => number }

/** Renews the leases of all that is under way, three times while one lasts: whoever lives keeps what it has. */
export function createRenewal({ outbox, crew, leaseMs, now }: Deps) {
  let nextAt = 0
  return {
    nextAt: (): number => nextAt,
    /** Does nothing before `nextAt`. */
    async renew(): Promise<void> {
      if (now() < nextAt) return
      nextAt = now() + leaseMs / 3
      await outbox.renew(crew.leases(), { now: now(), leaseMs })
    },
  }
}
