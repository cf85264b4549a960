import { weightOf } from './weight.ts'

/** Keeps the values used last: so many at most, and no more than weigh so much together. */
export type Recent<T> = {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
}

/** `weight` in bytes of memory. A value that weighs more alone is not kept. */
export type Room = { size: number; weight: number }

export function createRecent<T>({ size, weight: most }: Room): Recent<T> {
  // A Map iterates in the order of insertion, so its first key is the one unused for longest.
  const values = new Map<string, { value: T; weight: number }>()
  let total = 0

  const drop = (key: string) => {
    total -= values.get(key)?.weight ?? 0
    values.delete(key)
  }
  return {
    get(key) {
      const kept = values.get(key)
      if (kept === undefined) return undefined
      values.delete(key)
      values.set(key, kept)
      return kept.value
    },
    set(key, value) {
      drop(key)
      const weight = weightOf(value)
      values.set(key, { value, weight })
      total += weight
      for (const oldest of values.keys()) {
        if (values.size <= size && total <= most) return
        drop(oldest)
      }
    },
    delete: drop,
  }
}
