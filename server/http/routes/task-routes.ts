import type { z } from 'zod'
import {
  AddSignRequest,
  DecisionRequest,
  PostponeRequest,
  RollbackRequest,
  TransferRequest,
} from '../../../shared/requests.ts'
import { InstanceView } from '../../../shared/responses.ts'
import type { ErrorCode } from '../../../shared/error-codes.ts'
import type { OnTask } from '../../usecases/act-on-task.ts'
import { addSignTask } from '../../usecases/add-sign-task.ts'
import { decideTask } from '../../usecases/decide-task.ts'
import { postponeTask } from '../../usecases/postpone-task.ts'
import { rollbackTask } from '../../usecases/rollback-task.ts'
import { transferTask } from '../../usecases/transfer-task.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

type Deps = Pick<HttpDeps, 'ctx'>

export function taskRoutes(deps: Deps): Route[] {
  return [...decidingRoutes(deps), ...movingRoutes(deps), postponing(deps)]
}

function decidingRoutes({ ctx }: Deps): Route[] {
  return [
    verbRoute({
      verb: 'approve',
      summary: 'Approve a task that lies with me.',
      body: DecisionRequest,
      errors: ['reason_required'],
      act: (onTask) => decideTask(ctx, { ...onTask, verdict: 'APPROVED' }),
    }),
    verbRoute({
      verb: 'reject',
      summary: 'Reject a task that lies with me.',
      body: DecisionRequest,
      errors: ['reason_required'],
      act: (onTask) => decideTask(ctx, { ...onTask, verdict: 'REJECTED' }),
    }),
  ]
}

function movingRoutes({ ctx }: Deps): Route[] {
  const people: ErrorCode[] = [
    'person_not_found',
    'person_not_allowed',
    'too_many_tasks',
    'feishu_unavailable',
  ]
  return [
    verbRoute({
      verb: 'transfer',
      summary: 'Hand a task of mine on to one other person, who decides in my place.',
      body: TransferRequest,
      errors: people,
      act: (onTask, { to }) => transferTask(ctx, { ...onTask, to }),
    }),
    verbRoute({
      verb: 'add-sign',
      summary: 'Have others sign before, after or beside me; `after` approves with it.',
      body: AddSignRequest,
      errors: [...people, 'reason_required'],
      act: (onTask, { users, position }) => addSignTask(ctx, { ...onTask, users, position }),
    }),
    verbRoute({
      verb: 'rollback',
      summary: 'Send an approval back to its initiator (`_initiator`) or to an earlier node.',
      body: RollbackRequest,
      errors: ['node_not_allowed', 'too_many_tasks'],
      act: (onTask, { toNode }) => rollbackTask(ctx, { ...onTask, toNode }),
    }),
  ]
}

type Body = z.infer<typeof DecisionRequest>

function verbRoute<Request extends z.ZodType<Body>>({
  verb,
  summary,
  body,
  errors,
  act,
}: {
  verb: string
  summary: string
  body: Request
  errors: readonly ErrorCode[]
  act: (onTask: OnTask, body: z.infer<Request>) => Promise<InstanceView>
}): Route {
  const name = verb.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return defineRoute({
    method: 'post',
    path: `/api/v1/tasks/:id/${verb}`,
    operationId: `${name}Task`,
    summary,
    access: 'person',
    body,
    answers: [{ status: 200, description: 'The instance after it.', schema: InstanceView }],
    errors: ['task_not_found', 'task_already_ended', 'resubmit_needed', 'form_invalid', ...errors],
    handle: async (request) => {
      const { userId } = sessionOf(request)
      const { id: taskId = '' } = request.params
      const { reason = null, attachments = [] } = request.body
      const onTask = { taskId, reason, attachments, userId, locale: request.locale }
      return { status: 200, body: await act(onTask, request.body) }
    },
  })
}

function postponing({ ctx }: Deps): Route {
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
