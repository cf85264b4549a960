import type { TimeoutAction } from '../../shared/flow.ts'
import { findTask, type Instance, type Task } from '../domain/instance.ts'
import { timeOut, type TimeOut } from '../domain/verbs/time-out.ts'
import { commit } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory } from './directory.ts'
import { noInstance } from './stored.ts'
import { findSuccessors } from './successors.ts'

type Input = { id: string; taskId: string; action: TimeoutAction }

/**
 * Does what a node's timeout says of a task on which nobody acted. False when somebody did meanwhile. Throws
 * `instance_not_found`, `feishu_unavailable`.
 */
export async function timeOutTask(ctx: UseCaseContext, { id, taskId, action }: Input): Promise<boolean> {
  const input = action === 'escalate' ? await escalation(ctx, id, taskId) : { taskId, action }
  if (!input) return false
  const absent = () => noInstance(id)
  const { act } = await commit(ctx, id, absent, (instance, delegateOf) =>
    timeOut(instance, input, { at: ctx.now(), by: null, via: 'system', delegateOf }),
  )
  return act !== null
}

async function escalation(ctx: UseCaseContext, id: string, taskId: string): Promise<TimeOut | undefined> {
  const instance = (await ctx.store.instances.read(id))?.instance
  const task = instance && findTask(instance, taskId)
  if (!task) return undefined
  const directory = createDirectory(ctx.people)
  const candidates = await above(ctx, directory, instance, task)
  return { taskId, action: 'escalate', candidates, people: directory.known(candidates) }
}

/** Whoever is above the one whose place it is: a delegate's own manager has no part in it. */
async function above(
  ctx: UseCaseContext,
  directory: ReturnType<typeof createDirectory>,
  instance: Instance,
  { assignee, consignedBy: from = assignee }: Task,
): Promise<string[]> {
  const manager = (await directory.person(from))?.leaderUserId ?? null
  return findSuccessors(ctx, directory, { from, manager }, instance)
}
