import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

const LIFE_MS = 60_000

/** What opens one connection, within a minute. */
export type Tickets = {
  /** The path and query to connect to. */
  issue: (service: number) => string
  /** Whether a request has one that is good; it is none any more. */
  redeem: (url: string) => boolean
}

export function createTickets({ now }: Pick<Clock, 'now'>): Tickets {
  const goodUntil = new Map<string, number>()
  return {
    issue(service) {
      const ticket = randomBytes(16).toString('hex')
      goodUntil.set(ticket, now() + LIFE_MS)
      const device = String(randomBytes(8).readBigUInt64BE() / 2n)
      // The SDK takes the whole address for a query, so that its first parameter is lost to it.
      return `/ws/v2?aid=552564&device_id=${device}&service_id=${String(service)}&ticket=${ticket}`
    },
    redeem(url) {
      const ticket = new URL(url, 'http://sandbox').searchParams.get('ticket') ?? ''
      const until = goodUntil.get(ticket) ?? -Infinity
      goodUntil.delete(ticket)
      return until >= now()
    },
  }
}
