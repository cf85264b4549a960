import type { CcRequest } from '../../shared/requests.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { tell } from '../domain/tell.ts'
import { changeInstance } from './change-instance.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, resolveNamed } from './directory.ts'
import { findReadable } from './find-readable.ts'
import { noInstance } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & CcRequest & { id: string }

/**
 * Gives others a copy of an instance that I may see. Whoever has one already is no change. Throws
 * `instance_not_found`, `person_not_found`, `too_many_cc`.
 */
export async function ccInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { id, reason, userId: by } = input
  await findReadable(ctx, id, by)
  const directory = createDirectory(ctx.people)
  const users = await resolveNamed(directory, 'users', input.users)
  const told = { users, people: directory.known(users), reason: reason ?? null }
  return changeInstance(
    ctx,
    id,
    () => noInstance(id),
    (instance) => tell(instance, told, { at: ctx.now(), by, via: 'api' }),
    input,
  )
}
