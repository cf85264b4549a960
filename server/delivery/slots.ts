import { createWindow } from './window.ts'

export type SlotLimit = {
  perSecond: number
  perMinute: number
  /** Added to both spans, for clocks that tick apart. */
  marginMs: number
  /** A request is taken to have reached Feishu by then, so that one that hangs does not keep its slot. */
  maxTransitMs: number
}

/** One request on its way. */
export type Flight = { sentAt: number; arrived: boolean }

/** Both windows of one API together. */
export type Slots = {
  /** 0 when a request may leave, else when it is worth looking again, unless a flight arrives before. */
  waitMs: (now: number) => number
  depart: (now: number) => Flight
  /** The answer is there. */
  arrive: (flight: Flight, now: number) => void
}

export function createSlots({ perSecond, perMinute, marginMs, maxTransitMs }: SlotLimit): Slots {
  const windows = [createWindow(perSecond, 1_000 + marginMs), createWindow(perMinute, 60_000 + marginMs)]
  /** In the order of departure; those that have arrived go when they come to the front. */
  const flights: Flight[] = []

  const arrive = (flight: Flight, now: number): void => {
    if (flight.arrived) return
    flight.arrived = true
    for (const window of windows) window.arrived(now)
  }
  const landOverdue = (now: number): void => {
    for (let first = flights[0]; first; first = flights[0]) {
      if (!first.arrived && first.sentAt + maxTransitMs > now) return
      arrive(first, now)
      flights.shift()
    }
  }
  return {
    waitMs(now) {
      landOverdue(now)
      const waitMs = Math.max(...windows.map((window) => window.waitMs(now)))
      const overdueMs = (flights[0]?.sentAt ?? Infinity) + maxTransitMs - now
      return waitMs === Infinity ? overdueMs : waitMs
    },
    depart(sentAt) {
      const flight = { sentAt, arrived: false }
      flights.push(flight)
      for (const window of windows) window.take()
      return flight
    },
    arrive,
  }
}
