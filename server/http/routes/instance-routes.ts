import { ListQuery, ResubmitRequest, SubmitHeaders, SubmitRequest } from '../../../shared/requests.ts'
import { InstanceView, ListResponse } from '../../../shared/responses.ts'
import { ServiceListQuery, ServiceSubmitRequest } from '../../../shared/services.ts'
import { listInstances } from '../../usecases/list-instances.ts'
import { readInstance } from '../../usecases/read-instance.ts'
import { resubmitInstance } from '../../usecases/resubmit-instance.ts'
import { listChangesForService, readForService, startForService } from '../../usecases/service-door.ts'
import { submitInstance } from '../../usecases/submit-instance.ts'
import type { HttpDeps } from '../deps.ts'
import {
  defineRoute,
  defineServiceDoor,
  serviceOf,
  sessionOf,
  type Route,
  type ServiceDoor,
} from '../route.ts'

export function instanceRoutes(deps: Pick<HttpDeps, 'ctx'>): Route[] {
  return [...writingRoutes(deps), resubmitting(deps), ...readingRoutes(deps)]
}

function writingRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/api/v1/instances',
      operationId: 'submitInstance',
      summary:
        'Start an approval. The same Idempotency-Key again answers the instance it started. With `from`, an approval of mine that was rejected, withdrawn or terminated, its files may be named again; the new one gets copies.',
      access: 'person',
      headers: SubmitHeaders,
      takes: 'form',
      body: SubmitRequest,
      answers: [
        { status: 201, description: 'Started, now or by the same key before.', schema: InstanceView },
      ],
      errors: [
        ...(['definition_not_found', 'instance_not_found', 'form_invalid', 'person_not_found'] as const),
        ...(['idempotency_mismatch', 'feishu_unavailable'] as const),
      ],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const idempotencyKey = request.headers['idempotency-key']
        const input = { ...request.body, userId, locale: request.locale, idempotencyKey }
        return { status: 201, body: await submitInstance(ctx, input) }
      },
      service: starting(ctx),
    }),
  ]
}

const starting = (ctx: HttpDeps['ctx']): ServiceDoor =>
  defineServiceDoor({
    may: 'start',
    about:
      'A service starts it in the name of an `initiator` who may start it themselves. The same Idempotency-Key of the same service always stands for the same approval.',
    headers: SubmitHeaders,
    body: ServiceSubmitRequest,
    errors: ['person_not_allowed'],
    handle: async (request) => {
      const { locale, headers, body } = request
      const start = {
        service: serviceOf(request),
        locale,
        request: body,
        idempotencyKey: headers['idempotency-key'],
      }
      return { status: 201, body: await startForService(ctx, start) }
    },
  })

function resubmitting({ ctx }: Pick<HttpDeps, 'ctx'>): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/instances/:id/resubmit',
    operationId: 'resubmitInstance',
    summary: 'Send what was rolled back to me on its way again, with a form that may have changed.',
    access: 'person',
    takes: 'form',
    body: ResubmitRequest,
    answers: [{ status: 200, description: 'The instance after it.', schema: InstanceView }],
    errors: [
      ...(['instance_not_found', 'decided_elsewhere', 'node_not_allowed', 'form_invalid'] as const),
      'person_not_found',
      ...(['too_many_tasks', 'too_much_said', 'feishu_unavailable'] as const),
    ],
    handle: async (request) => {
      const { userId } = sessionOf(request)
      const { id = '' } = request.params
      const input = { ...request.body, id, userId, locale: request.locale }
      return { status: 200, body: await resubmitInstance(ctx, input) }
    },
  })
}

function readingRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/instances',
      operationId: 'listInstances',
      summary: 'One of my lists, newest first.',
      access: 'person',
      query: ListQuery,
      answers: [{ status: 200, description: 'A page.', schema: ListResponse }],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const query = { ...request.query, userId, locale: request.locale }
        return { status: 200, body: await listInstances(ctx, query) }
      },
      service: listing(ctx),
    }),
    defineRoute({
      method: 'get',
      path: '/api/v1/instances/:id',
      operationId: 'readInstance',
      summary: 'One instance, for those who take part in it.',
      access: 'person',
      answers: [{ status: 200, description: 'All of it, and what I may do now.', schema: InstanceView }],
      errors: ['instance_not_found'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { id = '' } = request.params
        return { status: 200, body: await readInstance(ctx, { id, userId, locale: request.locale }) }
      },
      service: reading(ctx),
    }),
  ]
}

const listing = (ctx: HttpDeps['ctx']): ServiceDoor =>
  defineServiceDoor({
    may: 'read',
    about:
      'To a service: the approvals of its definitions, the oldest change first, whoever started them; `box`, `node`, `q` and `postponed` are for persons. What changes while pages are read stands further on once more, so none is missed.',
    query: ServiceListQuery,
    errors: ['definition_not_found'],
    handle: async (request) => {
      const { query, locale } = request
      return {
        status: 200,
        body: await listChangesForService(ctx, { service: serviceOf(request), locale }, query),
      }
    },
  })

const reading = (ctx: HttpDeps['ctx']): ServiceDoor =>
  defineServiceDoor({
    may: 'read',
    about: 'A service reads those of its definitions, whoever started them.',
    handle: async (request) => {
      const { params, locale } = request
      const reader = { service: serviceOf(request), locale }
      return { status: 200, body: await readForService(ctx, reader, params['id'] ?? '') }
    },
  })
