/** What names stand for, for a while. */
export type NameMemory = {
  /** Undefined: nobody knows any more. `id` undefined: it stood for nobody. */
  recall: (key: string) => { id: string | undefined } | undefined
  keep: (key: string, id: string | undefined) => void
  forgetUnknown: () => void
  /** Of these names as many as a source may still have looked up this minute. */
  allowed: (source: string, names: readonly string[]) => readonly string[]
}

const TTL_MS = 10 * 60_000
const MOST_NAMES = 20_000
/** Names out of thin air cost calls to Feishu: of one source so many are looked up in a minute. */
const MOST_LOOKUPS = 600
const MINUTE_MS = 60_000

export function createNameMemory(elapsed: () => number): NameMemory {
  const ids = new Map<string, { id: string | undefined; until: number }>()
  const lookups = new Map<string, { since: number; used: number }>()
  return {
    recall: (key) => {
      const known = ids.get(key)
      return known && elapsed() < known.until ? known : undefined
    },
    keep(key, id) {
      ids.delete(key)
      ids.set(key, { id, until: elapsed() + TTL_MS })
      const [oldest] = ids.keys()
      if (ids.size > MOST_NAMES && oldest !== undefined) ids.delete(oldest)
    },
    forgetUnknown() {
      for (const [key, { id }] of ids) if (id === undefined) ids.delete(key)
    },
    allowed(source, names) {
      const known = lookups.get(source)
      const window = known && elapsed() - known.since < MINUTE_MS ? known : { since: elapsed(), used: 0 }
      lookups.set(source, window)
      const some = names.slice(0, Math.max(0, MOST_LOOKUPS - window.used))
      window.used += some.length
      return some
    },
  }
}
