import type { InstanceView } from '../../shared/responses.ts'
import { decide, type Verdict } from '../domain/decide.ts'
import { actOnTask, type OnTask } from './act-on-task.ts'
import type { UseCaseContext } from './context.ts'

type Input = OnTask & { verdict: Verdict }

/**
 * Approves or rejects one task. The same decision again is no change and answers the same. Throws
 * `task_not_found` (also for somebody else's), `task_already_ended`, `reason_required`, `resubmit_needed`,
 * `form_invalid`.
 */
export function decideTask(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { taskId, verdict, reason } = input
  return actOnTask(ctx, input, (instance, files, stamp) =>
    decide(instance, { taskId, verdict, reason, files }, stamp),
  )
}
