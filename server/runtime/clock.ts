import { setTimeout as sleep } from 'node:timers/promises'

/** The only way to the time. Tests move one by hand. */
export type Clock = {
  /** Epoch ms. */
  now: () => number
  /** Resolves after `ms`, or as soon as `signal` is aborted; never rejects. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
}
