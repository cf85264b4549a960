import type { Instance, KnownPerson } from '../domain/instance.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, type Directory } from './directory.ts'
import { definitionOf } from './stored.ts'

/**
 * Who takes a person's place in an approval: their manager, else a manager of the definition, never themselves.
 * Undefined where there is nobody. Throws `feishu_unavailable`.
 */
export async function findSuccessor(
  ctx: UseCaseContext,
  directory: Directory,
  { from, manager }: { from: string; manager: string | null },
  instance: Instance,
): Promise<string | undefined> {
  const { definition } = await definitionOf(ctx, instance)
  for (const id of [...(manager === null ? [] : [manager]), ...definition.managers]) {
    const contact = await directory.active(id)
    if (contact && contact.userId !== from) return contact.userId
  }
  return undefined
}

/** To whom a task goes on when its person does not act. Throws `feishu_unavailable`. */
export async function escalateFrom(
  ctx: UseCaseContext,
  userId: string,
  instance: Instance,
): Promise<({ userId: string } & KnownPerson) | undefined> {
  const directory = createDirectory(ctx.people)
  const manager = (await directory.person(userId))?.leaderUserId ?? null
  const to = await findSuccessor(ctx, directory, { from: userId, manager }, instance)
  const known = to === undefined ? undefined : directory.known([to])[to]
  return to !== undefined && known ? { userId: to, ...known } : undefined
}
