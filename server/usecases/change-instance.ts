import type { InstanceView } from '../../shared/responses.ts'
import type { AppError } from '../domain/errors.ts'
import type { Instance } from '../domain/instance.ts'
import type { Outcome } from '../domain/recorder.ts'
import { commit } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { viewInstance } from './instance-view.ts'
import type { Reader } from './views.ts'

/** Changes an instance by somebody's command, and shows it to them after that. Throws as `commit` does. */
export async function changeInstance(
  ctx: UseCaseContext,
  id: string,
  absent: () => AppError,
  command: (instance: Instance) => Outcome,
  reader: Reader,
): Promise<InstanceView> {
  const { record } = await commit(ctx, id, absent, command)
  return viewInstance(ctx, record, reader)
}
