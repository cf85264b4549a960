import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { said } from '../../../shared/person-text.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { AppError } from '../errors.ts'
import { nodesAgain } from '../engine/evolve-route.ts'
import { advance, endTasks } from '../engine/flow.ts'
import { isOpen, nodeOf, type Instance, type Task } from '../instance.ts'
import { assertRoom } from '../engine/limits.ts'
import { refusalOfTask } from '../engine/own-task.ts'
import { createRecorder } from '../engine/recorder.ts'
import type { InputOf, TaskVerb } from './verb.ts'

/**
 * Sends an approval back to its initiator or to an earlier node, from which it goes its way anew. Whoever else had
 * to decide in what is taken back need not do so any more. Throws `node_not_allowed`, `too_many_tasks`.
 */
export const rollback: TaskVerb<InputOf<'rollback'>> = {
  on: 'task',
  refusal: refusalOfTask,
  act: (instance, task, { toNode, reason, files }, context) => {
    const { id: taskId, nodeId } = task
    assertTarget(instance, task, toNode)
    const again = new Set(nodesAgain(instance.route, toNode).map(({ id }) => id))
    const recorder = createRecorder(
      instance,
      { verb: 'rollback', taskId, reason: said(reason), files },
      context,
    )
    recorder.record({ type: 'task_ended', taskId, status: 'REJECTED', completeReason: 'specific_rollback' })
    const others = recorder.state().tasks.filter((one) => isOpen(one) && again.has(one.nodeId))
    endTasks(recorder, others, 'others')
    recorder.record({ type: 'rolled_back', nodeId, toNode })
    advance(recorder)
    assertRoom(recorder.state())
    return recorder.outcome()
  },
}

function assertTarget(instance: Instance, { nodeId }: Task, toNode: string): void {
  if (toNode === INITIATOR_NODE || rollbackTargets(instance, nodeId).includes(toNode)) return
  throw new AppError('node_not_allowed', `Instance ${instance.id} cannot go back to ${toNode}.`, {
    details: [{ field: 'toNode', rule: 'not_an_option' }],
    words: REFUSAL_TEXTS.nodeNotAllowed,
  })
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
