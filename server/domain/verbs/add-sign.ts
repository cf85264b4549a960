import { said } from '../../../shared/person-text.ts'
import { assertMayTake } from '../engine/admission.ts'
import { goOn } from '../engine/flow.ts'
import type { SignerPosition } from '../../../shared/verbs/add-sign.ts'
import type { Task } from '../instance.ts'
import { assertRoom } from '../engine/limits.ts'
import { readReason, refusalOfTask } from '../engine/own-task.ts'
import { createRecorder, type Recorder } from '../engine/recorder.ts'
import { seatOf } from '../engine/seats.ts'
import type { InputOf, TaskVerb } from './verb.ts'

/**
 * Has others sign as well: before oneself (one's own task comes back after them), after oneself (one approves with
 * this) or beside oneself. The node is passed when all of them have approved. Throws `person_not_allowed`,
 * `reason_required`, `too_many_tasks`.
 */
export const addSign: TaskVerb<InputOf<'add-sign'>> = {
  on: 'task',
  refusal: refusalOfTask,
  act: (instance, task, { users, position, reason: given, files, known }, context) => {
    const { id: taskId, nodeId } = task
    assertMayTake(instance, nodeId, users)
    const reason = position === 'after' ? readReason(instance, task, given) : said(given)
    const doing = { verb: 'add-sign', taskId, reason, files, people: users, known } as const
    const recorder = createRecorder(instance, doing, context)
    recorder.record({ type: 'signers_added', nodeId, seat: seatOf(task), position, users })
    endOwn(recorder, task, position)
    goOn(recorder, nodeId)
    assertRoom(recorder.state())
    return recorder.outcome()
  },
}

function endOwn(recorder: Recorder, { id: taskId }: Task, position: SignerPosition): void {
  if (position === 'before')
    recorder.record({ type: 'task_ended', taskId, status: 'TRANSFERRED', completeReason: 'add_pre' })
  if (position === 'after')
    recorder.record({ type: 'task_ended', taskId, status: 'APPROVED', completeReason: 'add_post' })
}
