import { DecisionRequest, InstanceView, PostponeRequest } from '../../../shared/api.ts'
import { decideTask } from '../../usecases/decide-task.ts'
import { postponeTask } from '../../usecases/postpone-task.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

const VERBS = {
  approve: { verdict: 'APPROVED', operationId: 'approveTask', summary: 'Approve a task that lies with me.' },
  reject: { verdict: 'REJECTED', operationId: 'rejectTask', summary: 'Reject a task that lies with me.' },
} as const

export function taskRoutes(deps: Pick<HttpDeps, 'ctx'>): Route[] {
  return [...decidingRoutes(deps), postponing(deps)]
}

function postponing({ ctx }: Pick<HttpDeps, 'ctx'>): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/tasks/:id/postpone',
    operationId: 'postponeTask',
    summary: 'Take a task out of my to-dos until a time within 90 days; null brings it back now.',
    access: 'person',
    body: PostponeRequest,
    answers: [{ status: 200, description: 'The instance after it.', schema: InstanceView }],
    errors: ['task_not_found', 'task_already_ended'],
    handle: async (request) => {
      const { userId } = sessionOf(request)
      const { id: taskId = '' } = request.params
      const input = { taskId, until: request.body.until, userId, locale: request.locale }
      return { status: 200, body: await postponeTask(ctx, input) }
    },
  })
}

function decidingRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return (['approve', 'reject'] as const).map((verb) => {
    const { verdict, ...described } = VERBS[verb]
    return defineRoute({
      ...described,
      method: 'post',
      path: `/api/v1/tasks/:id/${verb}`,
      access: 'person',
      body: DecisionRequest,
      answers: [{ status: 200, description: 'The instance after it.', schema: InstanceView }],
      errors: ['task_not_found', 'task_already_ended', 'reason_required', 'form_invalid'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const { id: taskId = '' } = request.params
        const { reason = null, attachments = [] } = request.body
        const input = { taskId, verdict, reason, attachments, userId, locale: request.locale }
        return { status: 200, body: await decideTask(ctx, input) }
      },
    })
  })
}
