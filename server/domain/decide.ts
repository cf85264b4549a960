import type { CompleteReason } from '../../shared/status.ts'
import { end, goOn } from './flow.ts'
import { nodeOf, type Files, type Instance, type Stamp, type Task } from './instance.ts'
import { ownOpenTask, ownTask, readReason } from './own-task.ts'
import { isLost } from './seats.ts'
import { createRecorder, type Outcome, type Recorder } from './recorder.ts'

export type Verdict = 'APPROVED' | 'REJECTED'

export type Decision = { taskId: string; verdict: Verdict; reason: string | null; files?: Files | undefined }

/**
 * Approves or rejects one task for the person it lies with. The same decision again is no change and has
 * no entries. Throws `task_not_found` when it is nobody's or somebody else's, `task_already_ended` naming
 * who decided, `reason_required`, `resubmit_needed`.
 */
export function decide(instance: Instance, decision: Decision, stamp: Stamp & { by: string }): Outcome {
  if (isRepeat(ownTask(instance, decision.taskId, stamp.by), decision.verdict))
    return { instance, entries: [] }
  const task = ownOpenTask(instance, decision.taskId, stamp.by)
  const reason = readReason(instance, task, decision.reason)

  const recorder = createRecorder(instance, stamp)
  const { verdict, files } = decision
  const completeReason = verdict === 'APPROVED' ? 'approved' : 'rejected'
  recordDecision(recorder, task, { verdict, completeReason, reason, files })
  return recorder.outcome()
}

/** Records a decision, and all that follows from it. */
export function recordDecision(
  recorder: Recorder,
  { id: taskId, nodeId }: Task,
  decision: Omit<Decision, 'taskId'> & { completeReason: CompleteReason },
): void {
  const { verdict: status, completeReason, reason, files = {} } = decision
  const named = Object.keys(files).length > 0 ? { files } : {}
  recorder.record({ type: 'task_ended', taskId, status, completeReason, reason, ...named })
  if (isLost(recorder.state(), nodeOf(recorder.state(), nodeId))) end(recorder, 'REJECTED')
  else goOn(recorder, nodeId)
}

const REPEATABLE: ReadonlySet<CompleteReason> = new Set(['approved', 'rejected', 'add_post'])

/** The person's own decision, made before: the same one again counts as done, whichever way it comes. */
function isRepeat(task: Task, verdict: Verdict): boolean {
  return task.status === verdict && REPEATABLE.has(task.completeReason ?? 'others')
}
