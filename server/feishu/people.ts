import { NO_SUCH_DEPARTMENT } from './answers.ts'
import type { AppCall } from './calls.ts'
import { DepartmentAnswer, NOBODY, ROOT, textOrNull, toDepartment, toPerson } from './contact-answers.ts'
import type { PersonBody } from './contact-answers.ts'
import { gather } from './gather.ts'
import { askForPeople, askForPerson, askWhether, idTypeOf, MOST_AT_ONCE } from './person-lookup.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { Contact, Department, PeoplePort, Sight } from './port.ts'
import type { Read } from './read-answer.ts'
import { createIdBy, createPersonKeys } from './person-keys.ts'
import { remember } from './remembered.ts'

const TTL_MS = 10 * 60_000
const NEGATIVE_TTL_MS = 30_000
const MOST_PEOPLE = 20_000
const MOST_DEPARTMENTS = 5_000

/** What contacts allow in an id; anything else names nobody, and would change the path it is put into. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/

type Found = Answer<Contact | undefined>

/** What contacts answered for an id, when they were asked. */
export type OnLookup = (id: string, found: Contact | undefined) => void

type Options = { now: () => number; onLookup?: OnLookup | undefined }

/** 获取单个用户信息, 批量获取用户信息 and 获取单个部门信息, remembered for ten minutes. */
export function createContacts(asApp: AppCall, { now, onLookup }: Options): Omit<PeoplePort, 'login'> {
  const noticed = (id: string, found: Found): Found => {
    if (found.ok) onLookup?.(id, found.value)
    return found
  }
  /** Asked by open_id, Feishu names the leader by open_id too: then it is asked again for the user_id. */
  const complete = async (
    id: string,
    answer: Answer<PersonBody | undefined>,
    byUserId: (id: string) => Promise<Found>,
  ): Promise<Found> => {
    const userId = answer.ok ? textOrNull(answer.value?.user_id) : null
    const isComplete = !answer.ok || userId === null || textOrNull(answer.value?.leader_user_id) === null
    return idTypeOf(id) === 'user_id' || isComplete ? noticed(id, toPerson(answer)) : byUserId(userId)
  }
  const byType = {
    user_id: gatherPeople(asApp, (id, answer) => complete(id, answer, find)),
    open_id: gatherPeople(asApp, (id, answer) => complete(id, answer, find)),
  }
  const person = remember<Contact>({
    load: (id) => byType[idTypeOf(id)](id),
    now,
    ttlMs: TTL_MS,
    negativeTtlMs: NEGATIVE_TTL_MS,
    max: MOST_PEOPLE,
  })
  const find = (id: string): Promise<Found> => person.find(id)
  const department = remember<Department>({
    load: async (id) => toDepartment(await askForDepartment(asApp, id)),
    now,
    ttlMs: TTL_MS,
    negativeTtlMs: NEGATIVE_TTL_MS,
    max: MOST_DEPARTMENTS,
  })
  const renew = (id: string): Promise<Found> =>
    person.renew(id, async () => complete(id, await askForPerson(asApp, id, { isUrgent: true }), renew))

  return {
    person: async (id) => (ID.test(id) ? person.find(id) : NOBODY),
    fresh: async (id) => (ID.test(id) ? renew(id) : NOBODY),
    idBy: createIdBy(asApp, now),
    look: (ids) =>
      look(
        asApp,
        ids.filter((id) => ID.test(id)),
      ),
    idsOf: createPersonKeys(asApp, now),
    department: async (id) => (ID.test(id) && id !== ROOT ? department.find(id) : NOBODY),
    forget: (ids) => {
      for (const id of ids) {
        const contact = person.forget(id)
        if (!contact) continue
        person.forget(contact.userId)
        person.forget(contact.openId)
      }
    },
  }
}

/** Those who are asked for at the same time are asked for together. */
function gatherPeople(
  asApp: AppCall,
  complete: (id: string, answer: Answer<PersonBody | undefined>) => Promise<Found>,
): (id: string) => Promise<Found> {
  return gather<Found>({
    most: MOST_AT_ONCE,
    one: async (id) => complete(id, await askForPerson(asApp, id)),
    many: async (ids) => {
      const answer = await askForPeople(asApp, ids)
      return (id) => complete(id, answer.ok ? { ok: true, value: answer.value.get(id) } : answer)
    },
  })
}

async function look(asApp: AppCall, ids: readonly string[]): Promise<Answer<ReadonlyMap<string, Sight>>> {
  const seen = new Map<string, Sight>()
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    const some = ids.slice(from, from + MOST_AT_ONCE)
    const found = await askForPeople(asApp, some)
    if (!found.ok) return found
    for (const id of some) {
      const body = found.value.get(id)
      const answer: Answer<PersonBody | 'nobody' | 'hidden'> = body
        ? { ok: true, value: body }
        : await askWhether(asApp, id)
      const sight = toSight(answer)
      if (!sight.ok) return sight
      seen.set(id, sight.value)
    }
  }
  return { ok: true, value: seen }
}

function toSight(answer: Answer<PersonBody | 'nobody' | 'hidden'>): Answer<Sight> {
  if (!answer.ok) return answer
  if (typeof answer.value === 'string') return { ok: true, value: answer.value }
  const person = toPerson({ ok: true, value: answer.value })
  return person.ok ? { ok: true, value: person.value ?? 'nobody' } : person
}

async function askForDepartment(asApp: AppCall, id: string) {
  return askDepartments(asApp, id, 'user_id', (body) => DepartmentAnswer.parse(body).data.department)
}

/** Whether the app may see the whole organisation: only then it may ask for the root (获取单个部门信息). */
export async function seesEveryone(asApp: AppCall): Promise<Answer<boolean>> {
  const answer = await askDepartments(asApp, ROOT, undefined, () => true)
  return answer.ok ? { ok: true, value: answer.value ?? false } : answer
}

async function askDepartments<T>(
  asApp: AppCall,
  id: string,
  userIdType: 'user_id' | undefined,
  read: Read<T>,
): Promise<Answer<T | undefined>> {
  const url = `/open-apis/contact/v3/departments/${encodeURIComponent(id)}`
  const params = {
    ...(userIdType && { user_id_type: userIdType }),
    department_id_type: 'open_department_id',
  }
  const answer = await asApp('department', { method: 'GET', url, params }, read)
  if (answer.ok || answer.failure.code === null || !NO_SUCH_DEPARTMENT.has(answer.failure.code)) return answer
  return NOBODY
}
