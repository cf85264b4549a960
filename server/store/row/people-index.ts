import type { Identity } from '../contract.ts'
import type { Row } from './row.ts'

type Query = { isOpen?: boolean }

/** Who is named in which instance. A look goes through all of them: it is asked for a few times a day. */
export type PeopleIndex = {
  /** The same people, one object for a person in however many instances they are. */
  known: (people: readonly Identity[]) => readonly Identity[]
  all: (query?: Query) => Identity[]
  naming: (userId: string, query?: Query) => string[]
  userIdOf: (openId: string) => string | undefined
}

/** Of `rows`, whose people are `known` ones. */
export function createPeopleIndex(
  rows: ReadonlyMap<string, Pick<Row, 'id' | 'isUnderWay' | 'people'>>,
): PeopleIndex {
  /** By user_id: one, but for somebody whose user_id another had before. */
  const people = new Map<string, Identity[]>()
  const latest = new Map<string, string>()

  const same = (one: Identity): Identity => {
    latest.set(one.openId, one.userId)
    const namesakes = people.get(one.userId)
    if (!namesakes) people.set(one.userId, [one])
    const kept = namesakes?.find(({ openId }) => openId === one.openId)
    if (namesakes && !kept) namesakes.push(one)
    return kept ?? one
  }
  function* asked({ isOpen = false }: Query = {}) {
    for (const row of rows.values()) if (row.isUnderWay || !isOpen) yield row
  }

  return {
    known: (named) => named.map(same),
    all(query) {
      const found = new Set<Identity>()
      for (const row of asked(query)) for (const one of row.people) found.add(one)
      return [...found]
    },
    userIdOf: (openId) => latest.get(openId),
    naming(userId, query) {
      const ids: string[] = []
      for (const row of asked(query)) if (row.people.some((one) => one.userId === userId)) ids.push(row.id)
      return ids
    },
  }
}
