import type { InstanceView } from '../../shared/responses.ts'
import { readCc } from '../domain/read-cc.ts'
import { changeInstance } from './change-instance.ts'
import type { UseCaseContext } from './context.ts'
import { findReadable } from './find-readable.ts'
import { noInstance } from './stored.ts'
import type { Reader } from './views.ts'

/** I have opened what I was told of. No change for who was not told, or had before. Throws `instance_not_found`. */
export async function markRead(ctx: UseCaseContext, input: Reader & { id: string }): Promise<InstanceView> {
  const { id, userId: by } = input
  await findReadable(ctx, id, by)
  return changeInstance(
    ctx,
    id,
    () => noInstance(id),
    (instance) => readCc(instance, { at: ctx.now(), by, via: 'api' }),
    input,
  )
}
