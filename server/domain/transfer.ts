import { said } from '../../shared/person-text.ts'
import { goOn } from './flow.ts'
import type { Files, Instance, People, Stamp } from './instance.ts'
import { assertMayTake } from './admission.ts'
import { assertRoom } from './limits.ts'
import { ownOpenTask } from './own-task.ts'
import { seatOf } from './seats.ts'
import { createRecorder, type Outcome } from './recorder.ts'

export type Transfer = {
  taskId: string
  to: string
  reason: string | null
  /** The one it goes to. */
  people: People
  files?: Files | undefined
}

/**
 * Hands one's own task on to one other person, who decides in one's place; a delegate also back to whose place they
 * take. Throws what `ownOpenTask` does,
 * `person_not_allowed`, `too_many_tasks`.
 */
export function transfer(instance: Instance, input: Transfer, stamp: Stamp & { by: string }): Outcome {
  const { taskId, to, reason, people, files } = input
  const task = ownOpenTask(instance, taskId, stamp.by)
  assertMayTake(instance, task.nodeId, [to], seatOf(task))
  const recorder = createRecorder(instance, stamp)
  recorder.record({
    ...{ type: 'task_ended', taskId, status: 'TRANSFERRED', completeReason: 'forward' },
    ...{ reason: said(reason), ...(files && { files }) },
  })
  recorder.record({ type: 'seat_moved', nodeId: task.nodeId, seat: seatOf(task), to, people })
  goOn(recorder, task.nodeId)
  assertRoom(recorder.state())
  return recorder.outcome()
}
