import type { DefinitionRecord } from '../domain/definition.ts'
import { AppError } from '../domain/errors.ts'
import type { Instance } from '../domain/instance.ts'
import type { UseCaseContext } from './context.ts'

/** The version that an instance started with: it is kept as long as the instance. */
export async function definitionOf(
  ctx: UseCaseContext,
  instance: Pick<Instance, 'id' | 'definition'>,
): Promise<DefinitionRecord> {
  const { code, version } = instance.definition
  const record = await ctx.store.definitions.read(code, version)
  if (!record) throw new Error(`instance ${instance.id} began with ${code} ${version}, which is not stored`)
  return record
}

/** Somebody else's, one that is not there and an id that cannot be one: all the same to the caller. */
export const noInstance = (id: string): AppError =>
  new AppError('instance_not_found', `Instance ${id} does not exist.`)

export const noTask = (id: string): AppError => new AppError('task_not_found', `Task ${id} does not exist.`)

/** Ids come from outside: nothing else may reach a store that makes file names of them. */
export const isInstanceId = (id: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(id)
