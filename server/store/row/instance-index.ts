import { createBoxIndex, type BoxIndex } from './box-index.ts'
import { createChangeIndex, type ChangeIndex } from './change-index.ts'
import { createDueQueue, type DueQueue } from './due-queue.ts'
import { createNumberIndex, type NumberIndex } from './number-index.ts'
import { createPeopleIndex, type PeopleIndex } from './people-index.ts'
import { createEndpointIndex, type EndpointIndex } from './endpoint-index.ts'
import { LINES, NOTHING_DUE, type Row } from './row.ts'
import { createSourceIndex, type SourceIndex } from './source-index.ts'
import { createSortedList } from './sorted-list.ts'
import { createTodoCounts, type TodoCounts } from './todo-counts.ts'
import { createTurnIndex, type TurnIndex } from './turn-index.ts'

export type InstanceIndex = {
  has(id: string): boolean
  /** Puts a new or changed instance in its places. */
  put(row: Row): void
  box: BoxIndex['box']
  definitionOf(id: string): string | undefined
  numbers: Pick<NumberIndex, 'next' | 'give' | 'idOf'>
  todos: TodoCounts
  people: PeopleIndex
  sources: Pick<SourceIndex, 'of' | 'ids'>
  /** From `since` on, oldest change first. */
  changedSince(since: number): Iterable<Row>
  /** The latest change first, behind `after`. */
  lastChanged(after?: { at: number; id: string }): Iterable<Row>
  /** Those of some definitions, by status. */
  changes: Pick<ChangeIndex, 'of'>
  turns: Pick<TurnIndex, 'page'>
  /** Instances with effects, the one that started first first, from `from` on. */
  withEffects(from?: { at: number; id: string }): Iterable<Row>
  counts(): { pending: number; parked: number }
  /** How many of this definition have not ended. */
  underWay(definition: string): number
  due: DueQueue
  endpoints: Pick<EndpointIndex, 'waiting' | 'counts'>
  /** After many have been put: does now what the first look into each list would have to do. */
  arrange(): void
}

/** All of it in memory, and made from the records alone. A change costs what one instance costs. */
export function createInstanceIndex(): InstanceIndex {
  const rows = new Map<string, Row>()
  const boxes = createBoxIndex()
  const byChange = createSortedList<Row>((a, b) => a.updatedAt - b.updatedAt || compare(a.id, b.id))
  const effects = createSortedList<Row>((a, b) => a.startedAt - b.startedAt || compare(a.id, b.id))
  const due = createDueQueue()
  const todos = createTodoCounts()
  const numbers = createNumberIndex()
  const people = createPeopleIndex(rows)
  const turns = createTurnIndex()
  const sources = createSourceIndex()
  const changes = createChangeIndex()
  const counts = createCounts()
  const endpoints = createEndpointIndex()
  const all = [boxes, byChange, changes, todos, people, turns, sources, counts, endpoints]

  return {
    has: (id) => rows.has(id),
    put(next) {
      const row = toKept(next, people.known(next))
      const before = rows.get(row.id)
      if (before) for (const index of [...all, effects]) index.remove(before)
      rows.set(row.id, row)
      numbers.add(row)
      for (const index of all) index.add(row)
      if (row.pending + row.parked > 0) effects.add(row)
      for (const line of LINES)
        if (!isSame(before?.due[line], row.due[line])) due.set(row.id, line, row.due[line])
      setEndpoints(due, before, row)
    },
    box: boxes.box,
    definitionOf: (id) => rows.get(id)?.definition,
    numbers,
    todos,
    people,
    sources,
    changedSince: (since) => byChange.after(probe({ updatedAt: since })),
    lastChanged: (after) => byChange.before(after && probe({ updatedAt: after.at, id: after.id })),
    changes,
    turns,
    withEffects: (from) => effects.from(from && probe({ startedAt: from.at, id: from.id })),
    counts: counts.effects,
    underWay: counts.underWay,
    due,
    endpoints,
    arrange() {
      boxes.arrange()
      byChange.first()
      effects.first()
      turns.arrange()
      changes.arrange()
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
  number: row.number,
  startedAt: row.startedAt,
  updatedAt: row.updatedAt,
  due: row.due,
  endpoints: row.endpoints,
  people,
  concerned: row.concerned,
  turns: row.turns,
  pending: row.pending,
  parked: row.parked,
  status: row.status,
  places: row.places,
  mirrored: row.mirrored,
})

/** Of effects, and by definition of instances that have not ended. */
function createCounts() {
  const underWay = new Map<string, number>()
  const effects = { pending: 0, parked: 0 }
  const count = ({ definition, status, pending, parked }: Row, by: 1 | -1): void => {
    effects.pending += by * pending
    effects.parked += by * parked
    if (status === 'PENDING') underWay.set(definition, (underWay.get(definition) ?? 0) + by)
  }
  return {
    add: (row: Row) => count(row, 1),
    remove: (row: Row) => count(row, -1),
    effects: () => ({ pending: effects.pending, parked: effects.parked }),
    underWay: (definition: string) => underWay.get(definition) ?? 0,
  }
}

/** A new row without anything due changes nothing either. */
const isSame = (before: Due, after: Due): boolean => before?.at === after?.at && before?.by === after?.by

/** What waits for an endpoint no more has no row. */
function setEndpoints(due: DueQueue, before: Row | undefined, row: Row): void {
  const earlier = before?.endpoints ?? []
  for (const one of row.endpoints) {
    const known = earlier.find(({ line }) => line === one.line)
    if (!isSame(known, one)) due.set(row.id, one.line, one)
  }
  for (const { line } of earlier)
    if (!row.endpoints.some((one) => one.line === line)) due.set(row.id, line, null)
}

type Due = Row['due']['todos'] | undefined

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A row to compare with. The empty id comes before every other. */
const probe = (at: Partial<Row>): Row => ({
  id: '',
  definition: '',
  version: 0,
  number: null,
  startedAt: 0,
  updatedAt: 0,
  due: NOTHING_DUE,
  endpoints: [],
  people: [],
  concerned: [],
  turns: [],
  pending: 0,
  parked: 0,
  status: 'PENDING',
  places: [],
  mirrored: null,
  ...at,
})
