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

  const arranged = (): T[][] => {
    const values = gathered?.sort(compare) ?? []
    gathered = null
    for (let at = 0; at < values.length; at += ARRANGED_CHUNK)
      chunks.push(values.slice(at, at + ARRANGED_CHUNK))
    return chunks
  }
  const endsBefore = (chunk: T[], value: T) => {
    const last = chunk.at(-1)
    return last !== undefined && compare(last, value) < 0
  }
  /** Behind those whose comparison with the value is such a one; the beginning without a value. */
  const placeOf = (value: T | undefined, isSkipped: (order: number) => boolean): Place => {
    if (value === undefined) return { chunk: 0, place: 0 }
    arranged()
    const chunk = chunkAt(value)
    return { chunk, place: countWhile(chunks[chunk] ?? [], (one) => isSkipped(compare(one, value))) }
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
      arranged()
      const at = chunkAt(value)
      const chunk = chunks[at]
      if (!chunk) return
      const place = countBefore(chunk, value, compare)
      const found = chunk[place]
      if (found === undefined || compare(found, value) !== 0) return
      chunk.splice(place, 1)
      if (chunk.length === 0) chunks.splice(at, 1)
    },
    first: () => arranged()[0]?.[0],
    last: () => arranged().at(-1)?.at(-1),
    after: (value) => forwards(arranged(), placeOf(value, isUpTo)),
    from: (value) => forwards(arranged(), placeOf(value, isBefore)),
    before: (value) => backwards(arranged(), value === undefined ? END : placeOf(value, isBefore)),
  }
}

const isBefore = (order: number): boolean => order < 0
const isUpTo = (order: number): boolean => order <= 0

type Place = { chunk: number; place: number }
const END: Place = { chunk: Infinity, place: Infinity }

function* forwards<T>(chunks: readonly (readonly T[])[], from: Place): Iterable<T> {
  for (let at = from.chunk; at < chunks.length; at += 1) {
    const chunk = chunks[at] ?? []
    for (let place = at === from.chunk ? from.place : 0; place < chunk.length; place += 1)
      yield chunk[place] as T
  }
}

function* backwards<T>(chunks: readonly (readonly T[])[], before: Place): Iterable<T> {
  for (let at = Math.min(before.chunk, chunks.length - 1); at >= 0; at -= 1) {
    const chunk = chunks[at] ?? []
    const end = at === before.chunk ? before.place : chunk.length
    for (let place = end - 1; place >= 0; place -= 1) yield chunk[place] as T
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
