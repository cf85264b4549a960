import type { InstanceStatus } from '../../shared/status.ts'
import { terminate } from '../domain/terminate.ts'
import { commit } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId, noInstance } from './stored.ts'

/** Ends an approval for an operator; one that has ended stays as it is. Throws `instance_not_found`. */
export async function terminateInstance(
  ctx: UseCaseContext,
  { id, reason }: { id: string; reason: string },
): Promise<{ id: string; status: InstanceStatus }> {
  if (!isInstanceId(id)) throw noInstance(id)
  const absent = () => noInstance(id)
  const { record } = await commit(ctx, id, absent, (instance) =>
    terminate(instance, reason, { at: ctx.now(), by: null, via: 'admin' }),
  )
  return { id, status: record.instance.status }
}
