/** How far both sides are known to agree. */
export type Watermark = {
  /** Every change before it has been looked at. */
  since: number
  /** Of those changed at or after `since`: the instance clock that both sides agreed on. */
  agreed: Readonly<Record<string, number>>
  /** Instances that could not be compared yet, as effects of theirs waited. */
  left: readonly string[]
}

/** A change is stamped before it is stored; one that takes this long must not slip through. */
const OVERLAP_MS = 2 * 60_000
/** How far to look back when the clock was set back, which makes new changes look older than the watermark. */
const CLOCK_STEP_MS = 3_600_000

/** What was saved; whatever cannot be read means that everything is to be compared. */
export function readWatermark(note: unknown): Watermark {
  const { since, agreed, left } = (note ?? {}) as Partial<Record<keyof Watermark, unknown>>
  return {
    since: typeof since === 'number' ? since : 0,
    agreed: typeof agreed === 'object' && agreed !== null ? (agreed as Watermark['agreed']) : {},
    left: Array.isArray(left) ? left.filter((id) => typeof id === 'string') : [],
  }
}

export function beginAt({ since }: Watermark, now: number, asked: number | undefined): number {
  const own = since > now ? now - CLOCK_STEP_MS : since
  return asked === undefined ? own : Math.min(own, asked)
}

export type ReconcileRun = {
  startedAt: number
  from: number
  /** When each instance that was looked at changed last. */
  changedAt: ReadonlyMap<string, number>
  agreed: ReadonlyMap<string, number>
  left: readonly string[]
}

/** Goes up to the last change that was seen, but not into the time in which changes may still be under way. */
export function advance({ startedAt, from, changedAt, agreed, left }: ReconcileRun): Watermark {
  let last = from
  for (const at of changedAt.values()) last = Math.max(last, at)
  const since = Math.max(from, Math.min(last, startedAt - OVERLAP_MS))
  const kept = [...agreed].filter(([id]) => (changedAt.get(id) ?? -1) >= since)
  return { since, agreed: Object.fromEntries(kept), left }
}
