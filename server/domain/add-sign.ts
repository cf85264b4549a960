import { said } from '../../shared/person-text.ts'
import { goOn } from './flow.ts'
import type { Files, Instance, People, SignerPosition, Stamp, Task } from './instance.ts'
import { assertMayTake } from './admission.ts'
import { assertRoom } from './limits.ts'
import { ownOpenTask, readReason } from './own-task.ts'
import { seatOf } from './seats.ts'
import { createRecorder, type Outcome, type Recorder } from './recorder.ts'

export type AddSign = {
  taskId: string
  users: readonly string[]
  position: SignerPosition
  reason: string | null
  /** Those who are added. */
  people: People
  files?: Files | undefined
}

/**
 * Has others sign as well: before oneself (one's own task comes back after them), after oneself (one approves with
 * this) or beside oneself. The node is passed when all of them have approved. Throws what `ownOpenTask` does,
 * `person_not_allowed`, `reason_required`, `too_many_tasks`.
 */
export function addSign(instance: Instance, input: AddSign, stamp: Stamp & { by: string }): Outcome {
  const task = ownOpenTask(instance, input.taskId, stamp.by)
  const { users, position, people } = input
  assertMayTake(instance, task.nodeId, users)
  const reason = position === 'after' ? readReason(instance, task, input.reason) : said(input.reason)
  const recorder = createRecorder(instance, stamp)
  const seat = seatOf(task)
  const added = { nodeId: task.nodeId, seat, position, users, reason, people } as const
  // Whoever adds others behind them gives the files with their approval; else they are part of the asking.
  const own = position !== 'after' && input.files ? { files: input.files } : {}
  recorder.record({ type: 'signers_added', ...added, ...own })
  endOwn(recorder, task, position, reason, input.files)
  goOn(recorder, task.nodeId)
  assertRoom(recorder.state())
  return recorder.outcome()
}

function endOwn(
  recorder: Recorder,
  { id: taskId }: Task,
  position: SignerPosition,
  reason: string | null,
  files: Files | undefined,
): void {
  if (position === 'parallel') return
  const ended =
    position === 'before'
      ? ({ status: 'TRANSFERRED', completeReason: 'add_pre' } as const)
      : ({ status: 'APPROVED', completeReason: 'add_post' } as const)
  recorder.record({ type: 'task_ended', taskId, ...ended, reason, ...(files && { files }) })
}
