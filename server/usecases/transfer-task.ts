import type { InstanceView } from '../../shared/responses.ts'
import { transfer } from '../domain/transfer.ts'
import { actOnTask, type OnTask } from './act-on-task.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, resolveNamed } from './directory.ts'

type Input = OnTask & { to: string }

/**
 * Hands a task of mine on to one other person. Throws `person_not_found`, `person_not_allowed`, `task_not_found`,
 * `task_already_ended`, `resubmit_needed`, `too_many_tasks`, `form_invalid`, `feishu_unavailable`.
 */
export async function transferTask(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const directory = createDirectory(ctx.people)
  const users = await resolveNamed(directory, 'to', [input.to])
  const { taskId, reason } = input
  return actOnTask(ctx, input, (instance, files, stamp) =>
    transfer(
      instance,
      { taskId, to: users[0] ?? input.to, reason, people: directory.known(users), files },
      stamp,
    ),
  )
}
