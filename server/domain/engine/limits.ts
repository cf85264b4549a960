import { MOST_TASKS } from '../../../shared/instance-limits.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { AppError } from '../errors.ts'
import type { Instance, RouteNode } from '../instance.ts'
import { isUnfilled, latestTaskOf, seatsOf } from './seats.ts'

/** Whether all that is still to come has room, and `more` besides: else a later decision could not be shown any more. */
export function hasRoom({ route, tasks }: Pick<Instance, 'route' | 'tasks'>, more = 0): boolean {
  const ahead = route.reduce((sum, node) => sum + tasksAhead({ tasks }, node), 0)
  return tasks.length + ahead + more <= MOST_TASKS
}

/** Throws `too_many_tasks`. */
export function assertRoom(instance: Instance): void {
  if (hasRoom(instance)) return
  throw new AppError('too_many_tasks', `Instance ${instance.id} would have more than ${MOST_TASKS} tasks.`, {
    words: REFUSAL_TEXTS.tooManyTasks,
  })
}

function tasksAhead(instance: Pick<Instance, 'tasks'>, node: RouteNode): number {
  if (node.status === 'waiting') return node.skipped ? 0 : node.approvers.length
  if (node.status !== 'active') return 0
  return seatsOf(node).filter(({ id }) => isUnfilled(latestTaskOf(instance, node, id))).length
}
