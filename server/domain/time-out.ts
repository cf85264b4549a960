import type { Timeout, TimeoutAction } from '../../shared/definition.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { decisionOf, type Outcome } from './commands.ts'
import { advance, createRecorder, nodeOf, passIfDone } from './flow.ts'
import { findTask, isOpen, type Instance, type People, type Stamp, type Task } from './instance.ts'
import { mayComeIn } from './own-task.ts'
import { seatOf, tasksAt } from './seats.ts'

/** What a node's timeout has still to do with an open task: so many working hours after `since`. */
export type OpenTimeout = { taskId: string; action: TimeoutAction; since: number; hours: number }

/** Everything that will happen by itself when nobody acts. */
export function openTimeouts(
  instance: Instance,
  timeoutOf: (nodeId: string) => Timeout | undefined,
): OpenTimeout[] {
  if (instance.status !== 'PENDING') return []
  return instance.tasks.filter(isOpen).flatMap((task) => {
    const timeout = timeoutOf(task.nodeId)
    if (!timeout) return []
    const { since, taken } = turnOf(instance, task)
    const actions = Object.entries(timeout) as [TimeoutAction, number][]
    return actions.flatMap(([action, hours]) =>
      taken.has(action) ? [] : [{ taskId: task.id, action, since, hours }],
    )
  })
}

/** Since when it is this place's turn, whoever had it meanwhile, and which timeouts have come since. */
function turnOf(instance: Instance, task: Task): { since: number; taken: ReadonlySet<TimeoutAction> } {
  const own = tasksAt(instance, nodeOf(instance, task.nodeId)).filter((one) => seatOf(one) === seatOf(task))
  const taken = new Set(own.flatMap(({ timeouts = [] }) => timeouts))
  return { since: own[0]?.createdAt ?? task.createdAt, taken }
}

export type TimeOut =
  | { taskId: string; action: 'remind' | 'approve' | 'reject' }
  /** `to`: who takes over. */
  | { taskId: string; action: 'escalate'; to: string; people: People }

/** Does what is due for a task that nobody acted on; no change once somebody did. The history says that time did it. */
export function timeOut(instance: Instance, input: TimeOut, stamp: Stamp): Outcome {
  const { taskId, action } = input
  const task = findTask(instance, taskId)
  if (!task || !mayTimeOut(instance, task, action)) return { instance, entries: [] }
  if (action === 'approve' || action === 'reject') return decideInTime(instance, task, action, stamp)
  const recorder = createRecorder(instance, stamp)
  recorder.record({ type: 'timed_out', taskId, action })
  // Whoever would take over may be there already: then it stays where it is.
  if (input.action === 'escalate' && mayComeIn(instance, task.nodeId, [input.to])) {
    const { to, people } = input
    const { nodeId } = task
    recorder.record({
      ...{ type: 'task_ended', taskId, status: 'TRANSFERRED' },
      ...{ completeReason: 'system_forward', reason: null },
    })
    recorder.record({ type: 'seat_moved', nodeId, seat: seatOf(task), to, people })
    if (passIfDone(recorder, nodeId)) advance(recorder)
  }
  return { instance: recorder.state(), entries: recorder.entries() }
}

/** Nobody but the initiator, or who took over from them, can submit again. */
const mayTimeOut = (instance: Instance, task: Task, action: TimeoutAction): boolean =>
  isOpen(task) && task.nodeId !== INITIATOR_NODE && !turnOf(instance, task).taken.has(action)

function decideInTime(instance: Instance, task: Task, action: 'approve' | 'reject', stamp: Stamp): Outcome {
  const recorder = createRecorder(instance, stamp)
  recorder.record({ type: 'timed_out', taskId: task.id, action })
  const verdict = action === 'approve' ? 'APPROVED' : 'REJECTED'
  const completeReason = action === 'approve' ? 'approved' : 'node_auto_reject'
  decisionOf(recorder, task, { verdict, completeReason, reason: null })
  return { instance: recorder.state(), entries: recorder.entries() }
}
