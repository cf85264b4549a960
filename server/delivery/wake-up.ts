import type { Clock } from '../runtime/clock.ts'

/** Wakes one sleeper. A ring that comes while nobody sleeps is not lost: the next `wait` is over at once. */
export type WakeUp = {
  wake: () => void
  wait: (ms: number) => Promise<void>
  /** Rung, and not yet heeded. */
  isAwake: () => boolean
}

const RUNG = 'rung'

export function createWakeUp(clock: Clock): WakeUp {
  let rung = false
  let nap = new AbortController()
  return {
    wake() {
      // Each change rings, many while nobody sleeps; a reason spares Node an error for each.
      if (!rung) nap.abort(RUNG)
      rung = true
    },
    async wait(ms) {
      if (!rung) {
        nap = new AbortController()
        await clock.sleep(ms, nap.signal)
      }
      rung = false
    },
    isAwake: () => rung,
  }
}
