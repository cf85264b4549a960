import type { InstanceView } from '../../shared/responses.ts'
import type { UseCaseContext } from './context.ts'
import { findReadable } from './find-readable.ts'
import { viewInstance } from './instance-view.ts'
import type { Reader } from './views.ts'

type Input = Reader & { id: string }

/** For those who take part and the definition's managers; for everyone else it is `instance_not_found`. */
export async function readInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  return viewInstance(ctx, await findReadable(ctx, input.id, input.userId), input)
}
