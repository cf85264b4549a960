import type { OutboxLine } from '../domain/outbox/record.ts'
import type { Lease } from '../store/contract.ts'

/** Those at work, one per instance and line. */
export type Flights<L extends OutboxLine = OutboxLine> = {
  /** A lease of an instance that is still being worked on (its own ran out) has to wait for that. */
  start: (lease: Lease<L>) => void
  size: (line?: L) => number
  leases: () => readonly Lease<L>[]
  /** Resolves when all that work now are done. */
  finished: () => Promise<void>
}

type Flight<L extends OutboxLine> = { lease: Lease<L>; next: Lease<L> | undefined; done: Promise<void> }

/** `handle` never rejects. `onFree` is called when somebody is done. */
export function createFlights<L extends OutboxLine>(
  handle: (lease: Lease<L>) => Promise<void>,
  onFree: () => void,
): Flights<L> {
  const members = new Map<string, Flight<L>>()
  const sizes = new Map<L, number>()
  const count = (line: L, by: 1 | -1) => sizes.set(line, (sizes.get(line) ?? 0) + by)

  const work = async (member: Flight<L>): Promise<void> => {
    for (let lease: Lease<L> | undefined = member.lease; lease; lease = member.next) {
      member.lease = lease
      member.next = undefined
      await handle(lease)
    }
    members.delete(keyOf(member.lease))
    count(member.lease.line, -1)
    onFree()
  }
  return {
    start(lease) {
      const known = members.get(keyOf(lease))
      if (known) {
        known.next = lease
        return
      }
      const member: Flight<L> = { lease, next: undefined, done: Promise.resolve() }
      members.set(keyOf(lease), member)
      count(lease.line, 1)
      member.done = work(member)
    },
    size: (line) => (line === undefined ? members.size : (sizes.get(line) ?? 0)),
    leases: () => [...members.values()].map(({ lease, next }) => next ?? lease),
    async finished() {
      await Promise.all([...members.values()].map(({ done }) => done))
    },
  }
}

const keyOf = ({ instanceId, line }: Lease): string => `${line} ${instanceId}`
