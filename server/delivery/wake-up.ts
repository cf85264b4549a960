import type { Clock } from '../runtime/clock.ts'

/** Wakes one sleeper. A ring that comes while nobody sleeps is not lost: the next `wait` is over at once. */
export type Bell = {
  ring: () => void
  wait: (ms: number) => Promise<void>
  /** Rung, and not yet heeded. */
  isRung: () => boolean
}

const RUNG = 'rung'

export function createBell(clock: Clock): Bell {
  let rung = false
  let nap = new AbortController()
  return {
    ring() {
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
    isRung: () => rung,
  }
}
