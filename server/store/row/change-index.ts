import { InstanceStatus } from '../../../shared/status.ts'
import type { Row } from './row.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'

/** Instances by definition and status, in the order in which they changed. */
export type ChangeIndex = {
  add(row: Row): void
  remove(row: Row): void
  /** Of any of these, behind `after`, the oldest change first. Looks at no other row. */
  of(
    wanted: { definitions: readonly string[]; status?: InstanceStatus | undefined },
    after: { at: number; id: string },
  ): Iterable<Changed>
  arrange(): void
}

type Changed = Pick<Row, 'id' | 'updatedAt'>

export function createChangeIndex(): ChangeIndex {
  const lists = new Map<string, SortedList<Changed>>()
  const listOf = (row: Row): SortedList<Changed> => {
    const key = keyOf(row.definition, row.status)
    const list = lists.get(key) ?? createSortedList(inOrder)
    lists.set(key, list)
    return list
  }
  return {
    add: (row) => listOf(row).add(row),
    remove: (row) => listOf(row).remove(row),
    of({ definitions, status }, { at, id }) {
      const statuses = status === undefined ? InstanceStatus.options : [status]
      const wanted = [...new Set(definitions)].flatMap((definition) =>
        statuses.flatMap((one) => lists.get(keyOf(definition, one)) ?? []),
      )
      return merged(wanted.map((list) => list.after({ id, updatedAt: at })[Symbol.iterator]()))
    },
    arrange: () => lists.forEach((list) => list.first()),
  }
}

/** Of several that are in order each. */
function* merged(lists: readonly Iterator<Changed>[]): Iterable<Changed> {
  const heads = lists.map((list) => ({ list, head: list.next() }))
  for (;;) {
    let first: (typeof heads)[number] | undefined
    for (const one of heads) {
      if (one.head.done === true) continue
      if (!first || inOrder(one.head.value, first.head.value as Changed) < 0) first = one
    }
    if (!first) return
    yield first.head.value as Changed
    first.head = first.list.next()
  }
}

/** A status has no space. */
const keyOf = (definition: string, status: InstanceStatus): string => `${status} ${definition}`

const inOrder = (a: Changed, b: Changed): number =>
  a.updatedAt - b.updatedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
