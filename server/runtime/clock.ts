import { setTimeout as sleep } from 'node:timers/promises'

/** The only way to the time. Tests move one by hand. */
export type Clock = {
  /** Epoch ms. */
  now: () => number
  /** Milliseconds since some moment, of a clock that only runs forward: what spans are measured by. */
  elapsed: () => number
  /** Resolves after `ms`, or as soon as `signal` is aborted; never rejects. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
}
