/** Values in order, each once. Adding and removing cost about the same at a thousand values and at a million. */
export type SortedList<T> = {
  add(value: T): void
  /** Does nothing when no value compares as equal. */
  remove(value: T): void
  first(): T | undefined
  last(): T | undefined
  /** Those behind `value`, which need not be in the list; all without one. The list must not change meanwhile. */
  after(value?: T): Iterable<T>
  /** The same with `value` itself, if it is there. */
  from(value?: T): Iterable<T>
  /** Those before `value`, the last one first; all without one. */
  before(value?: T): Iterable<T>
}

const LONGEST_CHUNK = 512
const ARRANGED_CHUNK = LONGEST_CHUNK / 2

/** `compare` answers 0 only for one and the same value. */
export function createSortedList<T>(compare: (a: T, b: T) => number): SortedList<T> {
  // Every chunk has something in it, and ends before the next one begins.
  const chunks: T[][] = []
  // Until somebody wants to see the order, values are only gathered: sorting all at once is cheaper.
  let gathered: T[] | null = []

  const arrange = () => {
    if (!gathered) return
    const values = gathered.sort(compare)
    gathered = null
    for (let at = 0; at < values.length; at += ARRANGED_CHUNK)
      chunks.push(values.slice(at, at + ARRANGED_CHUNK))
  }
  const endsBefore = (chunk: T[], value: T) => {
    const last = chunk.at(-1)
    return last !== undefined && compare(last, value) < 0
  }
  function* walk(value: T | undefined, isSkipped: (order: number) => boolean): Iterable<T> {
    arrange()
    const begin = value === undefined ? 0 : chunkAt(value)
    for (let at = begin; at < chunks.length; at += 1) {
      const chunk = chunks[at] ?? []
      const skipped =
        value !== undefined && at === begin ? countWhile(chunk, (one) => isSkipped(compare(one, value))) : 0
      for (let place = skipped; place < chunk.length; place += 1) yield chunk[place] as T
    }
  }
  function* walkBack(value: T | undefined): Iterable<T> {
    arrange()
    const begin = value === undefined ? chunks.length - 1 : Math.min(chunkAt(value), chunks.length - 1)
    for (let at = begin; at >= 0; at -= 1) {
      const chunk = chunks[at] ?? []
      const end = value !== undefined && at === begin ? countBefore(chunk, value, compare) : chunk.length
      for (let place = end - 1; place >= 0; place -= 1) yield chunk[place] as T
    }
  }
  const chunkAt = (value: T) => countWhile(chunks, (chunk) => endsBefore(chunk, value))

  return {
    add(value) {
      if (gathered) return void gathered.push(value)
      const at = Math.min(chunkAt(value), chunks.length - 1)
      const chunk = chunks[at]
      if (!chunk) return void chunks.push([value])
      chunk.splice(countBefore(chunk, value, compare), 0, value)
      if (chunk.length > LONGEST_CHUNK) chunks.splice(at + 1, 0, chunk.splice(LONGEST_CHUNK / 2))
    },
    remove(value) {
      arrange()
      const at = chunkAt(value)
      const chunk = chunks[at]
      if (!chunk) return
      const place = countBefore(chunk, value, compare)
      const found = chunk[place]
      if (found === undefined || compare(found, value) !== 0) return
      chunk.splice(place, 1)
      if (chunk.length === 0) chunks.splice(at, 1)
    },
    first() {
      arrange()
      return chunks[0]?.[0]
    },
    last() {
      arrange()
      return chunks.at(-1)?.at(-1)
    },
    after: (value) => walk(value, (order) => order <= 0),
    from: (value) => walk(value, (order) => order < 0),
    before: walkBack,
  }
}

const countBefore = <T>(chunk: readonly T[], value: T, compare: (a: T, b: T) => number) =>
  countWhile(chunk, (one) => compare(one, value) < 0)

/** How many values at the beginning fulfil what holds for a beginning only. */
function countWhile<T>(values: readonly T[], holds: (value: T) => boolean): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(values[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}
