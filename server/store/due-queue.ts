import type { Line } from '../domain/record.ts'
import { createAllowance } from './allowance.ts'
import type { Lease } from './contract.ts'
import { createFairQueue, type Due } from './fair-queue.ts'
import { createSortedList } from './sorted-list.ts'

/** `key`: the instance and the line. */
type Held = { key: string; lease: Lease; until: number; by: string }

/** `each`: of one person at most so many at a time, those that are held included. */
type Claim = { now: number; limit: number; leaseMs: number; line: Line; each?: number | undefined }

/**
 * What waits for delivery since when, in two lines, and who has the right to deliver it. In memory: a lease ends
 * with the process.
 */
export type DueQueue = {
  /** `null`: nothing of the instance waits in this line any more. A live lease stays. */
  set(id: string, line: Line, due: Omit<Due, 'id'> | null): void
  claim(args: Claim): Lease[]
  release(lease: Lease): void
  /** False once the lease was released or somebody else took the instance. */
  isHeld(lease: Lease): boolean
  /** Of those that nobody holds and whose person may have more, as the last claim found it. */
  nextDueAt(line: Line): number | null
}

export function createDueQueue(): DueQueue {
  const dues = new Map<string, Due>()
  const leases = new Map<string, Held>()
  // What is due is in `free` or its lease in `live`; a lease that ran out stays valid until somebody else claims.
  const free = { todos: createFairQueue(), messages: createFairQueue() }
  const live = createSortedList<Held>((a, b) => a.until - b.until || compare(a.key, b.key))
  const liveKeys = new Set<string>()
  const allowance = createAllowance()
  let lastToken = 0

  const endLive = (one: Held) => {
    live.remove(one)
    if (!liveKeys.delete(one.key)) return
    allowance.count(one.lease.line, one.by, -1)
    const due = dues.get(one.key)
    if (due) free[one.lease.line].add(due)
  }
  const sweep = (now: number) => {
    for (let one = live.first(); one && one.until <= now; one = live.first()) endLive(one)
  }
  const hold = ({ id, by }: Due, line: Line, until: number): Lease => {
    lastToken += 1
    const lease = { instanceId: id, line, token: lastToken, by }
    const one = { key: keyOf(lease), lease, until, by }
    leases.set(one.key, one)
    liveKeys.add(one.key)
    live.add(one)
    allowance.count(line, by, 1)
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
    claim({ now, limit, leaseMs, line, each = Infinity }) {
      sweep(now)
      allowance.allow(line, each)
      const claimed: Lease[] = []
      while (claimed.length < limit) {
        const due = free[line].take(now, allowance.hasEnough(line))
        if (!due) break
        claimed.push(hold(due, line, now + leaseMs))
      }
      return claimed
    },
    release(lease) {
      const one = leases.get(keyOf(lease))
      if (one?.lease.token !== lease.token) return
      leases.delete(one.key)
      endLive(one)
    },
    isHeld: (lease) => leases.get(keyOf(lease))?.lease.token === lease.token,
    nextDueAt: (line) => free[line].nextDueAt(allowance.hasEnough(line)),
  }
}

const keyOf = ({ instanceId, line }: Pick<Lease, 'instanceId' | 'line'>): string => `${line} ${instanceId}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
