import type { InstanceView } from '../../shared/responses.ts'
import { rollback } from '../domain/rollback.ts'
import { actOnTask, type OnTask } from './act-on-task.ts'
import type { UseCaseContext } from './context.ts'

type Input = OnTask & { toNode: string }

/**
 * Sends an approval back to its initiator or an earlier node. Throws `node_not_allowed`, `task_not_found`,
 * `task_already_ended`, `resubmit_needed`, `too_many_tasks`, `form_invalid`.
 */
export function rollbackTask(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { taskId, toNode, reason } = input
  return actOnTask(ctx, input, (instance, files, stamp) =>
    rollback(instance, { taskId, toNode, reason, files }, stamp),
  )
}
