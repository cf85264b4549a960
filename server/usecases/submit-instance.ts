import type { InstanceView } from '../../shared/responses.ts'
import type { UseCaseContext } from './context.ts'
import { viewInstance } from './instance-view.ts'
import { startInstance, type StartRequest } from './start-instance.ts'
import { visibleDefinition } from './visibility.ts'

type Input = StartRequest & { userId: string }

/**
 * Starts an approval of one's own (`startInstance`). Throws `definition_not_found`, `idempotency_mismatch`,
 * `form_invalid`, `person_not_found`, `feishu_unavailable`.
 */
export async function submitInstance(
  ctx: UseCaseContext,
  { userId, ...request }: Input,
): Promise<InstanceView> {
  const record = await startInstance(ctx, request, {
    // Also under a user_id that the person had before.
    keyOwners: [userId, ...ctx.identities.formerIdsOf(userId)],
    admit: async (directory) => ({
      userId,
      version: await visibleDefinition(ctx, request.definition, userId, directory),
    }),
    origin: () => ({ by: userId, via: 'api' }),
    uploader: () => userId,
  })
  return viewInstance(ctx, record, { userId, locale: request.locale })
}
