import { createWindow } from './window.ts'

export type SlotLimit = {
  perSecond: number
  perMinute: number
  /** Added to both spans, for clocks that tick apart. */
  marginMs: number
  /**
   * A request is taken to have reached Feishu by then, so that one that hangs does not keep its slot; later where
   * the answers of others take long.
   */
  maxTransitMs: number
}

/** How many times the usual time of an answer a request may take to reach Feishu. */
const SLOWEST = 4
const LONGEST_TRANSIT_MS = 20_000
const NEWEST_COUNTS = 0.1
/** After a standstill of this process its requests leave together, and behind the timer that finds them overdue. */
const GRACE_MS = 1_000

/** One request on its way. */
export type Flight = {
  sentAt: number
  arrived: boolean
  /** For how long this process had stood still, all in all, when it left. */
  stoodStillMs: number
}

/** Both windows of one API together. */
export type Slots = {
  /**
   * 0 when a request may leave, else when it is worth looking again, unless a flight arrives before. `kept` is the
   * share of the slots that is not for this request.
   */
  waitMs: (now: number, kept?: number) => number
  depart: (now: number) => Flight
  /** One that another process sent, which has ended since. */
  departed: (sentAt: number) => void
  /** A timer came so much too late: meanwhile requests have not come further either. */
  standStill: (ms: number) => void
  /** There will be no other answer. `answered`: Feishu gave it; otherwise it tells nothing of the usual time. */
  arrive: (flight: Flight, now: number, answered: boolean) => void
}

export function createSlots({ perSecond, perMinute, marginMs, maxTransitMs }: SlotLimit): Slots {
  const limits = [perSecond, perMinute]
  const windows = [createWindow(perSecond, 1_000 + marginMs), createWindow(perMinute, 60_000 + marginMs)]
  /** In the order of departure; those that have arrived go when they come to the front. */
  const flights: Flight[] = []

  let usualMs = 0
  let stoodStillMs = 0

  const overdueAt = (flight: Flight): number => {
    const transitMs = Math.min(Math.max(maxTransitMs, SLOWEST * usualMs), LONGEST_TRANSIT_MS)
    return flight.sentAt + transitMs + stoodStillMs - flight.stoodStillMs
  }
  const land = (flight: Flight, now: number): void => {
    if (flight.arrived) return
    flight.arrived = true
    for (const window of windows) window.arrived(now)
  }
  const landOverdue = (now: number): void => {
    for (let first = flights[0]; first; first = flights[0]) {
      if (!first.arrived && overdueAt(first) > now) return
      land(first, now + GRACE_MS)
      flights.shift()
    }
  }
  return {
    waitMs(now, kept = 0) {
      landOverdue(now)
      const keptOf = (at: number) => Math.floor(kept * (limits[at] ?? 0))
      const waitMs = Math.max(...windows.map((window, at) => window.waitMs(now, keptOf(at))))
      const [first] = flights
      return waitMs === Infinity && first ? overdueAt(first) - now : waitMs
    },
    depart(sentAt) {
      const flight = { sentAt, arrived: false, stoodStillMs }
      flights.push(flight)
      for (const window of windows) window.take()
      return flight
    },
    departed(sentAt) {
      for (const window of windows) {
        window.take()
        window.arrived(sentAt + maxTransitMs)
      }
    },
    standStill: (ms) => void (stoodStillMs += ms),
    arrive(flight, now, answered) {
      if (answered) usualMs += NEWEST_COUNTS * (now - flight.sentAt - usualMs)
      land(flight, now)
    },
  }
}
