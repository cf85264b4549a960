import { z } from 'zod'
import { ok, type Answer } from '../platform/answer.ts'
import { msString, readParams, required } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { World } from '../world.ts'

const CheckBody = z.object({
  instances: z
    .array(
      z.object({
        instance_id: required,
        update_time: msString,
        tasks: z.array(
          z.object({ task_id: required, update_time: msString }),
          'tasks is a list and required',
        ),
      }),
      'instances is a list and required',
    )
    .min(1, 'must not be empty'),
})
type Asked = z.infer<typeof CheckBody>['instances'][number]

type Diff = { instance_id: string; update_time: string; tasks: { task_id: string; update_time: string }[] }

/** 校验三方审批实例 (and 三方审批实例常见问题): compares clocks of instance and tasks, neither cc nor content. */
export function checkInstances(world: World, request: WireRequest): Answer {
  const { instances } = readParams(CheckBody, request.body)
  return ok({ diff_instances: instances.flatMap((asked) => diff(world, asked)) })
}

function diff(world: World, asked: Asked): Diff[] {
  const held = world.state.instances.get(asked.instance_id)
  if (!held) return [{ instance_id: asked.instance_id, update_time: '0', tasks: [] }]
  const tasks = asked.tasks.flatMap(({ task_id, update_time }) => {
    const clock = held.tasks[task_id] ? (held.tasks[task_id].wire.update_time ?? '0') : '0'
    return clock === update_time ? [] : [{ task_id, update_time: clock }]
  })
  const clock = held.wire.update_time
  if (tasks.length === 0 && clock === asked.update_time) return []
  return [{ instance_id: asked.instance_id, update_time: clock, tasks }]
}
