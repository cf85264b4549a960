import { z } from 'zod'
import type { AppCall } from './calls.ts'
import { DepartmentAnswer, PersonAnswer, ROOT, toDepartment, toPerson } from './contact-answers.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { Contact, Department, OrganisationPort } from './port.ts'

/** 获取子部门列表, 获取部门直属用户列表: at most 50 a page. */
const PAGE = 50
/** So that a search ends: at fifty requests a second this takes half a minute. */
const MOST_REQUESTS = 1_500

const page = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.object({
      items: z.array(item).nullish(),
      has_more: z.boolean().nullish(),
      page_token: z.string().nullish(),
    }),
  })
const People = page(PersonAnswer.shape.data.shape.user)
const Departments = page(DepartmentAnswer.shape.data.shape.department)

type Pages<T> = { items: readonly T[]; next: string | null }
type Walk<T> = {
  path: string
  api: 'department_children' | 'department_users'
  params: Record<string, string>
  read: (body: unknown) => Pages<T>
}

type Budget = { left: number }

/** Page by page, until `take` has enough. False: there was more. */
async function walk<T>(
  asApp: AppCall,
  { path, api, params, read }: Walk<T>,
  budget: Budget,
  take: (item: T) => boolean,
): Promise<Answer<boolean>> {
  let token: string | null = null
  do {
    if (budget.left <= 0) return { ok: true, value: false }
    budget.left -= 1
    const query: Record<string, string | number> = {
      ...params,
      page_size: PAGE,
      ...(token !== null && { page_token: token }),
    }
    const answer: Answer<Pages<T>> = await asApp(api, { method: 'GET', url: path, params: query }, read)
    if (!answer.ok) return answer
    for (const item of answer.value.items) if (!take(item)) return { ok: true, value: false }
    token = answer.value.next
  } while (token !== null)
  return { ok: true, value: true }
}

const IDS = { user_id_type: 'user_id', department_id_type: 'open_department_id' }

const ALL_DEPARTMENTS: Walk<Department> = {
  path: `/open-apis/contact/v3/departments/${ROOT}/children`,
  api: 'department_children',
  params: { fetch_child: 'true', ...IDS },
  read: (body) => toPages(Departments.parse(body).data, (one) => toDepartment({ ok: true, value: one })),
}

const membersOf = (id: string): Walk<Contact> => ({
  path: '/open-apis/contact/v3/users/find_by_department',
  api: 'department_users',
  params: { department_id: id, ...IDS },
  read: (body) => toPages(People.parse(body).data, (one) => toPerson({ ok: true, value: one })),
})

/**
 * Walks through the organisation, since Feishu's own search wants a person's token and this asks as the app: every
 * department below the root, then who is in each. The app has to see everybody. Bounded in requests, paced by the gate.
 */
export function createOrganisation(asApp: AppCall): OrganisationPort {
  return {
    async departments(isMeant, limit) {
      const items: Department[] = []
      const walked = await walk(asApp, ALL_DEPARTMENTS, { left: MOST_REQUESTS }, (one) => {
        if (isMeant(one)) items.push(one)
        return items.length < limit
      })
      return walked.ok ? { ok: true, value: { items, isWhole: walked.value } } : walked
    },
    async people(isMeant, limit) {
      const budget = { left: MOST_REQUESTS }
      const ids: string[] = [ROOT]
      const known = await walk(
        asApp,
        ALL_DEPARTMENTS,
        budget,
        ({ openDepartmentId }) => ids.push(openDepartmentId) > 0,
      )
      if (!known.ok) return known
      const found = new Map<string, Contact>()
      let isWhole = known.value
      for (const id of ids) {
        const walked = await walk(asApp, membersOf(id), budget, (one) => {
          if (isMeant(one)) found.set(one.userId, one)
          return found.size < limit
        })
        if (!walked.ok) return walked
        isWhole &&= walked.value
        if (!walked.value) break
      }
      return { ok: true, value: { items: [...found.values()], isWhole } }
    },
  }
}

/** Who or what is there but may not be seen in full is left out. */
function toPages<B, T>(
  {
    items,
    has_more,
    page_token,
  }: {
    items?: B[] | null | undefined
    has_more?: boolean | null | undefined
    page_token?: string | null | undefined
  },
  toItem: (body: B) => Answer<T | undefined>,
): Pages<T> {
  const read = (items ?? []).flatMap((body) => {
    const answer = toItem(body)
    return answer.ok && answer.value ? [answer.value] : []
  })
  return { items: read, next: has_more === true && page_token ? page_token : null }
}
