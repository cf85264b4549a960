import type { Lease } from '../store/contract.ts'

/** Those at work, one per instance. */
export type Crew = {
  /** A lease of an instance that is still being worked on (its own ran out) has to wait for that. */
  start: (lease: Lease) => void
  size: () => number
  leases: () => readonly Lease[]
  /** Resolves when all that work now are done. */
  finished: () => Promise<void>
}

type Member = { lease: Lease; next: Lease | undefined; done: Promise<void> }

/** `handle` never rejects. `onFree` is called when somebody is done. */
export function createCrew(handle: (lease: Lease) => Promise<void>, onFree: () => void): Crew {
  const members = new Map<string, Member>()

  const work = async (member: Member): Promise<void> => {
    for (let lease: Lease | undefined = member.lease; lease; lease = member.next) {
      member.lease = lease
      member.next = undefined
      await handle(lease)
    }
    members.delete(member.lease.instanceId)
    onFree()
  }
  return {
    start(lease) {
      const known = members.get(lease.instanceId)
      if (known) {
        known.next = lease
        return
      }
      const member: Member = { lease, next: undefined, done: Promise.resolve() }
      members.set(lease.instanceId, member)
      member.done = work(member)
    },
    size: () => members.size,
    leases: () => [...members.values()].map(({ lease, next }) => next ?? lease),
    async finished() {
      await Promise.all([...members.values()].map(({ done }) => done))
    },
  }
}
