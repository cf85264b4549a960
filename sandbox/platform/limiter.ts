import type { Clock } from '../clock.ts'
import type { Oracle } from '../oracle/oracle.ts'
import type { RateLimit } from '../settings.ts'
import type { Answer } from './answer.ts'

export type Limiter = {
  /** The refusal, or undefined when the request may pass. */
  admit: (api: string) => Answer | undefined
  /** Answers 99991400 and closes the API for `resetSeconds`, as if a limit had been hit. */
  refuse: (api: string, status: 429 | 400, resetSeconds: number) => Answer
}

/** A sender cannot know of a refusal that is still on its way, or waits to be read on a busy machine. */
const GRACE_SHARE_OF_RESET = 0.4

type Lane = { second: Window; minute: Window; closedUntil: number; graceUntil: number }

/** 频控策略: both windows count, per API and app; `x-ogw-ratelimit-reset` says when to come back. */
export function createLimiter(
  clock: Pick<Clock, 'now' | 'onMove'>,
  limits: () => RateLimit,
  oracle: Oracle,
): Limiter {
  const lanes = new Map<string, Lane>()
  clock.onMove((byMs) => {
    if (byMs < 0) lanes.clear()
  })
  const laneOf = (api: string): Lane => {
    const known = lanes.get(api)
    if (known) return known
    const windows = { second: createWindow(1_000), minute: createWindow(60_000) }
    const lane = { ...windows, closedUntil: 0, graceUntil: 0 }
    lanes.set(api, lane)
    return lane
  }
  const close = (lane: Lane, now: number, resetSeconds: number, status: number, limit: number): Answer => {
    lane.closedUntil = Math.max(lane.closedUntil, now + resetSeconds * 1_000)
    lane.graceUntil = Math.max(lane.graceUntil, now + resetSeconds * 1_000 * GRACE_SHARE_OF_RESET)
    return refusal(resetSeconds, status, limit)
  }

  return {
    admit(api) {
      const limit = limits()
      if (limit === 'off') return undefined
      const now = clock.now()
      const lane = laneOf(api)
      oracle.checked('requests against the frequency limit')
      if (now < lane.closedUntil) {
        if (now > lane.graceUntil) {
          oracle.violated('R13', 'a request before the reset time', { api, early_ms: lane.closedUntil - now })
        }
        return refusal(Math.ceil((lane.closedUntil - now) / 1_000), limit.status, limit.perSecond)
      }
      const sliding = limit.window === 'sliding'
      const waitMs = Math.max(
        lane.second.waitMs(now, limit.perSecond, sliding),
        lane.minute.waitMs(now, limit.perMinute, sliding),
      )
      if (waitMs > 0) {
        oracle.violated('R13', 'a request over the frequency limit', { api, wait_ms: waitMs })
        const resetSeconds = Math.max(limit.resetAtLeast ?? 1, Math.ceil(waitMs / 1_000))
        return close(lane, now, resetSeconds, limit.status, limit.perSecond)
      }
      lane.second.take(now)
      lane.minute.take(now)
      return undefined
    },
    refuse(api, status, resetSeconds) {
      return close(laneOf(api), clock.now(), resetSeconds, status, 50)
    },
  }
}

const refusal = (resetSeconds: number, status: number, limit: number): Answer => ({
  status,
  body: { code: 99991400, msg: 'request trigger frequency limit' },
  headers: { 'x-ogw-ratelimit-limit': String(limit), 'x-ogw-ratelimit-reset': String(resetSeconds) },
  rule: 'over the frequency limit',
})

type Window = ReturnType<typeof createWindow>

/** Remembers when requests passed; answers for a fixed and for a sliding window of `spanMs`. */
function createWindow(spanMs: number) {
  let times: number[] = []
  let head = 0
  let fixedStart = 0
  let fixedCount = 0
  const forget = (now: number): void => {
    for (let at = times[head]; at !== undefined && at <= now - spanMs; at = times[head]) head += 1
    if (head > 4_096) {
      times = times.slice(head)
      head = 0
    }
  }
  return {
    waitMs(now: number, limit: number, sliding: boolean): number {
      if (sliding) {
        forget(now)
        const blocking = times[times.length - limit]
        return times.length - head < limit || blocking === undefined ? 0 : blocking + spanMs - now
      }
      const start = now - (now % spanMs)
      return start === fixedStart && fixedCount >= limit ? start + spanMs - now : 0
    },
    take(now: number): void {
      forget(now)
      times.push(now)
      const start = now - (now % spanMs)
      fixedCount = start === fixedStart ? fixedCount + 1 : 1
      fixedStart = start
    },
  }
}
