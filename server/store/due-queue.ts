import { isTooFar } from '../domain/due.ts'
import type { Lease } from './contract.ts'
import { createSortedList } from './sorted-list.ts'

type Due = { id: string; dueAt: number }
type Held = { id: string; token: number; until: number }

/** Who waits for delivery since when, and who has the right to deliver it. In memory: a lease ends with the process. */
export type DueQueue = {
  /** `null`: nothing waits any more. A live lease stays. */
  set(id: string, dueAt: number | null): void
  claim(args: { now: number; limit: number; leaseMs: number }): Lease[]
  release(lease: Lease): void
  /** False once the lease was released or somebody else took the instance. */
  isHeld(lease: Lease): boolean
  /** Of those that nobody holds, as the last claim found it. */
  nextDueAt(): number | null
}

export function createDueQueue(): DueQueue {
  const dueAts = new Map<string, number>()
  const leases = new Map<string, Held>()
  // An instance is in `free` or its lease in `live`; a lease that ran out stays valid until somebody else claims.
  const free = createSortedList<Due>((a, b) => a.dueAt - b.dueAt || compareIds(a, b))
  const live = createSortedList<Held>((a, b) => a.until - b.until || compareIds(a, b))
  const liveIds = new Set<string>()
  let lastToken = 0

  const setFree = (id: string) => {
    const dueAt = dueAts.get(id)
    if (dueAt !== undefined) free.add({ id, dueAt })
  }
  const endLive = (held: Held) => {
    live.remove(held)
    if (liveIds.delete(held.id)) setFree(held.id)
  }
  const sweep = (now: number) => {
    for (let held = live.first(); held && held.until <= now; held = live.first()) endLive(held)
  }

  const firstDue = (now: number): Due | undefined => {
    const [first, last] = [free.first(), free.last()]
    if (first && first.dueAt <= now) return first
    return last && isTooFar(last.dueAt, now) ? last : undefined
  }

  return {
    set(id, dueAt) {
      const before = dueAts.get(id)
      if (before !== undefined && !liveIds.has(id)) free.remove({ id, dueAt: before })
      if (dueAt === null) dueAts.delete(id)
      else dueAts.set(id, dueAt)
      if (!liveIds.has(id)) setFree(id)
    },
    claim({ now, limit, leaseMs }) {
      sweep(now)
      const claimed: Lease[] = []
      for (let due = firstDue(now); due && claimed.length < limit; due = firstDue(now)) {
        free.remove(due)
        lastToken += 1
        const held = { id: due.id, token: lastToken, until: now + leaseMs }
        leases.set(due.id, held)
        liveIds.add(due.id)
        live.add(held)
        claimed.push({ instanceId: due.id, token: lastToken })
      }
      return claimed
    },
    release({ instanceId, token }) {
      const held = leases.get(instanceId)
      if (held?.token !== token) return
      leases.delete(instanceId)
      endLive(held)
    },
    isHeld: ({ instanceId, token }) => leases.get(instanceId)?.token === token,
    nextDueAt: () => free.first()?.dueAt ?? null,
  }
}

const compareIds = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
