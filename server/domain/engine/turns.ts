import type { TimeoutAction } from '../../../shared/flow.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { isOpen, nodeOf, type Instance, type Task } from '../instance.ts'
import { seatOf, tasksAt } from './seats.ts'

/** An open task, and since when it is its seat's turn; `taken`: what time has done in this turn. */
export type Turn = {
  taskId: string
  nodeId: string
  since: number
  taken: readonly TimeoutAction[]
}

const NONE: readonly Turn[] = []

/** All turns of an instance that is under way. Time does nothing for the initiator's own step. */
export function turnsOf(instance: Instance): readonly Turn[] {
  if (instance.status !== 'PENDING' || instance.mirror) return NONE
  return instance.tasks
    .filter((task) => isOpen(task) && task.nodeId !== INITIATOR_NODE)
    .map((task) => turnOf(instance, task))
}

/**
 * A turn begins when the seat's first task opens, whoever had the seat meanwhile. While others sign before, it is
 * theirs: the time begins anew.
 */
export function turnOf(instance: Instance, task: Task): Turn {
  const { id: taskId, nodeId } = task
  const own = tasksAt(instance, nodeOf(instance, nodeId)).filter((one) => seatOf(one) === seatOf(task))
  const turn = own.slice(own.findLastIndex(({ completeReason }) => completeReason === 'add_pre') + 1)
  const taken = [...new Set(turn.flatMap(({ timeouts = [] }) => timeouts))]
  return { taskId, nodeId, since: turn[0]?.createdAt ?? task.createdAt, taken }
}
