import { foldNumber, type DocumentNumber, type NumberSeries } from '../../../shared/document-number.ts'

/** An instance's own number, and whose series it is of. */
type Numbered = { id: string; definition: string; number: DocumentNumber | null }

/** Which numbers there are, and how each series goes on. What was given once is never forgotten. */
export type NumberIndex = {
  /** What comes next, as often as it is asked. */
  next(series: NumberSeries): DocumentNumber
  /** From now on it is this instance's. Throws when it is another's. */
  give(numbered: Numbered): void
  /** The same for what is stored already, whatever it is. */
  add(numbered: Numbered): void
  idOf(number: string): string | undefined
}

export function createNumberIndex(): NumberIndex {
  const highest = new Map<string, number>()
  const ids = new Map<string, string>()

  const add = ({ id, definition, number }: Numbered): void => {
    if (!number) return
    const key = keyOf({ definition, period: number.period })
    highest.set(key, Math.max(highest.get(key) ?? 0, number.count))
    ids.set(foldNumber(number.text), id)
  }
  return {
    next(series) {
      let count = (highest.get(keyOf(series)) ?? 0) + 1
      // Another definition's, or one of this definition while it wrote its numbers otherwise.
      while (ids.has(foldNumber(series.text(count)))) count += 1
      return { text: series.text(count), period: series.period, count }
    },
    give(numbered) {
      const owner = numbered.number && ids.get(foldNumber(numbered.number.text))
      if (owner && owner !== numbered.id)
        throw new Error(`instance ${numbered.id} would have the number of ${owner}`)
      add(numbered)
    },
    add,
    idOf: (number) => ids.get(foldNumber(number)),
  }
}

const keyOf = ({ definition, period }: Pick<NumberSeries, 'definition' | 'period'>): string =>
  `${definition} ${period}`
