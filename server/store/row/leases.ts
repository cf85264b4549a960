import type { OutboxLine } from '../../domain/outbox/record.ts'
import type { Lease } from '../contract.ts'
import { createSortedList } from './sorted-list.ts'

/** `key`: the instance and the line. */
type Held = { key: string; lease: Lease; until: number }

/** The rights to deliver that were given out. In memory: they end with the process. */
export type Leases = {
  isLive(key: string): boolean
  give<L extends OutboxLine>(id: string, line: L, by: string, until: number): Lease<L>
  release(lease: Lease): void
  renew(lease: Lease, until: number): void
  isHeld(lease: Lease): boolean
  /** Ends those that ran out by then. They stay valid until somebody else is given one. */
  sweep(now: number): void
}

export const keyOf = ({ instanceId, line }: Pick<Lease, 'instanceId' | 'line'>): string =>
  `${line} ${instanceId}`

/** `renewed`: it had run out, and is live again. */
export type LeaseChange = 'given' | 'renewed' | 'ended'

export function createLeases(onChange: (lease: Lease, change: LeaseChange) => void): Leases {
  const given = new Map<string, Held>()
  const live = createSortedList<Held>((a, b) => a.until - b.until || compare(a.key, b.key))
  const liveKeys = new Set<string>()
  let lastToken = 0

  const end = (one: Held) => {
    live.remove(one)
    if (liveKeys.delete(one.key)) onChange(one.lease, 'ended')
  }
  const begin = (one: Held, change: LeaseChange) => {
    given.set(one.key, one)
    live.add(one)
    if (liveKeys.has(one.key)) return
    liveKeys.add(one.key)
    onChange(one.lease, change)
  }
  const heldAs = (lease: Lease): Held | undefined => {
    const one = given.get(keyOf(lease))
    return one?.lease.token === lease.token ? one : undefined
  }
  return {
    isLive: (key) => liveKeys.has(key),
    give<L extends OutboxLine>(instanceId: string, line: L, by: string, until: number) {
      lastToken += 1
      const lease: Lease<L> = { instanceId, line, token: lastToken, by }
      begin({ key: keyOf(lease), lease, until }, 'given')
      return lease
    },
    release(lease) {
      const one = heldAs(lease)
      if (!one) return
      given.delete(one.key)
      end(one)
    },
    renew(lease, until) {
      const one = heldAs(lease)
      if (!one) return
      live.remove(one)
      begin({ ...one, until }, 'renewed')
    },
    isHeld: (lease) => heldAs(lease) !== undefined,
    sweep(now) {
      for (let one = live.first(); one && one.until <= now; one = live.first()) end(one)
    },
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
