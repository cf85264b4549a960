import { nextDue } from '../../domain/outbox/effects.ts'
import type { LetterRecord } from '../../domain/letters/letter.ts'
import { sourceTurn } from '../../domain/starter.ts'
import type { DueQueue } from './due-queue.ts'
import { createSortedList } from './sorted-list.ts'

/** What the outbox has to know of a letter without reading it. */
export type LetterRow = { id: string; source: string; at: number; pending: number; parked: number }

export type LetterIndex = {
  has(id: string): boolean
  /** Puts a new or changed letter in its places. */
  put(record: LetterRecord): void
  remove(id: string): void
  counts(): { pending: number; parked: number }
  /** How many of a source have something waiting. */
  waiting(source: string): number
  /** Those with effects, the one that was sent first first, from `from` on. */
  withEffects(from?: { at: number; id: string }): Iterable<LetterRow>
  /** Those sent before that time, the first first. */
  before(at: number): Iterable<LetterRow>
}

/** All of it in memory, and made from the letters alone. */
export function createLetterIndex(due: Pick<DueQueue, 'set'>): LetterIndex {
  const rows = new Map<string, LetterRow>()
  const all = createSortedList<LetterRow>(byTime)
  const waiting = createSortedList<LetterRow>(byTime)
  const bySource = new Map<string, number>()
  const counts = { pending: 0, parked: 0 }

  const count = ({ source, pending, parked }: LetterRow, by: 1 | -1): void => {
    counts.pending += by * pending
    counts.parked += by * parked
    if (pending > 0) bySource.set(source, (bySource.get(source) ?? 0) + by)
  }
  const take = (id: string): void => {
    const row = rows.get(id)
    if (!row) return
    rows.delete(id)
    all.remove(row)
    waiting.remove(row)
    count(row, -1)
  }
  return {
    has: (id) => rows.has(id),
    put(record) {
      const row = toRow(record)
      take(row.id)
      rows.set(row.id, row)
      all.add(row)
      if (row.pending + row.parked > 0) waiting.add(row)
      count(row, 1)
      const next = nextDue(record)
      due.set(row.id, 'letters', next && { at: next.at, by: sourceTurn(row.source) })
    },
    remove(id) {
      take(id)
      due.set(id, 'letters', null)
    },
    counts: () => ({ ...counts }),
    waiting: (source) => bySource.get(source) ?? 0,
    withEffects: (from) => waiting.from(from && probe(from)),
    *before(at) {
      for (const row of all.after()) {
        if (row.at >= at) return
        yield row
      }
    },
  }
}

function toRow({ letter: { id, source, at }, effects }: LetterRecord): LetterRow {
  const parked = effects.filter((effect) => effect.parked).length
  return { id, source, at, pending: effects.length - parked, parked }
}

const byTime = (one: LetterRow, other: LetterRow): number =>
  one.at - other.at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)

const probe = ({ at, id }: { at: number; id: string }): LetterRow => ({
  id,
  at,
  source: '',
  pending: 0,
  parked: 0,
})
