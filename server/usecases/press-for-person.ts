import type { InstanceView } from '../../shared/responses.ts'
import type { Files } from '../domain/instance.ts'
import { pressOn } from '../domain/mirror/press.ts'
import { instanceOfTask } from '../domain/outbox/effects.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { claimFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { viewInstance } from './instance-view.ts'
import { pressTask, type TaskPress } from './press-task.ts'
import { isInstanceId, noTask } from './stored.ts'
import type { Actor } from './views.ts'

export type PersonPress = {
  taskId: string
  action: string
  reason?: string | undefined
  attachments?: readonly string[] | undefined
}

/**
 * What somebody presses on our own pages, on a task that another system carries on. Throws `task_not_found`, also for one
 * of ours, `form_invalid` for files that cannot be used, and what `pressTask` throws.
 */
export async function pressForPerson(
  ctx: UseCaseContext,
  { taskId, action, reason = '', attachments = [] }: PersonPress,
  actor: Actor,
): Promise<InstanceView> {
  const absent = () => noTask(taskId)
  const id = instanceOfTask(taskId)
  const record = isInstanceId(id) ? await ctx.store.instances.read(id) : undefined
  if (!record?.instance.mirror) throw absent()
  const by = actor.userId
  const given = reason.trim() === '' ? null : reason
  const from = { via: 'api', attachments: null, messageId: null } as const
  const press: TaskPress = { ...from, taskId, action, by, reason: given, files: {} }
  const files = await filesFor(ctx, record, press, attachments, actor)
  await pressTask(ctx, { ...press, files }, absent)
  return viewInstance(ctx, (await ctx.store.instances.read(id)) ?? record, actor)
}

/** Claimed for what would be new as things stand. */
async function filesFor(
  ctx: UseCaseContext,
  record: InstanceRecord,
  press: TaskPress,
  ids: readonly string[],
  { userId: by, locale = 'zh-CN' }: Actor,
): Promise<Files> {
  if (ids.length === 0 || pressOn(record, { ...press, at: ctx.now() }).is !== 'new') return {}
  return claimFiles(ctx, { field: 'attachments', ids, by, instanceId: record.instance.id, locale })
}
