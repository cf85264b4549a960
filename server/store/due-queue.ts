import type { Line } from '../domain/record.ts'
import type { Lease } from './contract.ts'
import { createFairQueue, type Due } from './fair-queue.ts'
import { createSortedList } from './sorted-list.ts'

/** `key`: the instance and the line. */
type Held = { key: string; lease: Lease; until: number }

/**
 * What waits for delivery since when, in two lines, and who has the right to deliver it. In memory: a lease ends
 * with the process.
 */
export type DueQueue = {
  /** `null`: nothing of the instance waits in this line any more. A live lease stays. */
  set(id: string, line: Line, due: Omit<Due, 'id'> | null): void
  claim(args: { now: number; limit: number; leaseMs: number; line: Line }): Lease[]
  release(lease: Lease): void
  /** False once the lease was released or somebody else took the instance. */
  isHeld(lease: Lease): boolean
  /** Of those that nobody holds, as the last claim found it. */
  nextDueAt(line: Line): number | null
}

export function createDueQueue(): DueQueue {
  const dues = new Map<string, Due>()
  const leases = new Map<string, Held>()
  // What is due is in `free` or its lease in `live`; a lease that ran out stays valid until somebody else claims.
  const free = { todos: createFairQueue(), messages: createFairQueue() }
  const live = createSortedList<Held>((a, b) => a.until - b.until || compare(a.key, b.key))
  const liveKeys = new Set<string>()
  let lastToken = 0

  const endLive = (held: Held) => {
    live.remove(held)
    const due = liveKeys.delete(held.key) && dues.get(held.key)
    if (due) free[held.lease.line].add(due)
  }
  const sweep = (now: number) => {
    for (let held = live.first(); held && held.until <= now; held = live.first()) endLive(held)
  }
  const hold = (id: string, line: Line, until: number): Lease => {
    lastToken += 1
    const lease = { instanceId: id, line, token: lastToken }
    const held = { key: keyOf(lease), lease, until }
    leases.set(held.key, held)
    liveKeys.add(held.key)
    live.add(held)
    return lease
  }
  return {
    set(id, line, next) {
      const key = keyOf({ instanceId: id, line })
      const before = dues.get(key)
      const isFree = !liveKeys.has(key)
      if (before && isFree) free[line].remove(before)
      if (next === null) return void dues.delete(key)
      const due = { id, at: next.at, by: next.by }
      dues.set(key, due)
      if (isFree) free[line].add(due)
    },
    claim({ now, limit, leaseMs, line }) {
      sweep(now)
      const claimed: Lease[] = []
      while (claimed.length < limit) {
        const due = free[line].take(now)
        if (!due) break
        claimed.push(hold(due.id, line, now + leaseMs))
      }
      return claimed
    },
    release(lease) {
      const held = leases.get(keyOf(lease))
      if (held?.lease.token !== lease.token) return
      leases.delete(held.key)
      endLive(held)
    },
    isHeld: (lease) => leases.get(keyOf(lease))?.lease.token === lease.token,
    nextDueAt: (line) => free[line].nextDueAt(),
  }
}

const keyOf = ({ instanceId, line }: Pick<Lease, 'instanceId' | 'line'>): string => `${line} ${instanceId}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
