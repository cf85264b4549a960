import type { Definition } from '../../shared/definition.ts'
import { ownerOf, type Files } from '../domain/instance.ts'
import type { UseCaseContext } from './context.ts'
import type { Directory } from './directory.ts'
import { findReadable } from './find-readable.ts'
import { linkedIn } from './linked-approvals.ts'
import { definitionOf, noInstance } from './stored.ts'
import { visibleDefinition } from './visibility.ts'

/** `instance`: one that would be submitted again. */
type Begin = { definition: string; userId: string; instance?: string | undefined }

/** The newest version, or that of an instance which its owner would submit again, and the files and approvals that it names already. */
export async function startedFrom(
  ctx: UseCaseContext,
  { definition: code, userId, instance: id }: Begin,
  directory: Directory,
): Promise<{ definition: Definition; known?: Files | undefined; linked: readonly string[] }> {
  if (id === undefined) {
    const { definition } = await visibleDefinition(ctx, code, userId, directory)
    return { definition, linked: [] }
  }
  const { instance } = await findReadable(ctx, id, userId)
  if (ownerOf(instance) !== userId || instance.definition.code !== code) throw noInstance(id)
  const { definition } = await definitionOf(ctx, instance)
  return { definition, known: instance.files, linked: linkedIn(definition, instance.form) }
}
