import { LinkableQuery, PreviewRequest } from '../../../shared/requests.ts'
import {
  DefinitionListResponse,
  DefinitionView,
  LinkableResponse,
  PreviewResponse,
} from '../../../shared/responses.ts'
import { listDefinitions } from '../../usecases/list-definitions.ts'
import { listLinkable } from '../../usecases/list-linkable.ts'
import { previewInstance } from '../../usecases/preview-instance.ts'
import { listForService } from '../../usecases/service-door.ts'
import { readDefinition } from '../../usecases/read-definition.ts'
import type { HttpDeps } from '../deps.ts'
import {
  defineRoute,
  defineServiceDoor,
  serviceOf,
  sessionOf,
  type Route,
  type ServiceDoor,
} from '../route.ts'

export function definitionRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/definitions',
      operationId: 'listDefinitions',
      summary: 'What I may start.',
      access: 'person',
      answers: [{ status: 200, description: 'By group and code.', schema: DefinitionListResponse }],
      errors: ['feishu_unavailable'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        return {
          status: 200,
          body: { items: await listDefinitions(ctx, { userId, locale: request.locale }) },
        }
      },
      service: listing(ctx),
    }),
    defineRoute({
      method: 'get',
      path: '/api/v1/definitions/:code',
      operationId: 'readDefinition',
      summary: 'The form to fill.',
      access: 'person',
      answers: [{ status: 200, description: 'The newest version.', schema: DefinitionView }],
      errors: ['definition_not_found', 'feishu_unavailable'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { code = '' } = request.params
        return { status: 200, body: await readDefinition(ctx, { userId, code, locale: request.locale }) }
      },
    }),
    linking(ctx),
    defineRoute({
      method: 'post',
      path: '/api/v1/definitions/:code/preview',
      operationId: 'previewInstance',
      summary: 'The nodes and people a form would take. Nothing is stored; the form need not be complete.',
      access: 'person',
      takes: 'form',
      body: PreviewRequest,
      answers: [{ status: 200, description: 'The way it would take.', schema: PreviewResponse }],
      errors: [
        ...(['definition_not_found', 'instance_not_found', 'form_invalid'] as const),
        ...(['person_not_found', 'feishu_unavailable'] as const),
      ],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { code: definition = '' } = request.params
        const input = { ...request.body, definition, userId, locale: request.locale }
        return { status: 200, body: await previewInstance(ctx, input) }
      },
    }),
  ]
}

const listing = (ctx: HttpDeps['ctx']): ServiceDoor =>
  defineServiceDoor({
    about: 'To a service: those that it was let in for.',
    handle: async (request) => {
      const reader = { service: serviceOf(request), locale: request.locale }
      return { status: 200, body: { items: await listForService(ctx, reader) } }
    },
  })

const linking = (ctx: HttpDeps['ctx']): Route =>
  defineRoute({
    method: 'get',
    path: '/api/v1/definitions/:code/linkable',
    operationId: 'listLinkable',
    summary: 'My approvals that a field of this form may name; a page may be empty and have a next one.',
    access: 'person',
    query: LinkableQuery,
    answers: [
      {
        status: 200,
        description: 'What I started, decided or was told of, newest first.',
        schema: LinkableResponse,
      },
    ],
    errors: ['definition_not_found', 'instance_not_found', 'feishu_unavailable'],
    handle: async (request) => {
      const { userId } = sessionOf(request)
      const { code: definition = '' } = request.params
      const input = { ...request.query, definition, userId, locale: request.locale }
      return { status: 200, body: await listLinkable(ctx, input) }
    },
  })
