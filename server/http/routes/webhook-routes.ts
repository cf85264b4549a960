import {
  DiscardResponse,
  EndpointView,
  ReplayRequest,
  ReplayResponse,
  WebhookQuery,
  WebhookResponse,
  WebhooksResponse,
} from '../../../shared/webhooks/operator.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

type Deps = Pick<HttpDeps, 'operations' | 'log'>

/** How operators look after the systems that are told of events. */
export const webhookRoutes = (deps: Deps): Route[] => [...lookingRoutes(deps), ...helpingRoutes(deps)]

function lookingRoutes({ operations: { webhooks } }: Deps): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/admin/v1/webhooks',
      operationId: 'listWebhooks',
      summary: 'Each endpoint: how it is, what it answered last, and how much waits for it.',
      access: 'operator',
      answers: [{ status: 200, description: 'In the order of the file.', schema: WebhooksResponse }],
      handle: async () => ({ status: 200, body: await webhooks.list() }),
    }),
    defineRoute({
      method: 'get',
      path: '/admin/v1/webhooks/:id',
      operationId: 'showWebhook',
      summary: 'One endpoint, with the latest tries and a page of what waits.',
      access: 'operator',
      query: WebhookQuery,
      answers: [{ status: 200, description: 'The oldest approval first.', schema: WebhookResponse }],
      errors: ['endpoint_not_found'],
      handle: async ({ params: { id = '' }, query }) => ({
        status: 200,
        body: await webhooks.show(id, query),
      }),
    }),
  ]
}

function helpingRoutes({ operations: { webhooks }, log }: Deps): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/admin/v1/webhooks/:id/replay',
      operationId: 'replayWebhook',
      summary: 'Tell an event again, or all since a time, under the same ids.',
      access: 'operator',
      body: ReplayRequest,
      answers: [{ status: 200, description: 'They wait.', schema: ReplayResponse }],
      errors: ['endpoint_not_found', 'effect_not_found'],
      handle: async ({ params: { id = '' }, body }) => {
        const done = await webhooks.replay(id, body)
        log.info({ endpoint: id, ...done }, 'an operator has events told again')
        return { status: 200, body: done }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/webhooks/:id/resume',
      operationId: 'resumeWebhook',
      summary: 'Try at once what waits, whatever the endpoint answered before.',
      access: 'operator',
      answers: [{ status: 200, description: 'How it is.', schema: EndpointView }],
      errors: ['endpoint_not_found'],
      handle: async ({ params: { id = '' } }) => ({ status: 200, body: await webhooks.resume(id) }),
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/webhooks/:id/discard',
      operationId: 'discardWebhook',
      summary: 'Give up what waits for an endpoint that is in no file any more.',
      access: 'operator',
      answers: [{ status: 200, description: 'It is gone.', schema: DiscardResponse }],
      errors: ['endpoint_not_found'],
      handle: async ({ params: { id = '' } }) => {
        const done = await webhooks.discard(id)
        log.warn({ endpoint: id, ...done }, 'an operator gave up events that waited')
        return { status: 200, body: done }
      },
    }),
  ]
}
