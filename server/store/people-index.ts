import type { Identity } from './contract.ts'
import type { Row } from './row.ts'

type Query = { isOpen?: boolean }

/** Who is named in which instance. A look goes through all of them: it is asked for a few times a day. */
export type PeopleIndex = {
  put: (row: Pick<Row, 'id' | 'isUnderWay' | 'people'>) => void
  all: (query?: Query) => Identity[]
  naming: (userId: string, query?: Query) => string[]
  userIdOf: (openId: string) => string | undefined
}

type Entry = { isOpen: boolean; people: readonly Identity[] }

export function createPeopleIndex(): PeopleIndex {
  const entries = new Map<string, Entry>()
  /** One object for a person, in however many instances they are. */
  const known = new Map<string, Identity>()
  const latest = new Map<string, string>()
  const same = (one: Identity): Identity => {
    const key = `${one.userId} ${one.openId}`
    const kept = known.get(key) ?? one
    known.set(key, kept)
    latest.set(kept.openId, kept.userId)
    return kept
  }
  const isAsked = (entry: Entry, { isOpen = false }: Query = {}): boolean => entry.isOpen || !isOpen

  return {
    put: ({ id, isUnderWay: isOpen, people }) => void entries.set(id, { isOpen, people: people.map(same) }),
    all(query) {
      const found = new Set<Identity>()
      for (const entry of entries.values()) {
        if (isAsked(entry, query)) for (const one of entry.people) found.add(one)
      }
      return [...found]
    },
    userIdOf: (openId) => latest.get(openId),
    naming(userId, query) {
      const ids: string[] = []
      for (const [id, entry] of entries) {
        if (isAsked(entry, query) && entry.people.some((one) => one.userId === userId)) ids.push(id)
      }
      return ids
    },
  }
}
