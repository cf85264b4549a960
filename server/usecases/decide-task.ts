import type { InstanceView } from '../../shared/api.ts'
import { decide, type Verdict } from '../domain/commands.ts'
import { instanceOfTask, toRecord } from '../domain/effects.ts'
import { formInvalid } from './check-submission.ts'
import type { UseCaseContext } from './context.ts'
import { definitionOf, isInstanceId, noTask } from './stored.ts'
import { toInstanceView, type Reader } from './views.ts'

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
  const { taskId, verdict, reason, attachments = [], userId: by, locale = 'zh-CN' } = input
  const id = instanceOfTask(taskId)
  if (!isInstanceId(id)) throw noTask(taskId)
  // No file has been uploaded yet, so every id of one is unknown.
  if (attachments.length > 0) throw formInvalid([{ field: 'attachments', rule: 'not_an_option' }], locale)
  const record = await ctx.store.instances.change(id, (current) => {
    if (!current) throw noTask(taskId)
    const outcome = decide(current.instance, { taskId, verdict, reason }, { at: ctx.now(), by, via: 'api' })
    if (outcome.entries.length === 0) return { result: current }
    const next = toRecord(current, outcome)
    return { next, result: next }
  })
  return toInstanceView(record, await definitionOf(ctx, record.instance), input)
}
