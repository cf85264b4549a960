import type { InstanceView } from '../../shared/api.ts'
import { mayView, type Instance } from '../domain/instance.ts'
import type { UseCaseContext } from './context.ts'
import { definitionOf, isInstanceId, noInstance } from './stored.ts'
import { toInstanceView, type Reader } from './views.ts'

type Input = Reader & { id: string }

/** For those who take part and the definition's managers; for everyone else it is `instance_not_found`. */
export async function readInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const record = isInstanceId(input.id) ? await ctx.store.instances.read(input.id) : undefined
  if (!record || !(await mayRead(ctx, record.instance, input.userId))) throw noInstance(input.id)
  return toInstanceView(record, await definitionOf(ctx, record.instance), input)
}

/** Managers as the newest version names them: whoever left the list sees nothing any more. */
async function mayRead(ctx: UseCaseContext, instance: Instance, userId: string): Promise<boolean> {
  if (mayView(instance, userId)) return true
  const newest = await ctx.store.definitions.read(instance.definition.code)
  return newest?.definition.managers.includes(userId) ?? false
}
