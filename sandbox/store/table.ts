import type { Op } from './journal.ts'

/** Values are never changed in place: put a new one. */
export type Table<T> = {
  name: string
  get: (key: string) => T | undefined
  put: (key: string, value: T) => void
  delete: (key: string) => void
  values: () => Iterable<T>
  size: () => number
  /** Takes an op from disk: like put or delete, but recorded nowhere. */
  load: (key: string, value: T | null) => void
  dump: () => Iterable<Op>
}

/** Keeps a lookup true: called with the value before and after every change. */
export type Index<T> = (before: T | undefined, after: T | undefined) => void

export function createTable<T>(name: string, record: (op: Op) => void, index?: Index<T>): Table<T> {
  const rows = new Map<string, T>()
  const change = (key: string, value: T | undefined): void => {
    const before = rows.get(key)
    if (value === undefined) rows.delete(key)
    else rows.set(key, value)
    index?.(before, value)
  }
  return {
    name,
    get: (key) => rows.get(key),
    put(key, value) {
      change(key, value)
      record([name, key, value])
    },
    delete(key) {
      change(key, undefined)
      record([name, key, null])
    },
    values: () => rows.values(),
    size: () => rows.size,
    load: (key, value) => {
      change(key, value ?? undefined)
    },
    *dump() {
      for (const [key, value] of rows) yield [name, key, value]
    },
  }
}

/** Group key → set of row keys; empty groups disappear. */
export function createGroups(): {
  of: (group: string) => ReadonlySet<string>
  add: (group: string, key: string) => void
  remove: (group: string, key: string) => void
} {
  const groups = new Map<string, Set<string>>()
  const none: ReadonlySet<string> = new Set()
  return {
    of: (group) => groups.get(group) ?? none,
    add(group, key) {
      const set = groups.get(group)
      if (set) set.add(key)
      else groups.set(group, new Set([key]))
    },
    remove(group, key) {
      const set = groups.get(group)
      set?.delete(key)
      if (set?.size === 0) groups.delete(group)
    },
  }
}
