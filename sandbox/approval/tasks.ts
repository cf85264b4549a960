import { z } from 'zod'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { StoredInstance } from '../store/records.ts'
import type { World } from '../world.ts'
import { TASK_STATUSES } from './instance-schema.ts'

const TaskQuery = z
  .object({
    approval_codes: z.array(z.string()).max(20, 'at most 20').optional(),
    instance_ids: z.array(z.string()).max(20, 'at most 20').optional(),
    user_ids: z.array(z.string()).optional(),
    status: z.enum(TASK_STATUSES, `one of ${TASK_STATUSES.join(', ')}`).optional(),
  })
  .refine(
    (query) =>
      query.instance_ids !== undefined || (query.approval_codes !== undefined && query.status !== undefined),
    'give instance_ids, or approval_codes with status (and user_ids)',
  )

/** 获取三方审批任务状态: a GET whose filter is its body. */
export function listTasks(world: World, request: WireRequest): Answer {
  const size = Number(request.query.get('page_size') ?? 50)
  if (!Number.isInteger(size) || size < 1 || size > 500) throw new Refusal(1390001, 'page_size: 1 to 500')
  const page = readPage(request.query.get('page_token'), request.body)
  const query = readParams(TaskQuery, page.filter)
  const found = select(world, query)
  const part = found.slice(page.from, page.from + size)
  const more = found.length > page.from + size
  return ok({
    data: part.map((instance) => toItem(instance, query)),
    has_more: more,
    ...(more && { page_token: toToken(page.from + size, page.filter) }),
  })
}

const toToken = (from: number, filter: unknown): string =>
  Buffer.from(JSON.stringify({ from, filter })).toString('base64url')

function readPage(token: string | null, body: unknown): { from: number; filter: unknown } {
  if (token === null) return { from: 0, filter: body ?? {} }
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as { from: number; filter: unknown }
  } catch {
    throw new Refusal(1390001, 'page_token: not one that an answer gave')
  }
}

function select(world: World, query: z.infer<typeof TaskQuery>): StoredInstance[] {
  const { state } = world
  const candidates = query.instance_ids?.flatMap((id) => state.instances.get(id) ?? []) ?? [
    ...state.instances.values(),
  ]
  return candidates.filter(
    (instance) =>
      (query.approval_codes?.includes(instance.approvalCode) ?? true) && matching(instance, query).length > 0,
  )
}

const matching = (instance: StoredInstance, query: z.infer<typeof TaskQuery>) =>
  Object.values(instance.tasks).filter(
    (task) =>
      (query.status === undefined || task.wire.status === query.status) &&
      (query.user_ids?.includes(task.userId) ?? true),
  )

const toItem = (instance: StoredInstance, query: z.infer<typeof TaskQuery>) => ({
  instance_id: instance.id,
  approval_id: instance.approvalCode.toLowerCase(),
  approval_code: instance.approvalCode,
  status: instance.wire.status,
  update_time: instance.wire.update_time,
  tasks: matching(instance, query).map(({ wire }) => ({
    id: wire.task_id,
    status: wire.status,
    update_time: wire.update_time ?? '0',
  })),
})
