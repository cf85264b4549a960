import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import type { Outcome, PersonContext } from '../act.ts'
import { AppError } from '../errors.ts'
import { advance } from '../engine/flow.ts'
import { isOpen, type Event, type Files, type Instance, type People, type Task } from '../instance.ts'
import { assertRoom } from '../engine/limits.ts'
import { refusalOfOthers } from '../engine/own-instance.ts'
import { createRecorder } from '../engine/recorder.ts'

export type Resubmission = Omit<Extract<Event, { type: 'resubmitted' }>, 'type'> & {
  people: People
  files?: Files | undefined
}

/**
 * Goes the whole way anew with a form that may have changed, after a rollback to the initiator. Throws what
 * `refusalOfResubmit` answers, and `too_many_tasks`.
 */
export function resubmit(
  instance: Instance,
  { people: known, files = {}, ...again }: Resubmission,
  context: PersonContext,
): Outcome {
  const refusal = refusalOfResubmit(instance, context.by)
  const task = ownStep(instance)
  if (refusal || !task) throw refusal ?? notRolledBack(instance)
  const { id: taskId } = task
  const recorder = createRecorder(instance, { verb: 'resubmit', taskId, known, files }, context)
  recorder.record({ type: 'resubmitted', ...again })
  recorder.record({ type: 'task_ended', taskId, status: 'APPROVED', completeReason: 'submit_again' })
  recorder.record({ type: 'node_passed', nodeId: INITIATOR_NODE })
  advance(recorder)
  assertRoom(recorder.state())
  return recorder.outcome()
}

/** `instance_not_found` unless it is the person's own, `node_not_allowed` while it does not wait for them. */
export const refusalOfResubmit = (instance: Instance, who: string): AppError | undefined =>
  refusalOfOthers(instance, who) ?? (ownStep(instance) ? undefined : notRolledBack(instance))

const notRolledBack = ({ id }: Instance): AppError =>
  new AppError('node_not_allowed', `Instance ${id} was not rolled back to its initiator.`, {
    words: REFUSAL_TEXTS.notRolledBack,
  })

/** The initiator's open step; there while the approval waits to be submitted again. */
const ownStep = ({ tasks }: Pick<Instance, 'tasks'>): Task | undefined =>
  tasks.find((task) => isOpen(task) && task.nodeId === INITIATOR_NODE)
