import type { FoundDepartments, FoundPeople } from '../../shared/operator-finds.ts'
import type { OrganisationPort, PeoplePort } from '../feishu/port.ts'
import { valueForOperator } from './feishu-answer.ts'
import { folded } from '../domain/search-text.ts'

export type FindDeps = { people: PeoplePort; organisation: OrganisationPort }

/** More would not be read by anybody. */
const MOST_FOUND = 50

/** People by a part of their name, or by one of their ids. Throws `feishu_unavailable`. */
export async function findPeople({ people, organisation }: FindDeps, name: string): Promise<FoundPeople> {
  const named = valueForOperator(await people.person(name))
  const wanted = folded(name)
  const { items, isWhole } = named
    ? { items: [named], isWhole: true }
    : valueForOperator(await organisation.people((one) => folded(one.name).includes(wanted), MOST_FOUND))
  return {
    items: items.map(({ userId, openId, name: called, active }) => ({
      userId,
      openId,
      name: called,
      active,
    })),
    isWhole,
  }
}

/** Departments by a part of their name, or by open_department_id. Throws `feishu_unavailable`. */
export async function findDepartments(
  { people, organisation }: FindDeps,
  name: string,
): Promise<FoundDepartments> {
  const named = name.startsWith('od-') ? valueForOperator(await people.department(name)) : undefined
  const wanted = folded(name)
  const { items, isWhole } = named
    ? { items: [named], isWhole: true }
    : valueForOperator(await organisation.departments((one) => folded(one.name).includes(wanted), MOST_FOUND))
  return {
    items: items.map(({ openDepartmentId, departmentId, name: called, leaderUserId }) => ({
      openDepartmentId,
      departmentId,
      name: called,
      leaderUserId,
    })),
    isWhole,
  }
}
