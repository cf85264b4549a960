/** Counts attempts per client within a window; a client over the limit waits until its window has passed. */
export type RateLimit = {
  isOver: (client: string) => boolean
  count: (client: string, times?: number) => void
  /** The attempt was a good one after all. */
  giveBack: (client: string, times?: number) => void
  /** Seconds until this client may try again. */
  retryAfter: (client: string) => number
}

export type Limit = { attempts: number; windowMs: number }

/** Bounded: the clients that came first are forgotten first. */
const MAX_CLIENTS = 10_000

/** `elapsed` only runs forward: nobody waits a day because the wall clock was set back. */
export function createRateLimit({ attempts, windowMs }: Limit, elapsed: () => number): RateLimit {
  const windows = new Map<string, { since: number; used: number }>()
  const windowOf = (client: string) => {
    const window = windows.get(client)
    return window && elapsed() - window.since < windowMs ? window : undefined
  }
  return {
    isOver: (client) => (windowOf(client)?.used ?? 0) >= attempts,
    count: (client, times = 1) => {
      const window = windowOf(client)
      if (window) {
        window.used += times
        return
      }
      windows.delete(client)
      const [oldest] = windows.keys()
      if (oldest !== undefined && windows.size >= MAX_CLIENTS) windows.delete(oldest)
      windows.set(client, { since: elapsed(), used: times })
    },
    giveBack: (client, times = 1) => {
      const window = windowOf(client)
      if (window) window.used = Math.max(0, window.used - times)
    },
    retryAfter: (client) => {
      const window = windowOf(client)
      return window ? Math.max(1, Math.ceil((window.since + windowMs - elapsed()) / 1_000)) : 0
    },
  }
}
