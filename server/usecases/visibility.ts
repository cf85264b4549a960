import type { DefinitionRecord } from '../domain/definition.ts'
import { AppError } from '../domain/errors.ts'
import type { Department } from '../feishu/port.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, type Directory } from './directory.ts'

/** No organisation is deeper; a loop in its data must not hang us. */
const MAX_LEVELS = 50

/** Whether this person may start it. Departments count with everything below them. */
export async function maySee(
  { identities }: Pick<UseCaseContext, 'identities'>,
  directory: Directory,
  { state, source, definition: { viewers } }: DefinitionRecord,
  userId: string,
): Promise<boolean> {
  if (state === 'retired' || source !== undefined) return false
  if (viewers.some((viewer) => viewer.type === 'TENANT')) return true
  if (viewers.some((viewer) => viewer.type === 'USER' && identities.isTheirs(userId, viewer.id))) return true
  const wanted = viewers.flatMap((viewer) => (viewer.type === 'DEPARTMENT' ? [viewer.id] : []))
  if (wanted.length === 0) return false

  const person = await directory.active(userId)
  const lines = (person?.openDepartmentIds ?? []).map((id) => departmentsUp(directory, id))
  const mine = (await Promise.all(lines)).flat()
  return mine.some((one) => wanted.includes(one.openDepartmentId) || wanted.includes(one.departmentId))
}

/** The definition that a new instance starts with; one that the person may not see is the same as none. */
export async function visibleDefinition(
  ctx: UseCaseContext,
  code: string,
  userId: string,
  directory: Directory = createDirectory(ctx.people),
): Promise<DefinitionRecord> {
  const record = await ctx.store.definitions.read(code)
  if (record && (await maySee(ctx, directory, record, userId))) return record
  throw new AppError('definition_not_found', `Definition ${code} does not exist.`)
}

/** A department and those above it, the lowest first. */
export async function departmentsUp(directory: Directory, openDepartmentId: string): Promise<Department[]> {
  const line: Department[] = []
  let next: string | null = openDepartmentId
  while (next !== null && line.length < MAX_LEVELS) {
    const department: Department | undefined = await directory.department(next)
    if (!department) break
    line.push(department)
    next = department.parentOpenDepartmentId
  }
  return line
}
