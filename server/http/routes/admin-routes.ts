import {
  AdminDefinitionsResponse,
  DefinitionPlan,
  DefinitionsApplied,
  DoctorReport,
  DoctorRequest,
  EffectView,
  HandOverRequest,
  HandOverResponse,
  OutboxQuery,
  OutboxResponse,
  ResumeResponse,
  ReconcileRequest,
  ReconcileResponse,
  TerminateRequest,
  TerminateResponse,
  ReminderResponse,
} from '../../../shared/operator-api.ts'
import { handOverPerson } from '../../usecases/hand-over.ts'
import { listAdminDefinitions } from '../../usecases/list-admin-definitions.ts'
import { listEffects } from '../../usecases/list-effects.ts'
import { resumeOutbox } from '../../usecases/resume-outbox.ts'
import { retryEffect } from '../../usecases/retry-effect.ts'
import { terminateInstance } from '../../usecases/terminate-instance.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'
import { findRoutes } from './find-routes.ts'
import { serviceRoutes } from './service-routes.ts'

type Deps = Pick<HttpDeps, 'ctx' | 'log' | 'operations' | 'registrationErrors'>

export function adminRoutes(deps: Deps): Route[] {
  return [
    ...deliveryRoutes(deps),
    ...checkRoutes(deps),
    ...definitionRoutes(deps),
    ...interveningRoutes(deps),
    ...findRoutes(deps),
    ...serviceRoutes(deps),
  ]
}

function interveningRoutes({ ctx, log }: Deps): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/admin/v1/instances/:id/terminate',
      operationId: 'terminateInstance',
      summary: 'End an approval that is under way, by its id or number.',
      access: 'operator',
      body: TerminateRequest,
      answers: [{ status: 200, description: 'How it stands now.', schema: TerminateResponse }],
      errors: ['instance_not_found', 'instance_ambiguous', 'decided_elsewhere'],
      handle: async ({ params: { id = '' }, body: { reason } }) => {
        const body = await terminateInstance(ctx, { id, reason })
        return { status: 200, body }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/people/:userId/hand-over',
      operationId: 'handOverPerson',
      summary:
        'Put somebody else in the place of a person, e.g. of one who left, in every approval under way.',
      access: 'operator',
      body: HandOverRequest,
      answers: [{ status: 200, description: 'What was moved.', schema: HandOverResponse }],
      errors: ['person_not_found', 'person_not_allowed', 'feishu_unavailable'],
      handle: async ({ params: { userId: from = '' }, body: { to, reason } }) => {
        const body = await handOverPerson(ctx, { from, to, reason })
        log.info(body, 'an operator handed over what lies with a person')
        return { status: 200, body }
      },
    }),
  ]
}

function deliveryRoutes({ ctx, operations }: Deps): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/admin/v1/outbox',
      operationId: 'listOutbox',
      summary: 'What Feishu has not been told yet, and what was given up.',
      access: 'operator',
      query: OutboxQuery,
      answers: [{ status: 200, description: 'A page; without a state, both.', schema: OutboxResponse }],
      handle: async ({ query }) => ({ status: 200, body: await listEffects(ctx, query) }),
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/outbox/:id/retry',
      operationId: 'retryEffect',
      summary: 'Try one now, as if for the first time.',
      access: 'operator',
      answers: [{ status: 200, description: 'It waits again.', schema: EffectView }],
      errors: ['effect_not_found'],
      handle: async ({ params: { id = '' } }) => {
        const body = await retryEffect(ctx, id)
        operations.endQuotaHold()
        return { status: 200, body }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/outbox/resume',
      operationId: 'resumeOutbox',
      summary: 'Try now what waits for the quota of calls, e.g. after it was raised.',
      access: 'operator',
      answers: [{ status: 200, description: 'What is due now.', schema: ResumeResponse }],
      handle: async () => {
        const held = operations.endQuotaHold()
        return { status: 200, body: { held, due: await resumeOutbox(ctx) } }
      },
    }),
  ]
}

function checkRoutes({ operations }: Deps): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/admin/v1/reconcile',
      operationId: 'reconcile',
      body: ReconcileRequest,
      summary: 'Compare with Feishu now, and repair what differs.',
      access: 'operator',
      answers: [{ status: 200, description: 'What was done.', schema: ReconcileResponse }],
      errors: ['feishu_unavailable'],
      handle: async ({ body }) => ({ status: 200, body: await operations.reconcile(body) }),
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/reminders',
      operationId: 'remind',
      summary: 'Send the daily reminder now, to nobody twice a day.',
      access: 'operator',
      answers: [{ status: 200, description: 'What was done.', schema: ReminderResponse }],
      handle: async () => ({ status: 200, body: await operations.remind() }),
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/doctor',
      operationId: 'seeDoctor',
      body: DoctorRequest,
      summary: 'Try everything that can be set wrongly.',
      access: 'operator',
      answers: [{ status: 200, description: 'What was found.', schema: DoctorReport }],
      handle: async ({ body }) => ({ status: 200, body: await operations.doctor(body) }),
    }),
  ]
}

function definitionRoutes({ ctx, operations, registrationErrors }: Deps): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/admin/v1/definitions',
      operationId: 'listAdminDefinitions',
      summary: 'Each definition with what Feishu knows of it.',
      access: 'operator',
      answers: [{ status: 200, description: 'The newest versions.', schema: AdminDefinitionsResponse }],
      handle: async ({ locale }) => {
        const input = { locale, registrationErrors: registrationErrors() }
        return { status: 200, body: { items: await listAdminDefinitions(ctx, input) } }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/definitions/plan',
      operationId: 'planDefinitions',
      summary:
        'What applying the definition files would change, with every old and new value; changes nothing.',
      access: 'operator',
      answers: [{ status: 200, description: 'The plan.', schema: DefinitionPlan }],
      handle: async () => ({ status: 200, body: await operations.planDefinitions() }),
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/definitions/apply',
      operationId: 'applyDefinitions',
      summary: 'Read the definition files again and tell Feishu; what has no file any more is retired.',
      access: 'operator',
      answers: [{ status: 200, description: 'What was done.', schema: DefinitionsApplied }],
      handle: async () => ({ status: 200, body: await operations.applyDefinitions() }),
    }),
  ]
}
