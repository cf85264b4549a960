import { mayView, type Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId, noInstance } from './stored.ts'

/** For those who take part and the definition's managers; for everyone else it is `instance_not_found`. */
export async function findReadable(ctx: UseCaseContext, id: string, userId: string): Promise<InstanceRecord> {
  const record = isInstanceId(id) ? await ctx.store.instances.read(id) : undefined
  if (!record || !(await mayRead(ctx, record.instance, userId))) throw noInstance(id)
  return record
}

/** Managers as the newest version names them: whoever left the list sees nothing any more. */
export async function mayRead(ctx: UseCaseContext, instance: Instance, userId: string): Promise<boolean> {
  if (mayView(instance, userId)) return true
  const newest = await ctx.store.definitions.read(instance.definition.code)
  return newest?.definition.managers.some((id) => ctx.identities.isTheirs(userId, id)) ?? false
}
