import { inRange } from '../contact/contacts.ts'
import { findPerson } from '../contact/lookup.ts'
import { Refusal } from '../platform/answer.ts'
import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'

export const BAD = 1220001
const NOBODY = 1220004

/** Nobody here has an employee number. */
export type EmployeeType = 'employee_id' | 'open_id'

export function readEmployeeType(query: URLSearchParams): EmployeeType {
  const type = query.get('employee_type')
  if (type === 'employee_id' || type === 'open_id') return type
  throw new Refusal(BAD, 'employee_type invalid')
}

/** An employee_id is a user_id. Who has left can still be written about. */
export function personOf(world: World, id: string, type: EmployeeType): Person {
  const person = findPerson(world.state, id, type === 'open_id' ? 'open_id' : 'user_id')
  if (!person || !inRange(world, person))
    throw new Refusal(NOBODY, 'user_id is not exist or does not have permission')
  return person
}
