import type { InstanceStatus } from '../../shared/status.ts'
import { terminate } from '../domain/verbs/terminate.ts'
import { commit } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { instanceIdOf } from './instance-number.ts'
import { noInstance } from './stored.ts'

/**
 * Ends an approval for an operator, by its id or number; one that has ended stays as it is. Throws
 * `instance_not_found`, `instance_ambiguous`.
 */
export async function terminateInstance(
  ctx: UseCaseContext,
  { id: number, reason }: { id: string; reason: string },
): Promise<{ id: string; status: InstanceStatus }> {
  const id = await instanceIdOf(ctx, number)
  const absent = () => noInstance(id)
  const { record } = await commit(ctx, id, absent, (instance) =>
    terminate(instance, reason, { at: ctx.now(), by: null, via: 'admin' }),
  )
  return { id, status: record.instance.status }
}
