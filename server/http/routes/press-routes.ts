import { InstanceView } from '../../../shared/responses.ts'
import { PressRequest } from '../../../shared/requests.ts'
import { pressForPerson } from '../../usecases/press-for-person.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

/** What another system lets somebody do here, by the names that it has for it. */
export const pressRoutes = ({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] => [
  defineRoute({
    method: 'post',
    path: '/api/v1/tasks/:id/press',
    operationId: 'pressTask',
    summary: 'Hand a decision on a task of mine to the system that carries it on.',
    access: 'person',
    body: PressRequest,
    answers: [
      {
        status: 200,
        description: 'That system took it, or is told until it does. Its next push changes the instance.',
        schema: InstanceView,
      },
    ],
    errors: [
      ...(['task_not_found', 'task_already_ended', 'decided_elsewhere', 'decision_waits'] as const),
      ...(['source_refused', 'source_unavailable', 'reason_required', 'form_invalid'] as const),
    ],
    handle: async (request) => {
      const { userId, openId, name } = sessionOf(request)
      const actor = { userId, openId, name, locale: request.locale }
      const press = { taskId: request.params['id'] ?? '', ...request.body }
      return { status: 200, body: await pressForPerson(ctx, press, actor) }
    },
  }),
]
