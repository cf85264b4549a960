import { z } from 'zod'
import { instant, listOf, optionalText, readFields, required } from './wire.ts'
import { TaskStatus } from '../../../shared/status.ts'
import { paramInvalid } from './refusal.ts'

/** A check or a list over more is an attempt to keep us busy. */
const MOST_CHECKED = 500
const MOST_TASKS_CHECKED = 300
const MOST_NAMED = 20
const MOST_PEOPLE = 200

const Asked = z.object({
  instance_id: required,
  update_time: instant,
  tasks: z
    .array(z.object({ task_id: required, update_time: instant }), 'is required, as a list')
    .max(MOST_TASKS_CHECKED, `has at most ${MOST_TASKS_CHECKED} entries`),
})

const asked = z
  .array(Asked, 'is required, as a list')
  .min(1, 'is required')
  .max(MOST_CHECKED, `has at most ${MOST_CHECKED} entries`)

/** An approval with the clocks that its source has for it. */
export type AskedInstance = {
  instanceId: string
  clock: number
  tasks: readonly { taskId: string; clock: number }[]
}

/** Body of 校验三方审批实例. Throws `Refusal`. */
export const readCheck = (body: unknown): AskedInstance[] =>
  toAsked(readFields(z.object({ instances: asked }), body).instances)

/** Body of 三方审批实例校验, which calls its list otherwise. Throws `Refusal`. */
export const readOlderCheck = (body: unknown): AskedInstance[] =>
  toAsked(readFields(z.object({ update_times: asked }), body).update_times)

const toAsked = (all: z.output<typeof asked>): AskedInstance[] =>
  all.map(({ instance_id: instanceId, update_time: clock, tasks }) => ({
    instanceId,
    clock,
    tasks: tasks.map(({ task_id: taskId, update_time }) => ({ taskId, clock: update_time })),
  }))

const TaskQuery = z.object({
  approval_codes: listOf(required, MOST_NAMED),
  instance_ids: listOf(required, MOST_NAMED),
  user_ids: listOf(required, MOST_PEOPLE),
  status: optionalText.pipe(
    z.enum(TaskStatus.options, `is one of ${TaskStatus.options.join(', ')}`).optional(),
  ),
})

/** Tasks of these approvals, or those of these definitions that have this status. Empty lists ask for nobody in particular. */
export type AskedTasks = {
  codes: readonly string[]
  instances: readonly string[]
  people: readonly string[]
  status: TaskStatus | undefined
}

/** Body of 获取三方审批任务状态. Throws `Refusal`. */
export function readTaskFilter(body: unknown): AskedTasks {
  const read = readFields(TaskQuery, body)
  const isByStatus = read.approval_codes.length > 0 && read.status !== undefined
  if (read.instance_ids.length === 0 && !isByStatus)
    throw paramInvalid('instance_ids', 'is required, or approval_codes with status')
  return {
    codes: read.approval_codes,
    instances: read.instance_ids,
    people: read.user_ids,
    status: read.status,
  }
}
