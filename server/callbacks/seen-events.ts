const DAY_MS = 24 * 60 * 60_000
const MAX_SEEN = 10_000

/** Remembers ids for a day, the latest ten thousand of them: Feishu repeats an event for up to six hours. */
export function createSeenEvents(now: () => number): { isRepeat: (eventId: string) => boolean } {
  const seen = new Map<string, number>()
  return {
    isRepeat: (eventId) => {
      const at = now()
      // In the order they came, so the oldest stand first.
      for (const [id, since] of seen) {
        if (at - since < DAY_MS && seen.size < MAX_SEEN) break
        seen.delete(id)
      }
      if (seen.has(eventId)) return true
      seen.set(eventId, at)
      return false
    },
  }
}
