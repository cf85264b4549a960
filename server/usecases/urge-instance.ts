import type { InstanceView } from '../../shared/responses.ts'
import { urge } from '../domain/urge.ts'
import { changeInstance } from './change-instance.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId, noInstance } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & { id: string; reason: string | null }

/**
 * Asks those whom my approval waits for to decide. Throws `instance_not_found`, `instance_already_ended`,
 * `urged_too_soon`, `resubmit_needed`.
 */
export async function urgeInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { id, reason, userId: by } = input
  if (!isInstanceId(id)) throw noInstance(id)
  return changeInstance(
    ctx,
    id,
    () => noInstance(id),
    (instance) => urge(instance, reason, { at: ctx.now(), by, via: 'api' }),
    input,
  )
}
