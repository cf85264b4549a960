import { NO_SUCH_DEPARTMENT, NO_SUCH_PERSON } from './answers.ts'
import type { AppCall } from './calls.ts'
import type { Read } from './read-answer.ts'
import {
  DepartmentAnswer,
  NOBODY,
  PersonAnswer,
  ROOT,
  textOrNull,
  toDepartment,
  toPerson,
} from './contact-answers.ts'
import type { Answer, ApiName, Contact, Department, PeoplePort } from './port.ts'
import { remember } from './remembered.ts'

const TTL_MS = 10 * 60_000
const NEGATIVE_TTL_MS = 30_000
const MOST_PEOPLE = 20_000
const MOST_DEPARTMENTS = 5_000

/** What contacts allow in an id; anything else names nobody, and would change the path it is put into. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/
const isOpenId = (id: string): boolean => id.startsWith('ou_')

/** 获取单个用户信息 and 获取单个部门信息, remembered for ten minutes. */
export function createContacts(asApp: AppCall, now: () => number): Omit<PeoplePort, 'login'> {
  const person = remember<Contact>({
    load: (id) => (isOpenId(id) ? byOpenId(id) : byUserId(id)),
    now,
    ttlMs: TTL_MS,
    negativeTtlMs: NEGATIVE_TTL_MS,
    max: MOST_PEOPLE,
  })

  const byUserId = async (id: string): Promise<Answer<Contact | undefined>> =>
    toPerson(await askForPerson(asApp, id, 'user_id'))

  /** Asked by open_id, Feishu names the leader by open_id too: then it is asked again for the user_id. */
  async function byOpenId(id: string): Promise<Answer<Contact | undefined>> {
    const answer = await askForPerson(asApp, id, 'open_id')
    const userId = answer.ok ? textOrNull(answer.value?.user_id) : null
    if (!answer.ok || userId === null || textOrNull(answer.value?.leader_user_id) === null)
      return toPerson(answer)
    return person.find(userId)
  }

  const department = remember<Department>({
    load: async (id) => toDepartment(await askForDepartment(asApp, id)),
    now,
    ttlMs: TTL_MS,
    negativeTtlMs: NEGATIVE_TTL_MS,
    max: MOST_DEPARTMENTS,
  })

  return {
    person: async (id) => (ID.test(id) ? person.find(id) : NOBODY),
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

async function askForPerson(asApp: AppCall, id: string, idType: 'user_id' | 'open_id') {
  return lookUp(asApp, 'user', NO_SUCH_PERSON, {
    url: `/open-apis/contact/v3/users/${encodeURIComponent(id)}`,
    params: { user_id_type: idType, department_id_type: 'open_department_id' },
    read: (body) => PersonAnswer.parse(body).data.user,
  })
}

async function askForDepartment(asApp: AppCall, id: string) {
  return lookUp(asApp, 'department', NO_SUCH_DEPARTMENT, {
    url: `/open-apis/contact/v3/departments/${encodeURIComponent(id)}`,
    params: { user_id_type: 'user_id', department_id_type: 'open_department_id' },
    read: (body) => DepartmentAnswer.parse(body).data.department,
  })
}

/** Whether the app may see the whole organisation: only then it may ask for the root (获取单个部门信息). */
export async function seesEveryone(asApp: AppCall): Promise<Answer<boolean>> {
  const answer = await lookUp(asApp, 'department', NO_SUCH_DEPARTMENT, {
    url: `/open-apis/contact/v3/departments/${ROOT}`,
    params: { department_id_type: 'open_department_id' },
    read: () => true,
  })
  return answer.ok ? { ok: true, value: answer.value ?? false } : answer
}

async function lookUp<T>(
  asApp: AppCall,
  api: ApiName,
  nothing: ReadonlySet<number>,
  { url, params, read }: { url: string; params: Record<string, string>; read: Read<T> },
): Promise<Answer<T | undefined>> {
  const answer = await asApp(api, { method: 'GET', url, params }, read)
  if (answer.ok || answer.failure.code === null || !nothing.has(answer.failure.code)) return answer
  return NOBODY
}
