import type { InstanceStatus } from '../../shared/status.ts'
import { toRecord } from '../domain/effects.ts'
import { terminate } from '../domain/operate.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId, noInstance } from './stored.ts'

/** Ends an approval for an operator; one that has ended stays as it is. Throws `instance_not_found`. */
export async function terminateInstance(
  ctx: UseCaseContext,
  { id, reason }: { id: string; reason: string },
): Promise<{ id: string; status: InstanceStatus }> {
  if (!isInstanceId(id)) throw noInstance(id)
  const { instance } = await ctx.store.instances.change(id, (current) => {
    if (!current) throw noInstance(id)
    const outcome = terminate(current.instance, reason, { at: ctx.now(), by: null, via: 'admin' })
    if (outcome.entries.length === 0) return { result: current }
    const next = toRecord(current, outcome)
    return { next, result: next }
  })
  return { id, status: instance.status }
}
