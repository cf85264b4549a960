import { FEISHU_LINES, type OutboxLine } from '../../domain/outbox/record.ts'
import { LONGEST_PAUSE_MS } from '../../domain/webhooks/pauses.ts'
import { LONGEST_WAIT_MS } from '../../domain/outbox/due.ts'
import { createAllowance } from './allowance.ts'
import type { Lease } from '../contract.ts'
import { createFairQueue, type Due, type FairQueue } from './fair-queue.ts'
import { createLeases, keyOf } from './leases.ts'

/** `each`: of one person at most so many at a time, those that are held included. */
type Claim<L extends OutboxLine> = {
  now: number
  limit: number
  leaseMs: number
  line: L
  each?: number | undefined
  ahead?: boolean | undefined
}

/**
 * What waits for delivery since when, in its lines, and who has the right to deliver it. In memory: a lease ends
 * with the process.
 */
export type DueQueue = {
  /** `null`: nothing of the instance waits in this line any more. A live lease stays. */
  set(id: string, line: OutboxLine, due: Omit<Due, 'id'> | null): void
  claim<L extends OutboxLine>(args: Claim<L>): Lease<L>[]
  release(lease: Lease): void
  /** Live until then, also when it had run out; no change once it is not held any more. */
  renew(lease: Lease, until: number): void
  /** False once the lease was released or somebody else took the instance. */
  isHeld(lease: Lease): boolean
  /** Of those that nobody holds and whose person may have more, as the last claim found it. */
  nextDueAt(line: OutboxLine): number | null
}

export function createDueQueue(): DueQueue {
  const dues = new Map<string, Due>()
  // What is due is in `free`, or its lease lives.
  const free = new Map<OutboxLine, FairQueue>()
  const freeIn = (line: OutboxLine): FairQueue => {
    const known = free.get(line) ?? createFairQueue(isOfFeishu(line) ? LONGEST_WAIT_MS : LONGEST_PAUSE_MS)
    free.set(line, known)
    return known
  }
  const allowance = createAllowance()
  const leases = createLeases((lease, change) => {
    const { line, by } = lease
    allowance.count(line, by, change === 'ended' ? -1 : 1)
    const due = dues.get(keyOf(lease))
    // What is given was taken out of the queue for it.
    if (due && change === 'ended') freeIn(line).add(due)
    if (due && change === 'renewed') freeIn(line).remove(due)
  })
  return {
    set(id, line, next) {
      const key = keyOf({ instanceId: id, line })
      const before = dues.get(key)
      const isFree = !leases.isLive(key)
      if (before && isFree) freeIn(line).remove(before)
      if (next === null) return void dues.delete(key)
      const due = { id, at: next.at, by: next.by }
      dues.set(key, due)
      if (isFree) freeIn(line).add(due)
    },
    claim<L extends OutboxLine>({ now, limit, leaseMs, line, each = Infinity, ahead = false }: Claim<L>) {
      leases.sweep(now)
      allowance.allow(line, each)
      const claimed: Lease<L>[] = []
      while (claimed.length < limit) {
        const due = freeIn(line).take(ahead ? Infinity : now, allowance.hasEnough(line))
        if (!due) break
        claimed.push(leases.give(due.id, line, due.by, now + leaseMs))
      }
      return claimed
    },
    release: leases.release,
    renew: leases.renew,
    isHeld: leases.isHeld,
    nextDueAt: (line) => freeIn(line).nextDueAt(allowance.hasEnough(line)),
  }
}

const isOfFeishu = (line: OutboxLine): boolean => FEISHU_LINES.some((one) => one === line)
