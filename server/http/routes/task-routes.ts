import { DecisionRequest, InstanceView } from '../../../shared/api.ts'
import { decideTask } from '../../usecases/decide-task.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

const VERBS = {
  approve: { verdict: 'APPROVED', operationId: 'approveTask', summary: 'Approve a task that lies with me.' },
  reject: { verdict: 'REJECTED', operationId: 'rejectTask', summary: 'Reject a task that lies with me.' },
} as const

export function taskRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
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
