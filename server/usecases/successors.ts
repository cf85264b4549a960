import type { Instance } from '../domain/instance.ts'
import type { UseCaseContext } from './context.ts'
import type { Directory } from './directory.ts'
import { definitionOf } from './stored.ts'

/**
 * Who may take a person's place in an approval, the first one first: their manager, then the managers of the
 * definition, without themselves and whoever has left. Throws `feishu_unavailable`.
 */
export async function findSuccessors(
  ctx: UseCaseContext,
  directory: Directory,
  { from, manager }: { from: string; manager: string | null },
  instance: Instance,
): Promise<string[]> {
  const { definition } = await definitionOf(ctx, instance)
  const asked = [...(manager === null ? [] : [manager]), ...definition.managers]
  const found = await Promise.all(asked.map((id) => directory.active(id)))
  const userIds = found.flatMap((contact) => (contact && contact.userId !== from ? [contact.userId] : []))
  return [...new Set(userIds)]
}
