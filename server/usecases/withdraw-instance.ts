import type { InstanceView } from '../../shared/api.ts'
import { withdraw } from '../domain/commands.ts'
import { toRecord } from '../domain/effects.ts'
import type { UseCaseContext } from './context.ts'
import { definitionOf, isInstanceId, noInstance } from './stored.ts'
import { toInstanceView, type Reader } from './views.ts'

type Input = Reader & { id: string; reason: string | null }

/** Takes one's own approval back. Throws `instance_not_found`, `instance_already_ended`. */
export async function withdrawInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { id, reason, userId: by } = input
  if (!isInstanceId(id)) throw noInstance(id)
  const record = await ctx.store.instances.change(id, (current) => {
    if (!current) throw noInstance(id)
    const outcome = withdraw(current.instance, reason, { at: ctx.now(), by, via: 'api' })
    if (outcome.entries.length === 0) return { result: current }
    const next = toRecord(current, outcome)
    return { next, result: next }
  })
  return toInstanceView(record, await definitionOf(ctx, record.instance), input)
}
