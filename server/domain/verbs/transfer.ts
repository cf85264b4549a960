import { said } from '../../../shared/person-text.ts'
import { assertMayTake } from '../engine/admission.ts'
import { goOn } from '../engine/flow.ts'
import { assertRoom } from '../engine/limits.ts'
import { refusalOfTask } from '../engine/own-task.ts'
import { createRecorder } from '../engine/recorder.ts'
import { seatOf } from '../engine/seats.ts'
import type { InputOf, TaskVerb } from './verb.ts'

/**
 * Hands one's own task on to one other person, who decides in one's place; a delegate also back to whose place they
 * take. Throws `person_not_allowed`, `too_many_tasks`.
 */
export const transfer: TaskVerb<InputOf<'transfer'>> = {
  on: 'task',
  refusal: refusalOfTask,
  act: (instance, task, { to, reason, files, known }, context) => {
    const { id: taskId, nodeId } = task
    const seat = seatOf(task)
    assertMayTake(instance, nodeId, [to], seat)
    const doing = { verb: 'transfer', taskId, reason: said(reason), files, people: [to], known } as const
    const recorder = createRecorder(instance, doing, context)
    recorder.record({ type: 'task_ended', taskId, status: 'TRANSFERRED', completeReason: 'forward' })
    recorder.record({ type: 'seat_moved', nodeId, seat, to })
    goOn(recorder, nodeId)
    assertRoom(recorder.state())
    return recorder.outcome()
  },
}
