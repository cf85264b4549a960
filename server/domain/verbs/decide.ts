import type { CompleteReason } from '../../../shared/status.ts'
import { end, goOn } from '../engine/flow.ts'
import { nodeOf, type Task } from '../instance.ts'
import { readReason, refusalOfTask } from '../engine/own-task.ts'
import { createRecorder, type Recorder } from '../engine/recorder.ts'
import { isLost } from '../engine/seats.ts'
import type { TaskVerb } from './verb.ts'

export type Verdict = 'APPROVED' | 'REJECTED'

/** Throws `reason_required`. */
export const approve = deciding('approve', 'APPROVED', 'approved')
/** Throws `reason_required`. */
export const reject = deciding('reject', 'REJECTED', 'rejected')

function deciding(
  verb: 'approve' | 'reject',
  verdict: Verdict,
  completeReason: 'approved' | 'rejected',
): TaskVerb {
  return {
    on: 'task',
    isDone: ({ status, completeReason: why }) => status === verdict && REPEATABLE.has(why ?? 'others'),
    refusal: refusalOfTask,
    act: (instance, task, { reason: given, files }, context) => {
      const reason = readReason(instance, task, given)
      const recorder = createRecorder(instance, { verb, taskId: task.id, reason, files }, context)
      recordDecision(recorder, task, verdict, completeReason)
      return recorder.outcome()
    },
  }
}

/** The person's own decision, whichever way it came. */
const REPEATABLE: ReadonlySet<CompleteReason> = new Set(['approved', 'rejected', 'add_post'])

/** Records a decision, and all that follows from it. */
export function recordDecision(
  recorder: Recorder,
  { id: taskId, nodeId }: Task,
  status: Verdict,
  completeReason: CompleteReason,
): void {
  recorder.record({ type: 'task_ended', taskId, status, completeReason })
  if (isLost(recorder.state(), nodeOf(recorder.state(), nodeId))) end(recorder, 'REJECTED')
  else goOn(recorder, nodeId)
}
