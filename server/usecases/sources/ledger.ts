import type { Source } from '../../../shared/source-file.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { AppError } from '../../domain/errors.ts'

/** Pushes that were refused, by the reason. */
export type Refused = { reason: string; count: number; lastAt: number }

/** What one source did, since the start of this server. */
export type SourceAccount = {
  lastPushAt: number | null
  pushes: number
  refused: readonly Refused[]
  /** Pushes within the minute. */
  usedThisMinute: number
}

export type SourceLedger = {
  /** Counts a push. Throws `too_many_requests` where the source has had its share of the minute. */
  admit: (source: Pick<Source, 'id' | 'quota'>) => void
  taken: (sourceId: string) => void
  refused: (sourceId: string, reason: string) => void
  of: (sourceId: string) => SourceAccount
}

const MINUTE_MS = 60_000
/** Different reasons that are kept of one source. */
const MOST_REASONS = 20

type Kept = {
  lastPushAt: number | null
  pushes: number
  refused: Map<string, Refused>
  window: { since: number; used: number }
}

/** `elapsed` only runs forward: no source waits a day because the wall clock was set back. */
export function createSourceLedger({
  now,
  elapsed,
}: {
  now: () => number
  elapsed: () => number
}): SourceLedger {
  const sources = new Map<string, Kept>()
  const keptOf = (id: string): Kept => {
    const known = sources.get(id)
    if (known) return known
    const kept: Kept = {
      lastPushAt: null,
      pushes: 0,
      refused: new Map(),
      window: { since: elapsed(), used: 0 },
    }
    sources.set(id, kept)
    return kept
  }
  const windowOf = (kept: Kept): Kept['window'] => {
    if (elapsed() - kept.window.since >= MINUTE_MS) kept.window = { since: elapsed(), used: 0 }
    return kept.window
  }
  return {
    admit({ id, quota }) {
      const window = windowOf(keptOf(id))
      const leftMs = window.since + MINUTE_MS - elapsed()
      if (window.used >= quota.perMinute) throw tooMany(id, quota.perMinute, leftMs)
      window.used += 1
    },
    taken(id) {
      const kept = keptOf(id)
      kept.lastPushAt = now()
      kept.pushes += 1
    },
    refused(id, reason) {
      const { refused } = keptOf(id)
      const count = (refused.get(reason)?.count ?? 0) + 1
      refused.delete(reason)
      refused.set(reason, { reason, count, lastAt: now() })
      const [oldest] = refused.keys()
      if (refused.size > MOST_REASONS && oldest !== undefined) refused.delete(oldest)
    },
    of(id) {
      const kept = keptOf(id)
      const { lastPushAt, pushes, refused } = kept
      return {
        lastPushAt,
        pushes,
        refused: [...refused.values()].reverse(),
        usedThisMinute: windowOf(kept).used,
      }
    },
  }
}

const tooMany = (id: string, perMinute: number, leftMs: number): AppError =>
  new AppError('too_many_requests', `Source ${id} may push ${perMinute} times a minute.`, {
    details: [{ retryAfter: Math.max(1, Math.ceil(leftMs / 1_000)) }],
    words: REFUSAL_TEXTS.tooManyRequests,
  })
