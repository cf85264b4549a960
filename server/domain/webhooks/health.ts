import { isTooFar } from '../outbox/due.ts'
import { LONGEST_PAUSE_MS } from './pauses.ts'

/** What an endpoint answered, or why none came; `error` null: it took the event. */
export type EndpointAnswer = {
  begunAt: number
  at: number
  status: number | null
  error: string | null
  /** What it asks for. */
  retryAfterMs: number | null
}

/** How an endpoint is, told from its answers to all events. Kept, so that a start goes on where the last one ended. */
export type Health = {
  /** Tries that failed since the last one that did not, and when the first of them did. */
  misses: number
  failingSince: number | null
  /** Nothing is tried before. */
  restUntil: number
  off: { at: number; why: 'gone' | 'failing'; isTold: boolean } | null
  /** It answers again, and what waits for its own time has to be brought forward. */
  isBack: boolean
  last: Pick<EndpointAnswer, 'at' | 'status' | 'error'> | null
}

export const WELL: Health = {
  misses: 0,
  failingSince: null,
  restUntil: 0,
  off: null,
  isBack: false,
  last: null,
}

/** So many in a row, of whatever approvals, and it rests as a whole: others need not each wait for it in vain. */
const MISSES_TO_REST = 3
const FIRST_REST_MS = 5_000
const LONGEST_REST_MS = 60_000
const OFF_AFTER_MS = 5 * 24 * 3_600_000
const PROBE_EVERY_MS = 3_600_000
/** Of 429 without a word on how long. */
const BUSY_MS = 30_000
/** Whoever asks for less is asked again and again. */
const SHORTEST_BUSY_MS = 1_000

/** Tries at a time while it is well. */
const MOST_AT_ONCE = 10

const GONE = 410
const BUSY = 429
/** Something before it is overloaded, or cannot reach it. */
const OVERLOADED: ReadonlySet<number | null> = new Set([502, 504])

/** How long an endpoint asks to be left alone; 0: it does not. */
export function waitOf({ status, retryAfterMs }: Pick<EndpointAnswer, 'status' | 'retryAfterMs'>): number {
  const asked = retryAfterMs ?? (status === BUSY ? BUSY_MS : 0)
  return Math.min(Math.max(asked, status === BUSY ? SHORTEST_BUSY_MS : 0), LONGEST_PAUSE_MS)
}

/** Whether it is a try of the event itself: who is busy has not looked at it. */
export const isTry = ({ status }: Pick<EndpointAnswer, 'status'>): boolean => status !== BUSY

export function afterAnswer(before: Health, answer: EndpointAnswer): Health {
  const { at, status, error } = answer
  const last = { at, status, error }
  if (error === null) return { ...WELL, isBack: before.isBack || !isWell(before), last }
  const misses = missesAfter(before, answer)
  const failingSince = before.failingSince ?? at
  const why = status === GONE ? 'gone' : at >= decidesAt({ failingSince }) ? 'failing' : null
  const off = before.off ?? (why && { at, why, isTold: false })
  const restMs = Math.max(off ? PROBE_EVERY_MS : restOf(misses, status), waitOf(answer))
  const restUntil = restMs > 0 ? at + restMs : before.restUntil
  return { ...before, misses, failingSince, restUntil, off, last }
}

/** Those that were on their way together are one sign of trouble, and no reason for longer rests. */
function missesAfter({ misses, last }: Health, { begunAt }: EndpointAnswer): number {
  const isOld = last !== null && begunAt < last.at
  return isOld && misses >= MISSES_TO_REST ? misses : misses + 1
}

function restOf(misses: number, status: number | null): number {
  const beyond = misses - MISSES_TO_REST
  if (beyond < 0) return OVERLOADED.has(status) ? FIRST_REST_MS : 0
  return Math.min(FIRST_REST_MS * 2 ** Math.min(beyond, 10), LONGEST_REST_MS)
}

/** It is trusted with several at a time. */
export const isWell = ({ misses, restUntil, off }: Health): boolean =>
  misses < MISSES_TO_REST && restUntil === 0 && off === null

/** A rest that lies too far ahead was stored while the machine's clock was ahead. */
export const isResting = ({ restUntil }: Health, now: number): boolean =>
  restUntil > now && !isTooFar(restUntil, now, LONGEST_PAUSE_MS)

export const placesOf = (health: Health): number => (isWell(health) ? MOST_AT_ONCE : 1)

/** One event is tried whatever its own time: it is off, or has failed for so long that this try decides it. */
export const isProbed = (health: Health, now: number): boolean =>
  health.off !== null || now >= decidesAt(health)

/** When one more failure switches it off. */
export const decidesAt = ({ failingSince }: Pick<Health, 'failingSince'>): number =>
  failingSince === null ? Infinity : failingSince + OFF_AFTER_MS

/** An operator says that it is there again: the next try is at once. */
export const triedNow = (health: Health): Health => ({ ...health, restUntil: 0, isBack: true })
