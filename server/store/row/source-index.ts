import type { Row } from './row.ts'

/** What other systems carry on, by the system. */
export type SourceIndex = {
  add: (row: Mirrored) => void
  remove: (row: Mirrored) => void
  of: (source: string) => { open: number; unknown: ReadonlyMap<string, number> }
  ids: (source: string, which: 'under_way' | 'unknown') => string[]
}

type Mirrored = Pick<Row, 'id' | 'mirrored' | 'status'>
type Kept = { open: number; unknown: Map<string, number>; ids: Record<'under_way' | 'unknown', Set<string>> }

export function createSourceIndex(): SourceIndex {
  const sources = new Map<string, Kept>()

  const keptOf = (source: string): Kept => {
    const known = sources.get(source)
    if (known) return known
    const kept: Kept = { open: 0, unknown: new Map(), ids: { under_way: new Set(), unknown: new Set() } }
    sources.set(source, kept)
    return kept
  }
  const count = ({ unknown }: Kept, names: readonly string[], by: 1 | -1): void => {
    for (const name of names) {
      const left = (unknown.get(name) ?? 0) + by
      if (left > 0) unknown.set(name, left)
      else unknown.delete(name)
    }
  }
  return {
    add({ id, mirrored, status }) {
      if (!mirrored) return
      const kept = keptOf(mirrored.source)
      kept.open += mirrored.open
      count(kept, mirrored.unknown, 1)
      if (status === 'PENDING') kept.ids.under_way.add(id)
      if (mirrored.unknown.length > 0) kept.ids.unknown.add(id)
    },
    remove({ id, mirrored }) {
      if (!mirrored) return
      const kept = keptOf(mirrored.source)
      kept.open -= mirrored.open
      count(kept, mirrored.unknown, -1)
      kept.ids.under_way.delete(id)
      kept.ids.unknown.delete(id)
    },
    of: (source) => {
      const { open, unknown } = keptOf(source)
      return { open, unknown: new Map(unknown) }
    },
    ids: (source, which) => [...keptOf(source).ids[which]],
  }
}
