import {
  CcRequest,
  CommentRequest,
  ListQuery,
  ReadRequest,
  ResubmitRequest,
  SubmitHeaders,
  SubmitRequest,
  UrgeRequest,
  WithdrawRequest,
} from '../../../shared/requests.ts'
import { InstanceView, ListResponse } from '../../../shared/responses.ts'
import { ccInstance } from '../../usecases/cc-instance.ts'
import { commentInstance } from '../../usecases/comment-instance.ts'
import { listInstances } from '../../usecases/list-instances.ts'
import { markRead } from '../../usecases/mark-read.ts'
import { readInstance } from '../../usecases/read-instance.ts'
import { resubmitInstance } from '../../usecases/resubmit-instance.ts'
import { submitInstance } from '../../usecases/submit-instance.ts'
import { urgeInstance } from '../../usecases/urge-instance.ts'
import { withdrawInstance } from '../../usecases/withdraw-instance.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

export function instanceRoutes(deps: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    ...writingRoutes(deps),
    resubmitting(deps),
    ...tellingRoutes(deps),
    ...talkingRoutes(deps),
    ...readingRoutes(deps),
  ]
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
    }),
    defineRoute({
      method: 'post',
      path: '/api/v1/instances/:id/withdraw',
      operationId: 'withdrawInstance',
      summary: 'Take my own approval back.',
      access: 'person',
      body: WithdrawRequest,
      answers: [{ status: 200, description: 'Withdrawn, now or before.', schema: InstanceView }],
      errors: ['instance_not_found', 'instance_already_ended'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { id = '' } = request.params
        const reason = request.body.reason ?? null
        return {
          status: 200,
          body: await withdrawInstance(ctx, { id, userId, reason, locale: request.locale }),
        }
      },
    }),
  ]
}

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
      ...(['instance_not_found', 'node_not_allowed', 'form_invalid', 'person_not_found'] as const),
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

function tellingRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/api/v1/instances/:id/urge',
      operationId: 'urgeInstance',
      summary: 'Ask those whom my approval waits for to decide; once per task in four hours.',
      access: 'person',
      body: UrgeRequest,
      answers: [{ status: 200, description: 'They are told.', schema: InstanceView }],
      errors: [
        ...(['instance_not_found', 'instance_already_ended', 'urged_too_soon', 'resubmit_needed'] as const),
        'too_much_said',
      ],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { id = '' } = request.params
        const reason = request.body.reason ?? null
        return { status: 200, body: await urgeInstance(ctx, { id, userId, reason, locale: request.locale }) }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/v1/instances/:id/cc',
      operationId: 'ccInstance',
      summary: 'Give others a copy of an approval that I may see; no change for who has one.',
      access: 'person',
      body: CcRequest,
      answers: [{ status: 200, description: 'The instance after it.', schema: InstanceView }],
      errors: [
        ...(['instance_not_found', 'person_not_found', 'too_many_cc', 'too_much_said'] as const),
        'feishu_unavailable',
      ],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { id = '' } = request.params
        return {
          status: 200,
          body: await ccInstance(ctx, { ...request.body, id, userId, locale: request.locale }),
        }
      },
    }),
  ]
}

function talkingRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/api/v1/instances/:id/comment',
      operationId: 'commentInstance',
      summary: 'Say something about an approval that I may see. Being mentioned gives nobody access.',
      access: 'person',
      body: CommentRequest,
      answers: [{ status: 200, description: 'The instance after it.', schema: InstanceView }],
      errors: [
        ...(['instance_not_found', 'person_not_found', 'form_invalid'] as const),
        ...(['too_many_comments', 'too_much_said', 'feishu_unavailable'] as const),
      ],
      handle: async (request) => {
        const { userId, openId, name } = sessionOf(request)
        const { id = '' } = request.params
        const input = { ...request.body, id, userId, author: { openId, name }, locale: request.locale }
        return { status: 200, body: await commentInstance(ctx, input) }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/v1/instances/:id/read',
      operationId: 'markRead',
      summary: 'I have opened what I was told of. No change for who was not, or had before.',
      access: 'person',
      body: ReadRequest,
      answers: [{ status: 200, description: 'The instance after it.', schema: InstanceView }],
      errors: ['instance_not_found'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { id = '' } = request.params
        return { status: 200, body: await markRead(ctx, { id, userId, locale: request.locale }) }
      },
    }),
  ]
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
    }),
  ]
}
