import type { InstanceView } from '../../shared/api.ts'
import type { Outcome } from '../domain/recorder.ts'
import { toRecord } from '../domain/effects.ts'
import type { AppError } from '../domain/errors.ts'
import type { Instance } from '../domain/instance.ts'
import type { UseCaseContext } from './context.ts'
import { viewInstance } from './instance-view.ts'
import type { Reader } from './views.ts'

/**
 * Changes an instance by a command and shows it after that. A command without entries writes nothing.
 * `absent` is thrown when there is no such instance.
 */
export async function changeInstance(
  ctx: UseCaseContext,
  id: string,
  absent: () => AppError,
  command: (instance: Instance) => Outcome,
  reader: Reader,
): Promise<InstanceView> {
  const record = await ctx.store.instances.change(id, (current) => {
    if (!current) throw absent()
    const outcome = command(current.instance)
    if (outcome.entries.length === 0) return { result: current }
    const next = toRecord(current, outcome)
    return { next, result: next }
  })
  return viewInstance(ctx, record, reader)
}
