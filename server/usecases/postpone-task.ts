import type { InstanceView } from '../../shared/responses.ts'
import { instanceOfTask } from '../domain/effects.ts'
import { postpone } from '../domain/postpone.ts'
import { changeInstance } from './change-instance.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId, noTask } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & { taskId: string; until: number | null }

/**
 * Takes a task out of my to-dos until a time, or back into them. Feishu's list stays as it is. Throws
 * `task_not_found` (also for somebody else's), `task_already_ended`, `bad_request`.
 */
export async function postponeTask(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { taskId, until, userId: by } = input
  const id = instanceOfTask(taskId)
  if (!isInstanceId(id)) throw noTask(taskId)
  return changeInstance(
    ctx,
    id,
    () => noTask(taskId),
    (instance) => postpone(instance, { taskId, until }, { at: ctx.now(), by, via: 'api' }),
    input,
  )
}
