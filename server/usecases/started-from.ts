import type { Definition } from '../../shared/definition.ts'
import { ownerOf, type Files } from '../domain/instance.ts'
import type { UseCaseContext } from './context.ts'
import type { Directory } from './directory.ts'
import { findReadable } from './find-readable.ts'
import { definitionOf, noInstance } from './stored.ts'
import { visibleDefinition } from './visibility.ts'

/** `instance`: one that would be submitted again. */
type Begin = { definition: string; userId: string; instance?: string | undefined }

/** The newest version, or that of an instance which its owner would submit again, and what that names already. */
export async function startedFrom(
  ctx: UseCaseContext,
  { definition: code, userId, instance: id }: Begin,
  directory: Directory,
): Promise<{ definition: Definition; known?: Files | undefined }> {
  if (id === undefined) return visibleDefinition(ctx, code, userId, directory)
  const { instance } = await findReadable(ctx, id, userId)
  if (ownerOf(instance) !== userId || instance.definition.code !== code) throw noInstance(id)
  return { definition: (await definitionOf(ctx, instance)).definition, known: instance.files }
}
