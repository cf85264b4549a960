import { z } from 'zod'
import { cleanLine } from '../../shared/person-text.ts'
import type { Answer, Failure } from '../domain/outbox/answer.ts'
import type { Contact, Department } from './port.ts'

/** The root of the organisation is no department of anybody. */
export const ROOT = '0'

const Flag = z.boolean().nullish()
const Person = z.object({
  user_id: z.string().nullish(),
  open_id: z.string().nullish(),
  name: z.string().nullish(),
  leader_user_id: z.string().nullish(),
  employee_no: z.string().nullish(),
  department_ids: z.array(z.string()).nullish(),
  orders: z
    .array(z.object({ department_id: z.string().nullish(), department_order: z.number().nullish() }))
    .nullish(),
  status: z
    .object({ is_frozen: Flag, is_resigned: Flag, is_exited: Flag, is_unjoin: Flag, is_activated: Flag })
    .nullish(),
})
export type PersonBody = z.infer<typeof Person>

export const PersonAnswer = z.object({ data: z.object({ user: Person }) })
/** 通过手机号或邮箱获取用户 ID: whom nobody is, has no id. */
export const AddressAnswer = z.object({
  data: z
    .object({
      user_list: z
        .array(
          z.object({
            user_id: z.string().nullish(),
            email: z.string().nullish(),
            mobile: z.string().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
})
/** Without anybody the list itself is left out. */
export const PeopleAnswer = z.object({ data: z.object({ items: z.array(Person).nullish() }).nullish() })

export const DepartmentAnswer = z.object({
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

/** Nobody, or nothing, that the app may see. */
export const NOBODY: Answer<undefined> = { ok: true, value: undefined }

/** Someone as contacts tell of them. */
export function toPerson(answer: Answer<PersonBody | undefined>): Answer<Contact | undefined> {
  if (!answer.ok || !answer.value) return answer.ok ? NOBODY : answer
  const person = answer.value
  const [userId, openId] = [textOrNull(person.user_id), textOrNull(person.open_id)]
  if (userId === null || openId === null) return missingScope('contact:user.employee_id:readonly')
  const absence = absenceOf(person)
  const contact: Contact = {
    userId,
    openId,
    name: cleanLine(person.name ?? '') || userId,
    leaderUserId: textOrNull(person.leader_user_id),
    openDepartmentIds: mainFirst(person),
    active: absence === undefined,
    ...(person.employee_no && { employeeNo: person.employee_no }),
    ...(absence && { absence }),
  }
  return { ok: true, value: contact }
}

export function toDepartment(answer: Answer<DepartmentBody | undefined>): Answer<Department | undefined> {
  if (!answer.ok || !answer.value) return answer.ok ? NOBODY : answer
  const body = answer.value
  if (body.status?.is_deleted === true) return NOBODY
  const parent = textOrNull(body.parent_department_id)
  const department: Department = {
    departmentId: textOrNull(body.department_id) ?? '',
    openDepartmentId: body.open_department_id,
    name: cleanLine(body.name ?? '') || body.open_department_id,
    leaderUserId: textOrNull(body.leader_user_id),
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

/** Nobody acts in the name of who has left, is suspended, or has not come yet. */
function absenceOf({ status }: PersonBody): Contact['absence'] {
  if (status?.is_resigned === true || status?.is_exited === true) return 'left'
  if (status?.is_frozen === true) return 'suspended'
  return status?.is_unjoin === true || status?.is_activated === false ? 'not_joined' : undefined
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

export const textOrNull = (value: string | null | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : value
