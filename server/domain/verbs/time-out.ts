import type { TimeoutAction } from '../../../shared/flow.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { unchanged, type ActContext, type Outcome } from '../act.ts'
import { mayTake } from '../engine/admission.ts'
import { recordDecision } from './decide.ts'
import { goOn } from '../engine/flow.ts'
import { findTask, isOpen, nodeOf, type Instance, type People, type Task } from '../instance.ts'
import { hasRoom } from '../engine/limits.ts'
import { seatOf } from '../engine/seats.ts'
import { turnOf } from '../engine/turns.ts'
import { createRecorder, type Recorder } from '../engine/recorder.ts'

export type TimeOut =
  | { taskId: string; action: 'remind' | 'approve' | 'reject' }
  /** The first of `candidates` who may take over does. */
  | { taskId: string; action: 'escalate'; candidates: readonly string[]; people: People }

/** Does what is due for a task that nobody acted on; no change once somebody did. The history says that time did it. */
export function timeOut(instance: Instance, input: TimeOut, context: ActContext): Outcome {
  const { taskId, action } = input
  const task = findTask(instance, taskId)
  if (!task || !mayTimeOut(instance, task, action)) return unchanged(instance)
  const recorder = createRecorder(instance, { verb: 'time-out', taskId }, context)
  recorder.record({ type: 'timed_out', taskId, action })
  if (input.action === 'escalate') escalate(recorder, task, input)
  if (action === 'approve') recordDecision(recorder, task, 'APPROVED', 'approved')
  if (action === 'reject') recordDecision(recorder, task, 'REJECTED', 'node_auto_reject')
  return recorder.outcome()
}

/** With nobody to take over, and with no room for one more task, it stays where it is. */
function escalate(
  recorder: Recorder,
  { id: taskId, nodeId, ...task }: Task,
  { candidates, people }: { candidates: readonly string[]; people: People },
): void {
  const state = recorder.state()
  const seat = seatOf(task)
  const to = candidates.find((one) => mayTake(state, nodeOf(state, nodeId), one, seat))
  if (to === undefined || !hasRoom(state, 1)) return
  recorder.know(people)
  recorder.record({ type: 'task_ended', taskId, status: 'TRANSFERRED', completeReason: 'system_forward' })
  recorder.record({ type: 'seat_moved', nodeId, seat, to })
  goOn(recorder, nodeId)
}

/** Nobody but the initiator, or who took over from them, can submit again. */
const mayTimeOut = (instance: Instance, task: Task, action: TimeoutAction): boolean =>
  isOpen(task) && task.nodeId !== INITIATOR_NODE && !turnOf(instance, task).taken.includes(action)
