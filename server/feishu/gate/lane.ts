import type { Failure } from '../../domain/outbox/answer.ts'
import type { GateTurn } from '../port.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { QuotaHold } from './quota-hold.ts'
import { createSlots, type Flight, type SlotLimit } from './slots.ts'
import { createDepartures } from './departures.ts'

export type LaneLimit = SlotLimit & {
  /** A caller that would wait longer is told at once when to come back. */
  maxWaitMs: number
}

/** Leave to send one request. */
export type Pass = { flight: Flight; triesQuota: boolean }

/** The queue before one API: one request of each person in turn, messages where lists and cards leave room. */
export type Lane = {
  /** A pass once a request may leave, or the failure that spares the caller a wait beyond `deadline`. */
  enter: (deadline: number, turn?: GateTurn) => Promise<Pass | Failure>
  /** There will be no other answer; `answered`: Feishu gave it. */
  leave: (pass: Pass, answered: boolean) => void
  /** A request that another process sent before this one began. */
  departed: (sentAt: number) => void
  /** Nothing leaves before `at`. */
  close: (at: number) => void
  /** When the lane opens again; in the past while it is open. */
  opensAt: () => number
  /** Something outside has changed: look again. */
  nudge: () => void
}

type Waiter = { deadline: number; turn: GateTurn; resolve: (result: Pass | Failure) => void }

/** Without a reason Node makes an error of each, and every request nudges twice. */
const NUDGED = 'nudged'

const NOBODYS: GateTurn = { by: '', line: 'todos' }

/** Whoever aborts `signal` nudges it after that. */
export function createLane(limit: LaneLimit, clock: Clock, hold: QuotaHold, signal: AbortSignal): Lane {
  const slots = createSlots(limit)
  const slotMs = (kept: number): number => {
    const now = clock.now()
    return Math.max(hold.opensAt() - now, closedUntil - now, slots.waitMs(now, kept))
  }
  const waiters = createDepartures<Waiter>({ slotMs, perMinute: limit.perMinute, now: clock.now })
  let closedUntil = 0
  let pumping = false
  let nap = new AbortController()

  const nudge = (): void => nap.abort(NUDGED)
  const answer = (waiter: Waiter, result: Pass | Failure): void => {
    waiters.leave(waiter)
    waiter.resolve(result)
  }
  const letGo = (waiter: Waiter, now: number): void => {
    waiters.serve(waiter)
    waiter.resolve({ flight: slots.depart(now), triesQuota: hold.pass(now) })
  }
  const sleep = async (napMs: number, now: number): Promise<void> => {
    nap = new AbortController()
    await clock.sleep(napMs, nap.signal)
    slots.standStill(Math.max(0, clock.now() - now - napMs))
  }
  /** Lets waiters through as their turn comes. One runs at a time, and only while somebody waits. */
  const pump = async (): Promise<void> => {
    for (let first = waiters.mostUrgent(); first; first = waiters.mostUrgent()) {
      const now = clock.now()
      const next = signal.aborted ? undefined : waiters.next()
      const firstMs = waiters.waitMsOf(first)
      const leftMs = first.deadline - now
      if (signal.aborted) answer(first, STOPPING)
      else if (next) letGo(next, now)
      else if (leftMs <= 0 || (leftMs < firstMs && firstMs < Infinity))
        answer(first, comeBack(hold.opensAt() - now, firstMs))
      else await sleep(napUntil(waiters.waitMs('todos'), firstMs, leftMs), now)
    }
    // In the same turn as the last look, so that nobody comes in between and is never let through.
    pumping = false
  }

  return {
    enter: (deadline, turn = NOBODYS) =>
      new Promise((resolve) => {
        waiters.enter({ deadline, turn, resolve })
        if (pumping) return nudge()
        pumping = true
        void pump()
      }),
    leave({ flight }, answered) {
      slots.arrive(flight, clock.now(), answered)
      nudge()
    },
    departed: slots.departed,
    close(at) {
      closedUntil = Math.max(closedUntil, at + limit.marginMs)
      nudge()
    },
    opensAt: () => closedUntil,
    nudge,
  }
}

const SHORTEST_WAIT_MS = 1_000
/** Short enough to notice that the process stood still. */
const LONGEST_NAP_MS = 250

/** Time goes on between two looks: whoever could not go a moment ago may be able to by now. */
const SHORTEST_NAP_MS = 1

const napUntil = (...waits: number[]): number => Math.max(SHORTEST_NAP_MS, Math.min(LONGEST_NAP_MS, ...waits))

const NOT_SENT: Omit<Failure, 'class' | 'message' | 'retryAfterMs'> = {
  code: null,
  httpStatus: null,
  logId: null,
}

const STOPPING: Failure = {
  ...NOT_SENT,
  class: 'pace',
  message: 'not sent: the server is stopping',
  retryAfterMs: 0,
}

function comeBack(heldMs: number, waitMs: number): Failure {
  const retryAfterMs = waitMs < Infinity ? Math.max(waitMs, SHORTEST_WAIT_MS) : SHORTEST_WAIT_MS
  return heldMs > 0
    ? { ...NOT_SENT, class: 'quota', message: 'not sent: the quota of calls is used up', retryAfterMs }
    : { ...NOT_SENT, class: 'pace', message: 'not sent: too many requests wait before it', retryAfterMs }
}
