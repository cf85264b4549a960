import type { InstanceView } from '../../shared/responses.ts'
import { addSign } from '../domain/add-sign.ts'
import type { SignerPosition } from '../domain/instance.ts'
import { actOnTask, type OnTask } from './act-on-task.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, resolveNamed } from './directory.ts'

type Input = OnTask & { users: readonly string[]; position: SignerPosition }

/**
 * Has others sign before, after or beside me. Throws `person_not_found`, `person_not_allowed`, `task_not_found`,
 * `task_already_ended`, `reason_required`, `resubmit_needed`, `too_many_tasks`, `form_invalid`,
 * `feishu_unavailable`.
 */
export async function addSignTask(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const directory = createDirectory(ctx.people)
  const users = await resolveNamed(directory, 'users', input.users)
  const { taskId, position, reason } = input
  return actOnTask(ctx, input, (instance, files, stamp) =>
    addSign(instance, { taskId, users, position, reason, people: directory.known(users), files }, stamp),
  )
}
