export type SeenEvents = {
  has: (eventId: string) => boolean
  /** Once all that it asks for is durable: until then Feishu’s repeat has to be taken again. */
  add: (eventId: string) => void
}

const DAY_MS = 24 * 60 * 60_000
const MAX_SEEN = 10_000

/** Remembers ids for a day, the latest ten thousand of them: Feishu repeats an event for up to six hours. */
export function createSeenEvents(now: () => number): SeenEvents {
  const seen = new Map<string, number>()
  return {
    has: (eventId) => now() - (seen.get(eventId) ?? -Infinity) < DAY_MS,
    add: (eventId) => {
      const at = now()
      // In the order they came, so the oldest stand first.
      for (const [id, since] of seen) {
        if (at - since < DAY_MS && seen.size < MAX_SEEN) break
        seen.delete(id)
      }
      seen.delete(eventId)
      seen.set(eventId, at)
    },
  }
}
