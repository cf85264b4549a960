import type { Identity } from '../contract.ts'
import type { Row } from './row.ts'

/** Who is named in which instance, and whom it concerns. */
export type PeopleIndex = {
  /** The same people, one object for a person in however many instances they are. */
  known: (row: Pick<Row, 'people' | 'updatedAt'>) => readonly Identity[]
  add: (row: Named) => void
  remove: (row: Named) => void
  concerning: (userId: string) => string[]
  /** Goes through all rows, as does the next one. */
  underWay: () => Identity[]
  naming: (userId: string) => string[]
  identitiesOf: (userId: string) => readonly Identity[]
  userIdOf: (openId: string) => string | undefined
}

type Named = Pick<Row, 'id' | 'people' | 'concerned'>

/** Of `rows`, whose people are `known` ones. */
export function createPeopleIndex(
  rows: ReadonlyMap<string, Pick<Row, 'id' | 'status' | 'people'>>,
): PeopleIndex {
  const people = new Map<string, Identity[]>()
  /** By open_id. */
  const latest = new Map<string, { userId: string; at: number }>()
  /** In how many rows. */
  const counts = new Map<Identity, number>()
  const concerns = new Map<string, Set<string>>()

  const same = (one: Identity, at: number): Identity => {
    if (at >= (latest.get(one.openId)?.at ?? at)) latest.set(one.openId, { userId: one.userId, at })
    const namesakes = people.get(one.userId)
    if (!namesakes) people.set(one.userId, [one])
    const kept = namesakes?.find(({ openId }) => openId === one.openId)
    if (namesakes && !kept) namesakes.push(one)
    return kept ?? one
  }

  return {
    known: ({ people: named, updatedAt }) => named.map((one) => same(one, updatedAt)),
    add({ id, people: named, concerned }) {
      for (const one of named) counts.set(one, (counts.get(one) ?? 0) + 1)
      for (const userId of concerned) {
        const ids = concerns.get(userId)
        if (ids) ids.add(id)
        else concerns.set(userId, new Set([id]))
      }
    },
    remove({ id, people: named, concerned }) {
      for (const one of named) counts.set(one, (counts.get(one) ?? 0) - 1)
      for (const userId of concerned) concerns.get(userId)?.delete(id)
    },
    concerning: (userId) => [...(concerns.get(userId) ?? [])],
    underWay() {
      const found = new Set<Identity>()
      for (const row of rows.values())
        if (row.status === 'PENDING') for (const one of row.people) found.add(one)
      return [...found]
    },
    naming: (userId) =>
      [...rows.values()].filter((row) => row.people.some((one) => one.userId === userId)).map(({ id }) => id),
    identitiesOf: (userId) => (people.get(userId) ?? []).filter((one) => (counts.get(one) ?? 0) > 0),
    userIdOf: (openId) => latest.get(openId)?.userId,
  }
}
