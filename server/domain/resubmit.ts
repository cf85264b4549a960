import { TEXTS } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import { advance } from './flow.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { isOpen, type Event, type Instance, type Stamp, type Task } from './instance.ts'
import { assertOwn } from './own-instance.ts'
import { assertRoom } from './limits.ts'
import { createRecorder, type Outcome } from './recorder.ts'

export type Resubmission = Omit<Extract<Event, { type: 'resubmitted' }>, 'type'>

/**
 * Goes the whole way anew with a form that may have changed, after a rollback to the initiator. Throws
 * `instance_not_found` unless it is the person's own, `node_not_allowed` while it does not wait for them.
 */
export function resubmit(instance: Instance, again: Resubmission, stamp: Stamp & { by: string }): Outcome {
  assertOwn(instance, stamp.by)
  const task = ownStep(instance)
  if (!task) {
    throw new AppError('node_not_allowed', `Instance ${instance.id} was not rolled back to its initiator.`, {
      words: TEXTS.notRolledBack,
    })
  }
  const recorder = createRecorder(instance, stamp)
  recorder.record({ type: 'resubmitted', ...again })
  recorder.record({
    ...{ type: 'task_ended', taskId: task.id, status: 'APPROVED' },
    ...{ completeReason: 'submit_again', reason: null },
  })
  recorder.record({ type: 'node_passed', nodeId: INITIATOR_NODE }, null)
  advance(recorder)
  assertRoom(recorder.state())
  return recorder.outcome()
}

/** The initiator's open step; there while the approval waits to be submitted again. */
const ownStep = ({ tasks }: Pick<Instance, 'tasks'>): Task | undefined =>
  tasks.find((task) => isOpen(task) && task.nodeId === INITIATOR_NODE)
