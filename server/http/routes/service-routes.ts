import { AddServiceRequest, ServiceAdded, ServicesResponse, ServiceView } from '../../../shared/services.ts'
import { addService, listServices, removeService } from '../../usecases/services.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

/** How operators let other systems in, and out again. */
export function serviceRoutes({ ctx, log }: Pick<HttpDeps, 'ctx' | 'log'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/admin/v1/services',
      operationId: 'listServices',
      summary: 'The systems that may start and follow approvals here, without their tokens.',
      access: 'operator',
      answers: [
        { status: 200, description: 'In the order in which they were added.', schema: ServicesResponse },
      ],
      handle: async () => ({ status: 200, body: { items: await listServices(ctx) } }),
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/services',
      operationId: 'addService',
      summary: 'Let a system in, for these definitions; without `may` it may start and read.',
      access: 'operator',
      body: AddServiceRequest,
      answers: [
        { status: 201, description: 'With its token, which is told this once.', schema: ServiceAdded },
      ],
      errors: ['definition_not_found', 'service_exists'],
      handle: async ({ body }) => {
        const added = await addService(ctx, body)
        const { id: service, definitions, may } = added
        log.info({ service, definitions, may }, 'an operator let a service in')
        return { status: 201, body: added }
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/admin/v1/services/:id',
      operationId: 'removeService',
      summary: 'Let a system do nothing any more, from its next request on. What it started goes on.',
      access: 'operator',
      answers: [{ status: 200, description: 'Removed.', schema: ServiceView }],
      errors: ['service_not_found'],
      handle: async ({ params: { id = '' } }) => {
        const removed = await removeService(ctx, id)
        log.info({ service: removed.id }, 'an operator removed a service')
        return { status: 200, body: removed }
      },
    }),
  ]
}
