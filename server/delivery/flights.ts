import type { Line } from '../domain/outbox/record.ts'
import type { Lease } from '../store/contract.ts'

/** Those at work, one per instance and line. */
export type Flights = {
  /** A lease of an instance that is still being worked on (its own ran out) has to wait for that. */
  start: (lease: Lease) => void
  size: (line?: Line) => number
  leases: () => readonly Lease[]
  /** Resolves when all that work now are done. */
  finished: () => Promise<void>
}

type Flight = { lease: Lease; next: Lease | undefined; done: Promise<void> }

/** `handle` never rejects. `onFree` is called when somebody is done. */
export function createFlights(handle: (lease: Lease) => Promise<void>, onFree: () => void): Flights {
  const members = new Map<string, Flight>()
  const sizes: Record<Line, number> = { todos: 0, messages: 0 }

  const work = async (member: Flight): Promise<void> => {
    for (let lease: Lease | undefined = member.lease; lease; lease = member.next) {
      member.lease = lease
      member.next = undefined
      await handle(lease)
    }
    members.delete(keyOf(member.lease))
    sizes[member.lease.line] -= 1
    onFree()
  }
  return {
    start(lease) {
      const known = members.get(keyOf(lease))
      if (known) {
        known.next = lease
        return
      }
      const member: Flight = { lease, next: undefined, done: Promise.resolve() }
      members.set(keyOf(lease), member)
      sizes[lease.line] += 1
      member.done = work(member)
    },
    size: (line) => (line === undefined ? members.size : sizes[line]),
    leases: () => [...members.values()].map(({ lease, next }) => next ?? lease),
    async finished() {
      await Promise.all([...members.values()].map(({ done }) => done))
    },
  }
}

const keyOf = ({ instanceId, line }: Lease): string => `${line} ${instanceId}`
