import type { CompleteReason } from '../../shared/status.ts'
import { addCc, advance, createRecorder, end, nodeOf, passIfDone, type Recorder } from './flow.ts'
import { assertOwn, assertPending } from './own-instance.ts'
import { ownOpenTask, ownTask, readReason } from './own-task.ts'
import { isLost } from './seats.ts'
import type { Event, Files, HistoryEntry, Instance, Stamp, Task } from './instance.ts'

/** What a command comes to: the new state, and the entries that led there from the one before. */
export type Outcome = { instance: Instance; entries: readonly HistoryEntry[] }

export type Verdict = 'APPROVED' | 'REJECTED'

export type Start = Omit<Extract<Event, { type: 'started' }>, 'type'> & { ccAtStart: readonly string[] }

/** Begins an approval and goes on to the first person who has to decide. */
export function start({ ccAtStart, ...started }: Start, stamp: Stamp): Outcome {
  const recorder = createRecorder(undefined, stamp)
  recorder.record({ type: 'started', ...started })
  addCc(recorder, ccAtStart)
  advance(recorder)
  return { instance: recorder.state(), entries: recorder.entries() }
}

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
  decisionOf(recorder, task, { verdict, completeReason, reason, files })
  return { instance: recorder.state(), entries: recorder.entries() }
}

/** Records a decision, and all that follows from it. */
export function decisionOf(
  recorder: Recorder,
  { id: taskId, nodeId }: Task,
  decision: Omit<Decision, 'taskId'> & { completeReason: CompleteReason },
): void {
  const { verdict: status, completeReason, reason, files = {} } = decision
  const named = Object.keys(files).length > 0 ? { files } : {}
  recorder.record({ type: 'task_ended', taskId, status, completeReason, reason, ...named })
  if (isLost(recorder.state(), nodeOf(recorder.state(), nodeId))) end(recorder, 'REJECTED')
  else if (passIfDone(recorder, nodeId)) advance(recorder)
}

/** Takes an approval back. Throws `instance_not_found` unless it is the person's own, `instance_already_ended`. */
export function withdraw(instance: Instance, reason: string | null, stamp: Stamp & { by: string }): Outcome {
  assertOwn(instance, stamp.by)
  if (instance.status === 'CANCELED') return { instance, entries: [] }
  assertPending(instance)
  const recorder = createRecorder(instance, stamp)
  end(recorder, 'CANCELED', { reason, by: stamp.by })
  return { instance: recorder.state(), entries: recorder.entries() }
}

/** Lifts every clock above what Feishu holds, so that the next push is taken whole. */
export function raiseClocks(instance: Instance, above: number, stamp: Stamp): Outcome {
  const recorder = createRecorder(instance, stamp)
  recorder.record({ type: 'clocks_raised', above })
  return { instance: recorder.state(), entries: recorder.entries() }
}

const REPEATABLE: ReadonlySet<CompleteReason> = new Set(['approved', 'rejected', 'add_post'])

/** The person's own decision, made before: the same one again counts as done, whichever way it comes. */
function isRepeat(task: Task, verdict: Verdict): boolean {
  return task.status === verdict && REPEATABLE.has(task.completeReason ?? 'others')
}
