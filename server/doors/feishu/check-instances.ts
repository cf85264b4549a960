import type { UseCaseContext } from '../../usecases/context.ts'
import { readHeld } from '../../usecases/sources/read-held.ts'
import type { Work } from './door.ts'
import { differenceOf, type Difference } from './held-answers.ts'
import { readCheck, readOlderCheck, type AskedInstance } from './read-check.ts'

/** 校验三方审批实例: only what differs, by the source's ids and clocks. */
export const createCheck =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => ({
    diff_instances: (await differences(ctx, source.id, readCheck(body))).map(
      ({ instanceId, clock, tasks }) => ({
        instance_id: instanceId,
        update_time: String(clock),
        tasks: tasks.map((task) => ({ task_id: task.taskId, update_time: String(task.clock) })),
      }),
    ),
  })

/** 三方审批实例校验, whose times are numbers. */
export const createOlderCheck =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => ({
    diff_times: (await differences(ctx, source.id, readOlderCheck(body))).map(
      ({ instanceId, clock, tasks }) => ({
        instance_id: instanceId,
        update_time: clock,
        tasks: tasks.map((task) => ({ task_id: task.taskId, update_time: task.clock })),
      }),
    ),
  })

async function differences(
  ctx: UseCaseContext,
  source: string,
  asked: readonly AskedInstance[],
): Promise<Difference[]> {
  const found: Difference[] = []
  // One after another: a check of many holds few records in memory.
  for (const one of asked) {
    const held = await readHeld(ctx, source, one.instanceId)
    const difference = differenceOf(one, held?.mirror?.pushed)
    if (difference) found.push(difference)
  }
  return found
}
