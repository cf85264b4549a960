const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/** A store that fails is left alone for 1, 2, 4 … 30 s: what cannot be recorded must not be sent either. */
export type Trouble = {
  happened: (now: number) => void
  over: () => void
  quietMs: (now: number) => number
  /** Nothing has been recorded since it happened. */
  isOn: () => boolean
}

export function createTrouble(): Trouble {
  let times = 0
  let quietUntil = 0
  return {
    happened(now) {
      // Many that fail at once are one trouble.
      if (now < quietUntil) return
      quietUntil = now + Math.min(FIRST_MS * 2 ** times, LONGEST_MS)
      times += 1
    },
    over: () => void (times = 0),
    quietMs: (now) => Math.max(0, quietUntil - now),
    isOn: () => times > 0,
  }
}
