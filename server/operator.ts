import type {
  DefinitionPlan,
  DefinitionsApplied,
  DoctorReport,
  DoctorRequest,
  EffectView,
  OutboxResponse,
  ReconcileRequest,
  ReconcileResponse,
  ReminderResponse,
} from '../shared/operator-api.ts'
import type { AdminClient } from './admin-client.ts'
import type { App } from './app.ts'
import { listEffects } from './usecases/list-effects.ts'
import { retryEffect } from './usecases/retry-effect.ts'

/** What an operator can ask for, of a running server or of a stopped one's data. */
export type Operator = {
  outbox: (query: { state?: 'pending' | 'parked'; cursor?: string }) => Promise<OutboxResponse>
  retry: (effectId: string) => Promise<EffectView>
  reconcile: (request: ReconcileRequest) => Promise<ReconcileResponse>
  remind: () => Promise<ReminderResponse>
  planDefinitions: () => Promise<DefinitionPlan>
  applyDefinitions: () => Promise<DefinitionsApplied>
  doctor: (request: DoctorRequest) => Promise<DoctorReport>
}

/** Through the `/admin` of the server that runs. */
export function remoteOperator({ call }: AdminClient): Operator {
  return {
    outbox: (query) => call('GET', `/outbox?${new URLSearchParams({ limit: '500', ...query }).toString()}`),
    retry: (effectId) => call('POST', `/outbox/${encodeURIComponent(effectId)}/retry`),
    reconcile: (request) => call('POST', '/reconcile', request),
    remind: () => call('POST', '/reminders'),
    planDefinitions: () => call('POST', '/definitions/plan'),
    applyDefinitions: () => call('POST', '/definitions/apply'),
    doctor: (request) => call('POST', '/doctor', request),
  }
}

/** Where the store cannot be had, as `refusal` says: `doctor` alone does not need it. */
export function outsideOperator(refusal: Error, doctor: Operator['doctor']): Operator {
  const refuse = () => Promise.reject(refusal)
  return {
    outbox: refuse,
    retry: refuse,
    reconcile: refuse,
    remind: refuse,
    planDefinitions: refuse,
    applyDefinitions: refuse,
    doctor,
  }
}

/** On the data folder itself. What it queues is delivered once a server runs. */
export function localOperator({ ctx, registry, reconcile, remind, doctor }: App): Operator {
  return {
    outbox: async (query) => {
      const { items, nextCursor } = await listEffects(ctx, { limit: 500, ...query })
      return { items: [...items], nextCursor }
    },
    retry: (effectId) => retryEffect(ctx, effectId),
    reconcile,
    remind,
    planDefinitions: registry.plan,
    applyDefinitions: registry.apply,
    doctor,
  }
}
