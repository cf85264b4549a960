import type { Box } from '../../../shared/requests.ts'
import { createDueQueue, type DueQueue } from './due-queue.ts'
import { createPeopleIndex, type PeopleIndex } from './people-index.ts'
import type { Place, Row } from './row.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'
import { createTodoCounts, type TodoCounts } from './todo-counts.ts'
import { createTurnIndex, type TurnIndex } from './turn-index.ts'

export type InstanceIndex = {
  has(id: string): boolean
  /** Puts a new or changed instance in its places. */
  put(row: Row): void
  /** A person's box, newest first, behind `after`. */
  box(query: { userId: string; box: Box; after?: { at: number; id: string } | undefined }): Iterable<Place>
  definitionOf(id: string): string | undefined
  todos: TodoCounts
  people: PeopleIndex
  /** From `since` on, oldest change first. */
  changedSince(since: number): Iterable<Row>
  /** The latest change first, behind `after`. */
  lastChanged(after?: { at: number; id: string }): Iterable<Row>
  turns: Pick<TurnIndex, 'page'>
  /** Instances with effects, the one that started first first, from `from` on. */
  withEffects(from?: { at: number; id: string }): Iterable<Row>
  counts(): { pending: number; parked: number }
  /** How many of this definition have not ended. */
  underWay(definition: string): number
  due: DueQueue
  /** After many have been put: does now what the first look into each list would have to do. */
  arrange(): void
}

type Boxes = Record<Box, SortedList<Place>>

/** All of it in memory, and made from the records alone. A change costs what one instance costs. */
export function createInstanceIndex(): InstanceIndex {
  const rows = new Map<string, Row>()
  const people = new Map<string, Boxes>()
  const byChange = createSortedList<Row>((a, b) => a.updatedAt - b.updatedAt || compare(a.id, b.id))
  const effects = createSortedList<Row>((a, b) => a.startedAt - b.startedAt || compare(a.id, b.id))
  const due = createDueQueue()
  const todos = createTodoCounts()
  const named = createPeopleIndex(rows)
  const turns = createTurnIndex()
  const counts = { pending: 0, parked: 0 }
  const underWay = createUnderWay()

  const boxesOf = (userId: string) => boxesIn(people, userId)

  const takeOut = (row: Row) => {
    for (const place of row.places) boxesOf(place.userId)[place.box].remove(place)
    todos.remove(row)
    byChange.remove(row)
    turns.remove(row)
    named.remove(row)
    effects.remove(row)
    counts.pending -= row.pending
    counts.parked -= row.parked
    underWay.count(row, -1)
  }

  return {
    has: (id) => rows.has(id),
    put(next) {
      const row = toKept(next, named.known(next.people))
      const before = rows.get(row.id)
      if (before) takeOut(before)
      rows.set(row.id, row)
      for (const place of row.places) boxesOf(place.userId)[place.box].add(place)
      todos.add(row)
      byChange.add(row)
      turns.add(row)
      named.add(row)
      if (row.pending + row.parked > 0) effects.add(row)
      counts.pending += row.pending
      counts.parked += row.parked
      underWay.count(row, 1)
      for (const line of LINES)
        if (!isSame(before?.due[line], row.due[line])) due.set(row.id, line, row.due[line])
    },
    box: ({ userId, box, after }) =>
      people.get(userId)?.[box].after(after && { userId, box, open: [], ...after }) ?? [],
    definitionOf: (id) => rows.get(id)?.definition,
    todos,
    people: named,
    changedSince: (since) => byChange.after(probe({ updatedAt: since })),
    lastChanged: (after) => byChange.before(after && probe({ updatedAt: after.at, id: after.id })),
    turns,
    withEffects: (from) => effects.from(from && probe({ startedAt: from.at, id: from.id })),
    counts: () => ({ ...counts }),
    underWay: underWay.of,
    due,
    arrange() {
      for (const boxes of people.values()) for (const box of Object.values(boxes)) box.first()
      byChange.first()
      effects.first()
    },
  }
}

/**
 * One object for an instance in all lists: a hundred thousand of them are most of what the store has in memory. Name
 * by name: of a spread, Node keeps what its members are for each object anew.
 */
const toKept = (row: Row, people: Row['people']): Row => ({
  id: row.id,
  definition: row.definition,
  version: row.version,
  startedAt: row.startedAt,
  updatedAt: row.updatedAt,
  due: row.due,
  people,
  concerned: row.concerned,
  turns: row.turns,
  pending: row.pending,
  parked: row.parked,
  isUnderWay: row.isUnderWay,
  places: row.places,
})

/** By definition, how many have not ended. */
function createUnderWay() {
  const counts = new Map<string, number>()
  return {
    count({ definition, isUnderWay }: Row, by: 1 | -1) {
      if (isUnderWay) counts.set(definition, (counts.get(definition) ?? 0) + by)
    },
    of: (definition: string) => counts.get(definition) ?? 0,
  }
}

const LINES = ['todos', 'messages'] as const

/** A new row without anything due changes nothing either. */
const isSame = (before: Due, after: Due): boolean => before?.at === after?.at && before?.by === after?.by

type Due = Row['due']['todos'] | undefined

function boxesIn(people: Map<string, Boxes>, userId: string): Boxes {
  const known = people.get(userId)
  if (known) return known
  const boxes = { todo: newestFirst(), done: newestFirst(), started: newestFirst(), cc: newestFirst() }
  people.set(userId, boxes)
  return boxes
}

const newestFirst = () => createSortedList<Place>((a, b) => b.at - a.at || compare(b.id, a.id))

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A row to compare with. The empty id comes before every other. */
const probe = (at: Partial<Row>): Row => ({
  id: '',
  definition: '',
  version: 0,
  startedAt: 0,
  updatedAt: 0,
  due: { todos: null, messages: null },
  people: [],
  concerned: [],
  turns: [],
  pending: 0,
  parked: 0,
  isUnderWay: false,
  places: [],
  ...at,
})
