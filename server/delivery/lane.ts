import type { Failure } from '../feishu/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { QuotaHold } from './quota-hold.ts'
import { createSlots, type Flight, type SlotLimit } from './slots.ts'

export type LaneLimit = SlotLimit & {
  /** A caller that would wait longer is told at once when to come back. */
  maxWaitMs: number
}

/** Leave to send one request. */
export type Pass = { flight: Flight; triesQuota: boolean }

/** The queue before one API. First come, first served. */
export type Lane = {
  /** A pass once a request may leave, or the failure that spares the caller a wait beyond `deadline`. */
  enter: (deadline: number) => Promise<Pass | Failure>
  /** There will be no other answer; `answered`: Feishu gave it. */
  leave: (pass: Pass, answered: boolean) => void
  /** Nothing leaves before `at`. */
  close: (at: number) => void
  /** When the lane opens again; in the past while it is open. */
  opensAt: () => number
  /** Something outside has changed: look again. */
  nudge: () => void
}

type Waiter = { deadline: number; resolve: (result: Pass | Failure) => void }

/** Whoever aborts `signal` nudges it after that. */
export function createLane(limit: LaneLimit, clock: Clock, hold: QuotaHold, signal: AbortSignal): Lane {
  const slots = createSlots(limit)
  const waiters: Waiter[] = []
  let closedUntil = 0
  let pumping = false
  let nap = new AbortController()

  const answerFirst = (result: Pass | Failure): void => waiters.shift()?.resolve(result)
  const nudge = (): void => {
    nap.abort()
  }
  const letFirstGo = (now: number): void => {
    answerFirst({ flight: slots.depart(now), triesQuota: hold.pass(now) })
  }
  /** Lets waiters through as their turn comes. One runs at a time, and only while somebody waits. */
  const pump = async (): Promise<void> => {
    for (let first = waiters[0]; first; first = waiters[0]) {
      const now = clock.now()
      const heldMs = hold.opensAt() - now
      const waitMs = Math.max(heldMs, closedUntil - now, slots.waitMs(now))
      const leftMs = first.deadline - now
      if (signal.aborted) answerFirst(STOPPING)
      else if (waitMs <= 0) letFirstGo(now)
      else if (leftMs <= 0 || (leftMs < waitMs && waitMs < Infinity)) answerFirst(comeBack(heldMs, waitMs))
      else {
        nap = new AbortController()
        const napMs = Math.min(waitMs, leftMs, LONGEST_NAP_MS)
        await clock.sleep(napMs, nap.signal)
        slots.standStill(Math.max(0, clock.now() - now - napMs))
      }
    }
    // In the same turn as the last look, so that nobody comes in between and is never let through.
    pumping = false
  }

  return {
    enter: (deadline) =>
      new Promise((resolve) => {
        waiters.push({ deadline, resolve })
        if (pumping) return
        pumping = true
        void pump()
      }),
    leave({ flight }, answered) {
      slots.arrive(flight, clock.now(), answered)
      nudge()
    },
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
