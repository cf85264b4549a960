import type { InstanceView } from '../../shared/api.ts'
import { decide, type Verdict } from '../domain/commands.ts'
import { instanceOfTask } from '../domain/effects.ts'
import type { Files } from '../domain/instance.ts'
import { changeInstance } from './change-instance.ts'
import { claimFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId, noTask } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & {
  taskId: string
  verdict: Verdict
  reason: string | null
  attachments?: readonly string[]
}

/**
 * Approves or rejects one task. The same decision again is no change and answers the same. Throws
 * `task_not_found` (also for somebody else's), `task_already_ended`, `reason_required`, `form_invalid`.
 */
export async function decideTask(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { taskId, verdict, reason, userId: by } = input
  const id = instanceOfTask(taskId)
  if (!isInstanceId(id)) throw noTask(taskId)
  const files = await filesOf(ctx, id, input)
  return changeInstance(
    ctx,
    id,
    () => noTask(taskId),
    (instance) => decide(instance, { taskId, verdict, reason, files }, { at: ctx.now(), by, via: 'api' }),
    input,
  )
}

/** Claimed for a decision that would be taken as things stand; one that is refused claims nothing. */
async function filesOf(ctx: UseCaseContext, instanceId: string, input: Input): Promise<Files> {
  const { taskId, verdict, reason, attachments = [], userId: by, locale = 'zh-CN' } = input
  if (attachments.length === 0) return {}
  const record = await ctx.store.instances.read(instanceId)
  if (!record) throw noTask(taskId)
  const { entries } = decide(record.instance, { taskId, verdict, reason }, { at: ctx.now(), by, via: 'api' })
  if (entries.length === 0) return {}
  return claimFiles(ctx, { field: 'attachments', ids: attachments, by, instanceId, locale })
}
