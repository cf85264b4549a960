import { z } from 'zod'
import type { Instance } from '../../domain/instance.ts'
import type { CheckDifference } from '../port.ts'
import { WireClock } from './wire-clock.ts'

/** How many instances one request compares. */
export const CHECK_BATCH = 100

export type CheckBody = {
  instances: {
    instance_id: string
    update_time: string
    tasks: { task_id: string; update_time: string }[]
  }[]
}

/** Body of 校验三方审批实例: it compares the clocks of instances and tasks, and nothing else. */
export function toCheckBody(instances: readonly Instance[]): CheckBody {
  return {
    instances: instances.map(({ id, clock, tasks }) => ({
      instance_id: id,
      update_time: String(clock),
      tasks: tasks.map((task) => ({ task_id: task.id, update_time: String(task.clock) })),
    })),
  }
}

const CheckAnswer = z.object({
  data: z
    .object({
      diff_instances: z
        .array(
          z.object({
            instance_id: z.string(),
            update_time: WireClock,
            tasks: z.array(z.object({ task_id: z.string(), update_time: WireClock })).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
})

/** All equal: an empty list, or none. */
export function readDifferences(body: unknown): CheckDifference[] {
  const differences = CheckAnswer.parse(body).data?.diff_instances ?? []
  return differences.map(({ instance_id, update_time, tasks }) => ({
    instanceId: instance_id,
    clock: update_time,
    tasks: (tasks ?? []).map((task) => ({ taskId: task.task_id, clock: task.update_time })),
  }))
}
