const DAY_MS = 86_400_000
const AGAIN_MS = 10 * 60_000

/** To be called again and again: looks at once, then once a day; after a failure in ten minutes. */
export function createDailyLook(
  look: () => Promise<unknown>,
  now: () => number,
): { run: () => Promise<void> } {
  let nextAt = -Infinity
  return {
    async run() {
      const at = now()
      // A clock that was set back counts as a day that is over.
      if (at < nextAt && nextAt - at <= DAY_MS) return
      nextAt = at + AGAIN_MS
      await look()
      nextAt = at + DAY_MS
    },
  }
}
