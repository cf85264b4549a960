import type { Locale } from '../../shared/locale.ts'
import type { Actor } from '../../server/usecases/views.ts'
import type { Answer, Failure } from '../../server/domain/outbox/answer.ts'
import type { Contact, Department, PeoplePort, Sight } from '../../server/feishu/port.ts'

/** Who leads whom: cto → lead → bob → alice; everyone in a department below the company. */
const CONTACTS: Record<string, Partial<Contact>> = {
  u_alice: { name: '爱丽丝', leaderUserId: 'u_bob', openDepartmentIds: ['od-sales-east'] },
  u_bob: { name: '鲍勃', leaderUserId: 'u_lead', openDepartmentIds: ['od-sales'] },
  u_carol: { name: '卡罗尔', leaderUserId: 'u_lead', openDepartmentIds: ['od-hr'] },
  u_lead: { name: '李德', leaderUserId: 'u_cto', openDepartmentIds: ['od-company'] },
  u_cto: { name: '程总', leaderUserId: null, openDepartmentIds: ['od-company'] },
  u_hr: { name: '韩人事', leaderUserId: 'u_lead', openDepartmentIds: ['od-hr'] },
  u_admin: { name: '管理员', leaderUserId: 'u_cto', openDepartmentIds: ['od-company'] },
  u_payroll: { name: '工资组', leaderUserId: 'u_hr', openDepartmentIds: ['od-hr'] },
  u_gone: { name: '已离职', leaderUserId: 'u_bob', openDepartmentIds: [], active: false, absence: 'left' },
  /** Reports to someone who has left. */
  u_orphan: { name: '孤儿', leaderUserId: 'u_gone', openDepartmentIds: ['od-void'] },
  /** Report to each other. */
  u_yin: { name: '阴', leaderUserId: 'u_yang', openDepartmentIds: [] },
  u_yang: { name: '阳', leaderUserId: 'u_yin', openDepartmentIds: [] },
}

/** `alice@example.com`, and a number for each letter of a name. */
export const addressOf = (by: 'mail' | 'mobile', userId: string): string =>
  by === 'mail'
    ? `${userId.slice(2)}@example.com`
    : `1380000${String(Object.keys(CONTACTS).indexOf(userId)).padStart(4, '0')}`

/** One of them at work. */
export const anActor = (userId: string, locale?: Locale): Actor => ({
  userId,
  openId: userId.replace('u_', 'ou_'),
  name: CONTACTS[userId]?.name ?? userId,
  locale,
})

const DEPARTMENTS: Record<string, Omit<Department, 'openDepartmentId'>> = {
  'od-company': {
    departmentId: 'd_company',
    name: '公司',
    leaderUserId: 'u_cto',
    parentOpenDepartmentId: null,
  },
  'od-sales': {
    departmentId: 'd_sales',
    name: '销售部',
    leaderUserId: 'u_lead',
    parentOpenDepartmentId: 'od-company',
  },
  'od-sales-east': {
    departmentId: 'd_sales_east',
    name: '华东销售',
    leaderUserId: 'u_bob',
    parentOpenDepartmentId: 'od-sales',
  },
  'od-hr': {
    departmentId: 'd_hr',
    name: '人事部',
    leaderUserId: 'u_hr',
    parentOpenDepartmentId: 'od-company',
  },
  'od-void': { departmentId: 'd_void', name: '空', leaderUserId: null, parentOpenDepartmentId: 'od-loop' },
  'od-loop': {
    departmentId: 'd_loop',
    name: '环',
    leaderUserId: 'u_gone',
    parentOpenDepartmentId: 'od-void',
  },
}

export type FakePeople = PeoplePort & {
  /** Changes somebody in contacts; null: nobody has the id any more. */
  change: (userId: string, patch: Partial<Contact> | null) => void
  /** Out of the app's contact range; `undefined` ends it. */
  hide: (userId: string | undefined) => void
  /** Hands out a code that logs this person in once. */
  loginCode: (userId: string) => string
  /** From now on every call fails so; `undefined` ends it. */
  fail: (failure: Partial<Failure> | undefined) => void
  calls: { person: string[]; department: string[]; login: number; address: string[]; idsOf: string[] }
}

/** A small organisation that answers as Feishu does. */
export function createPeople(): FakePeople {
  const codes = new Map<string, string>()
  const contacts = new Map(Object.keys(CONTACTS).map((id) => [id, toContact(id)]))
  const contactOf = (id: string): Contact | undefined =>
    contacts.get(id) ?? [...contacts.values()].find(({ openId }) => openId === id)
  const calls: FakePeople['calls'] = { person: [], department: [], login: 0, address: [], idsOf: [] }
  let hidden: string | undefined
  const sightOf = (id: string): Sight => {
    const contact = contactOf(id)
    return contact && contact.userId === hidden ? 'hidden' : (contact ?? 'nobody')
  }
  let failing: Failure | undefined
  const answer = async <T>(value: T): Promise<Answer<T>> =>
    failing ? { ok: false, failure: failing } : { ok: true, value }
  return {
    calls,
    hide: (userId) => (hidden = userId),
    change: (id, patch) => {
      const before = contactOf(id) ?? toContact(id)
      contacts.delete(before.userId)
      const after = { ...before, ...patch }
      if (patch) contacts.set(after.userId, after)
    },
    loginCode: (userId) => {
      const code = `code-${userId}-${codes.size}`
      codes.set(code, userId)
      return code
    },
    fail: (failure) => (failing = failure && aFailure(failure)),
    forget: () => undefined,
    fresh: async (id) => answer(contactOf(id)),
    idsOf: async (by, keys) => {
      calls.idsOf.push(...keys)
      const of = ({ userId, employeeNo }: Contact): string =>
        by === 'employee_no' ? (employeeNo ?? '') : by === 'email' ? `${userId}@example.com` : `+86${userId}`
      return answer(
        new Map(
          [...contacts.values()].filter((one) => keys.includes(of(one))).map((one) => [of(one), one.userId]),
        ),
      )
    },
    idBy: async (by, address) => {
      calls.address.push(`${by} ${address}`)
      return answer([...contacts.keys()].find((id) => addressOf(by, id) === address))
    },
    look: async (ids) => answer(new Map(ids.map((id) => [id, sightOf(id)]))),
    person: async (id) => {
      calls.person.push(id)
      const sight = sightOf(id)
      return answer(typeof sight === 'object' ? sight : undefined)
    },
    department: async (id) => {
      calls.department.push(id)
      const department = DEPARTMENTS[id]
      return answer(department && { openDepartmentId: id, ...department })
    },
    login: async (code) => {
      calls.login += 1
      const contact = contactOf(codes.get(code) ?? '')
      codes.delete(code)
      if (!contact) return { ok: false, failure: aFailure({ class: 'login_code_dead', code: 20_003 }) }
      return answer(contact)
    },
  }
}

export function aFailure(overrides: Partial<Failure> = {}): Failure {
  const nothing = { code: null, httpStatus: null, logId: null, retryAfterMs: null }
  return { class: 'not_sent', message: 'connect ECONNREFUSED', ...nothing, ...overrides }
}

function toContact(userId: string): Contact {
  const openId = userId.replace('u_', 'ou_')
  const missing = { name: userId, leaderUserId: null, openDepartmentIds: [], active: true }
  return { ...missing, ...CONTACTS[userId], userId, openId }
}
