import { AppError } from '../../domain/errors.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { paramInvalid } from './refusal.ts'

/** What kinds of ids a request names people and departments by. */
export type IdTypes = { user: 'user_id' | 'open_id'; department: 'open_department_id' | 'department_id' }

type Named = { id: string; field: string }
type People = Pick<UseCaseContext, 'people'>

export function toIdTypes(query: Readonly<Record<string, unknown>>, usual: IdTypes['user']): IdTypes {
  const user = query['user_id_type'] ?? usual
  const department = query['department_id_type'] ?? 'open_department_id'
  if (user !== 'user_id' && user !== 'open_id')
    throw paramInvalid('user_id_type', 'is user_id or open_id here')
  if (department !== 'open_department_id' && department !== 'department_id')
    throw paramInvalid('department_id_type', 'is open_department_id or department_id')
  return { user, department }
}

/** Somebody's user_id. Throws `Refusal` for nobody, `feishu_unavailable` where it is not known. */
export async function resolvePerson(
  { people }: People,
  { id, field }: Named,
  { user }: IdTypes,
): Promise<string> {
  // An open_id where user_ids are said, or the other way round, is nobody's in Feishu.
  const found = id.startsWith('ou_') === (user === 'open_id') ? await people.person(id) : undefined
  if (found?.ok === false) throw unavailable(found.failure)
  if (found?.value) return found.value.userId
  throw paramInvalid(field, `is no ${user} of this company (query user_id_type)`)
}

/** A department's open_department_id, the one that Feishu can be asked by. */
export async function resolveDepartment(
  { people }: People,
  { id, field }: Named,
  { department }: IdTypes,
): Promise<string> {
  if (department === 'department_id')
    throw paramInvalid(field, 'is taken as an open_department_id alone (query department_id_type)')
  const found = await people.department(id)
  if (!found.ok) throw unavailable(found.failure)
  if (found.value) return found.value.openDepartmentId
  throw paramInvalid(field, 'is no open_department_id of this company')
}

const unavailable = (cause: unknown): AppError =>
  new AppError('feishu_unavailable', 'Contacts cannot be asked now.', { cause })
