import type { Department, Person } from '../store/records.ts'
import type { State } from '../store/state.ts'
import { Refusal } from '../platform/answer.ts'

export type UserIdType = 'open_id' | 'union_id' | 'user_id'
export type DepartmentIdType = 'open_department_id' | 'department_id'

export function readUserIdType(query: URLSearchParams, code = 1390001): UserIdType {
  const type = query.get('user_id_type') ?? 'open_id'
  if (type === 'open_id' || type === 'union_id' || type === 'user_id') return type
  throw new Refusal(code, `user_id_type: open_id, union_id or user_id, not ${type}`)
}

export function readDepartmentIdType(query: URLSearchParams, code = 1390001): DepartmentIdType {
  const type = query.get('department_id_type') ?? 'open_department_id'
  if (type === 'open_department_id' || type === 'department_id') return type
  throw new Refusal(code, `department_id_type: open_department_id or department_id, not ${type}`)
}

export function findPerson(state: State, id: string, type: UserIdType): Person | undefined {
  if (type === 'user_id') return state.people.get(id)
  const lookup = type === 'open_id' ? state.lookups.personByOpenId : state.lookups.personByUnionId
  return state.people.get(lookup.get(id) ?? '')
}

export function findDepartment(state: State, id: string, type: DepartmentIdType): Department | undefined {
  return state.departments.get(
    type === 'department_id' ? id : (state.lookups.departmentByOpenId.get(id) ?? ''),
  )
}

export function idOf(person: Person, type: UserIdType): string {
  return type === 'user_id' ? person.userId : type === 'open_id' ? person.openId : person.unionId
}

export const departmentIdOf = (department: Department, type: DepartmentIdType): string =>
  type === 'department_id' ? department.departmentId : department.openDepartmentId

/** A payload's user_id or open_id; both may be given and must then be the same person. */
export function findNamed(
  state: State,
  path: string,
  named: { user_id?: string | undefined; open_id?: string | undefined },
): Person | undefined {
  const ids: [string | undefined, UserIdType][] = [
    [named.user_id, 'user_id'],
    [named.open_id, 'open_id'],
  ]
  const found = ids
    .filter(([id]) => id !== undefined && id !== '')
    .map(([id, type]) => {
      const person = findPerson(state, id ?? '', type)
      if (!person)
        throw new Refusal(1390001, `${path}.${type}: nobody in this tenant has the ${type} ${id ?? ''}`)
      return person
    })
  const [first, second] = found
  if (second && first !== second)
    throw new Refusal(1390001, `${path}: user_id and open_id are two different people`)
  return first
}
