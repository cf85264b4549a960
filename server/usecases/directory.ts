import type { KnownPerson } from '../domain/instance.ts'
import type { Contact, Department, PeoplePort } from '../feishu/port.ts'
import { valueOf } from './feishu-answer.ts'
import { findAbsence, personNotFound, type Absent } from './person-not-found.ts'

/** Of what one request asks Feishu about ids that somebody named. */
export const AT_ONCE = 5

/** Contacts as one request sees them: each person and department is asked for once. */
export type Directory = {
  /** By user_id or open_id; undefined when there is no such person. Throws `feishu_unavailable`. */
  person: (id: string) => Promise<Contact | undefined>
  /** Only someone who has not left. */
  active: (id: string) => Promise<Contact | undefined>
  /** Why somebody who is not active is not. Throws `feishu_unavailable`. */
  absence: (id: string) => Promise<Absent>
  department: (openDepartmentId: string) => Promise<Department | undefined>
  /** Names and open_ids of these people, as far as they were met, to be stored with an instance. */
  known: (userIds: Iterable<string>) => Record<string, KnownPerson>
}

export function createDirectory(people: PeoplePort): Directory {
  const persons = new Map<string, Promise<Contact | undefined>>()
  const departments = new Map<string, Promise<Department | undefined>>()
  const met = new Map<string, KnownPerson>()

  const person = (id: string) =>
    once(persons, id, async () => {
      const contact = valueOf(await people.person(id))
      if (contact) met.set(contact.userId, { openId: contact.openId, name: contact.name })
      return contact
    })
  return {
    person,
    active: async (id) => {
      const contact = await person(id)
      return contact?.active ? contact : undefined
    },
    absence: (id) => findAbsence(people, id),
    department: (id) => once(departments, id, async () => valueOf(await people.department(id))),
    known: (userIds) =>
      Object.fromEntries(
        [...new Set(userIds)].flatMap((userId) => {
          const contact = met.get(userId)
          return contact ? [[userId, contact]] : []
        }),
      ),
  }
}

/** The user_ids of people whom somebody named. Throws `person_not_found` with the field for whoever is not there. */
export async function resolveNamed(
  directory: Directory,
  field: string,
  ids: readonly string[],
): Promise<string[]> {
  const userIds = new Set<string>()
  // A few at a time, and no further than the first who are missing: ids out of thin air cost calls to Feishu.
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE)
    const found = await Promise.all(some.map((id) => directory.active(id)))
    const missing = some.filter((_, at) => !found[at])
    if (missing.length > 0) {
      throw personNotFound(field, await Promise.all(missing.map((id) => directory.absence(id))))
    }
    for (const contact of found) if (contact) userIds.add(contact.userId)
  }
  return [...userIds]
}

/**
 * Asks for ids of a form ahead of whoever needs them, a few at a time over all its rows, and no further than the first
 * that are missing.
 */
export async function askAhead(
  ids: readonly string[],
  find: (id: string) => Promise<unknown>,
): Promise<void> {
  const distinct = [...new Set(ids)]
  for (let from = 0; from < distinct.length; from += AT_ONCE) {
    const found = await Promise.all(distinct.slice(from, from + AT_ONCE).map(find))
    if (found.includes(undefined)) return
  }
}

/** Those of a definition's own people who are still there: a leaver simply drops out. */
export async function stillThere(directory: Directory, ids: readonly string[]): Promise<string[]> {
  const found = await Promise.all(ids.map((id) => directory.active(id)))
  return [...new Set(found.flatMap((contact) => (contact ? [contact.userId] : [])))]
}

function once<T>(memo: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const known = memo.get(key)
  if (known) return known
  const asked = find()
  memo.set(key, asked)
  return asked
}
