import { said } from '../../shared/person-text.ts'
import { TEXTS } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import { nodesAgain } from './evolve-route.ts'
import { advance, endTasks } from './flow.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { nodeOf, isOpen, type Files, type Instance, type Stamp } from './instance.ts'
import { assertRoom } from './limits.ts'
import { ownOpenTask } from './own-task.ts'
import { createRecorder, type Outcome } from './recorder.ts'

export type Rollback = {
  taskId: string
  /** `INITIATOR_NODE`, or one of `rollbackTargets`. */
  toNode: string
  reason: string | null
  files?: Files | undefined
}

/**
 * Sends an approval back to its initiator or to an earlier node, from which it goes its way anew. Whoever else had
 * to decide in what is taken back need not do so any more. Throws what `ownOpenTask` does, `node_not_allowed`,
 * `too_many_tasks`.
 */
export function rollback(instance: Instance, input: Rollback, stamp: Stamp & { by: string }): Outcome {
  const { taskId, toNode, files } = input
  const task = ownOpenTask(instance, taskId, stamp.by)
  if (toNode !== INITIATOR_NODE && !rollbackTargets(instance, task.nodeId).includes(toNode)) {
    throw new AppError('node_not_allowed', `Instance ${instance.id} cannot go back to ${toNode}.`, {
      details: [{ field: 'toNode', rule: 'not_an_option' }],
      words: TEXTS.nodeNotAllowed,
    })
  }
  const again = new Set(nodesAgain(instance.route, toNode).map(({ id }) => id))
  const reason = said(input.reason)
  const recorder = createRecorder(instance, stamp)
  recorder.record({
    ...{ type: 'task_ended', taskId, status: 'REJECTED', completeReason: 'specific_rollback' },
    ...{ reason, ...(files && { files }) },
  })
  const others = recorder.state().tasks.filter((one) => isOpen(one) && again.has(one.nodeId))
  endTasks(recorder, others, 'others')
  recorder.record({ type: 'rolled_back', nodeId: task.nodeId, toNode })
  advance(recorder)
  assertRoom(recorder.state())
  return recorder.outcome()
}

/** The nodes that a task at this node may be rolled back to: those passed before it on its own branch, the first first. */
export function rollbackTargets(instance: Instance, nodeId: string): string[] {
  const { lane } = nodeOf(instance, nodeId)
  const { route } = instance
  return route
    .slice(
      0,
      route.findIndex(({ id }) => id === nodeId),
    )
    .filter(({ id, status }) => status === 'passed' && id !== INITIATOR_NODE)
    .filter(
      (node) =>
        node.lane === undefined || node.lane.group !== lane?.group || node.lane.branch === lane.branch,
    )
    .map(({ id }) => id)
}
