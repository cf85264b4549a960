import type { EffectView, OutboxQuery } from '../../shared/operator-api.ts'
import type { Effect } from '../domain/outbox/record.ts'
import type { Page } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'

/** What Feishu has not been told yet, and what was given up; without a `state`, both. */
export async function listEffects(ctx: UseCaseContext, query: OutboxQuery): Promise<Page<EffectView>> {
  const { items, nextCursor } = await ctx.store.outbox.list(query)
  return { items: items.map(({ instanceId, effect }) => toEffectView(instanceId, effect)), nextCursor }
}

export function toEffectView(instance: string, effect: Effect): EffectView {
  const { id, kind, taskId, message, attempts, lastError, logId, createdAt, nextTryAt, parked } = effect
  return {
    id,
    kind,
    instance,
    task: taskId,
    state: parked ? 'parked' : 'pending',
    attempts,
    ...(message && { message: { kind: message.kind, to: message.to } }),
    lastError: parked?.reason ?? lastError,
    logId: parked?.logId ?? logId,
    createdAt,
    nextTryAt: parked ? parked.probeAt : nextTryAt,
    ...(parked && { payload: parked.payload }),
  }
}
