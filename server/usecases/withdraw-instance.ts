import type { InstanceView } from '../../shared/responses.ts'
import { withdraw } from '../domain/withdraw.ts'
import { changeInstance } from './change-instance.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId, noInstance } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & { id: string; reason: string | null }

/** Takes one's own approval back. Throws `instance_not_found`, `instance_already_ended`. */
export async function withdrawInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { id, reason, userId: by } = input
  if (!isInstanceId(id)) throw noInstance(id)
  return changeInstance(
    ctx,
    id,
    () => noInstance(id),
    (instance) => withdraw(instance, reason, { at: ctx.now(), by, via: 'api' }),
    input,
  )
}
