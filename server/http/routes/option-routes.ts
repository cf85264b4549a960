import { OptionsRequest } from '../../../shared/requests.ts'
import { OptionsResponse } from '../../../shared/responses.ts'
import { listOptions } from '../../usecases/list-options.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

export function optionRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/api/v1/definitions/:code/options',
      operationId: 'listOptions',
      summary: 'What may be chosen in a field whose options another system has.',
      access: 'person',
      body: OptionsRequest,
      answers: [{ status: 200, description: 'As the other system answers for me.', schema: OptionsResponse }],
      errors: [
        ...(['definition_not_found', 'instance_not_found', 'too_many_requests'] as const),
        ...(['options_unavailable', 'feishu_unavailable'] as const),
      ],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { code: definition = '' } = request.params
        const input = { ...request.body, definition, userId, locale: request.locale }
        return { status: 200, body: await listOptions(ctx, input) }
      },
    }),
  ]
}
