import { z } from 'zod'
import { NO_SUCH_DEPARTMENT, NO_SUCH_PERSON } from './answers.ts'
import type { AppCall, Read } from './calls.ts'
import type { Answer, ApiName, Contact, Department, Failure, PeoplePort } from './port.ts'
import { remember } from './remembered.ts'

const TTL_MS = 10 * 60_000
const NEGATIVE_TTL_MS = 30_000
const MOST_PEOPLE = 20_000
const MOST_DEPARTMENTS = 5_000

/** What contacts allow in an id; anything else names nobody, and would change the path it is put into. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/
export const isOpenId = (id: string): boolean => id.startsWith('ou_')

/** The root of the organisation is no department of anybody. */
const ROOT = '0'

const Flag = z.boolean().nullish()
const PersonAnswer = z.object({
  data: z.object({
    user: z.object({
      user_id: z.string().nullish(),
      open_id: z.string().nullish(),
      name: z.string().nullish(),
      leader_user_id: z.string().nullish(),
      department_ids: z.array(z.string()).nullish(),
      orders: z
        .array(z.object({ department_id: z.string().nullish(), department_order: z.number().nullish() }))
        .nullish(),
      status: z.object({ is_frozen: Flag, is_resigned: Flag, is_exited: Flag, is_unjoin: Flag }).nullish(),
    }),
  }),
})
type PersonBody = z.infer<typeof PersonAnswer>['data']['user']

const DepartmentAnswer = z.object({
  data: z.object({
    department: z.object({
      department_id: z.string().nullish(),
      open_department_id: z.string().min(1),
      name: z.string().nullish(),
      leader_user_id: z.string().nullish(),
      parent_department_id: z.string().nullish(),
      status: z.object({ is_deleted: Flag }).nullish(),
    }),
  }),
})
type DepartmentBody = z.infer<typeof DepartmentAnswer>['data']['department']

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
    const userId = answer.ok ? text(answer.value?.user_id) : null
    if (!answer.ok || userId === null || text(answer.value?.leader_user_id) === null) return toPerson(answer)
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
      for (const id of ids) person.forget(id)
    },
  }
}

const NOBODY: Answer<undefined> = { ok: true, value: undefined }

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

function toPerson(answer: Answer<PersonBody | undefined>): Answer<Contact | undefined> {
  if (!answer.ok || !answer.value) return answer.ok ? NOBODY : answer
  const person = answer.value
  const [userId, openId] = [text(person.user_id), text(person.open_id)]
  if (userId === null || openId === null) return missingScope('contact:user.employee_id:readonly')
  const contact: Contact = {
    userId,
    openId,
    name: text(person.name) ?? userId,
    leaderUserId: text(person.leader_user_id),
    openDepartmentIds: mainFirst(person),
    active: isActive(person),
  }
  return { ok: true, value: contact }
}

function toDepartment(answer: Answer<DepartmentBody | undefined>): Answer<Department | undefined> {
  if (!answer.ok || !answer.value) return answer.ok ? NOBODY : answer
  const body = answer.value
  if (body.status?.is_deleted === true) return NOBODY
  const parent = text(body.parent_department_id)
  const department: Department = {
    departmentId: text(body.department_id) ?? '',
    openDepartmentId: body.open_department_id,
    name: text(body.name) ?? body.open_department_id,
    leaderUserId: text(body.leader_user_id),
    parentOpenDepartmentId: parent === ROOT ? null : parent,
  }
  return { ok: true, value: department }
}

/** The main department is the one with the highest department_order. */
function mainFirst({ department_ids, orders }: PersonBody): string[] {
  const rank = new Map((orders ?? []).map((order) => [order.department_id, order.department_order ?? 0]))
  return (department_ids ?? [])
    .filter((id) => id !== ROOT && id !== '')
    .sort((a, b) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0))
}

function isActive({ status }: PersonBody): boolean {
  const gone = [status?.is_frozen, status?.is_resigned, status?.is_exited, status?.is_unjoin]
  return !gone.includes(true)
}

/** Fields that are not allowed are left out of an answer that is fine otherwise. */
function missingScope(scope: string): Answer<never> {
  const failure: Failure = {
    class: 'configuration',
    code: 0,
    httpStatus: 200,
    message: `Contacts name nobody's user_id: the app lacks the scope ${scope}.`,
    logId: null,
    retryAfterMs: null,
  }
  return { ok: false, failure }
}

const text = (value: string | null | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : value
