import type { TimeoutAction } from '../../../shared/flow.ts'
import type { Locale } from '../../../shared/locale.ts'
import { said } from '../../../shared/person-text.ts'
import type { CompleteReason } from '../../../shared/status.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { say, STATUS_NAMES } from '../../../shared/texts.ts'
import { AppError } from '../errors.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { nodeOf, findTask, isOpen, nameOf, type Instance, type Task } from '../instance.ts'

/** Why its person cannot decide on a task: `task_already_ended`, naming who decided; `resubmit_needed` for the initiator's own step. */
export function refusalOfTask(instance: Instance, task: Task): AppError | undefined {
  if (!isOpen(task)) return alreadyEnded(instance, task)
  if (task.nodeId !== INITIATOR_NODE) return undefined
  return new AppError('resubmit_needed', `Instance ${instance.id} waits for its initiator to submit again.`, {
    words: REFUSAL_TEXTS.resubmitNeeded,
  })
}

/** Throws `task_not_found` when it is nobody's or somebody else's. */
export function ownTask(instance: Instance, taskId: string, by: string): Task {
  const task = findTask(instance, taskId)
  if (task?.assignee === by) return task
  throw new AppError('task_not_found', `Task ${taskId} does not exist.`)
}

/** The reason as the node wants it. Throws `reason_required`. */
export function readReason(instance: Instance, task: Task, given: string | null): string | null {
  const policy = nodeOf(instance, task.nodeId).reason
  const reason = policy === 'none' ? null : said(given)
  if (policy === 'required' && reason === null) {
    throw new AppError('reason_required', `A decision on task ${task.id} needs a reason.`, {
      details: [{ field: 'reason', rule: 'required' }],
      words: REFUSAL_TEXTS.reasonRequired,
    })
  }
  return reason
}

/** `task_already_ended`, naming who decided, or that nobody did in time. */
export function alreadyEnded(instance: Instance, task: Task): AppError {
  const ender = deciderOf(instance, task)
  const isInTime = [task, ender].some((one) => one?.timeouts?.some((out) => ENDING.has(out)))
  const winner = isInTime ? undefined : ender
  const status = ender?.status ?? (instance.status === 'PENDING' ? task.status : instance.status)
  const message = winner
    ? `Task ${task.id} was decided by ${winner.assignee}: ${status}.`
    : `Task ${task.id} has already ended: ${status}.`
  return new AppError('task_already_ended', message, {
    details: [{ status, by: winner?.assignee ?? null }],
    words: winner
      ? wordsWithStatus(REFUSAL_TEXTS.decidedByOther, status, nameOf(instance, winner.assignee))
      : wordsWithStatus(isInTime ? REFUSAL_TEXTS.decidedInTime : REFUSAL_TEXTS.taskEnded, status),
  })
}

const ENDING: ReadonlySet<TimeoutAction> = new Set(['approve', 'reject'])

const DECIDED: ReadonlySet<CompleteReason> = new Set([
  'approved',
  'rejected',
  'add_post',
  'specific_rollback',
])

/** Who decided in this task's place: its own person, or the one whose decision closed the node. */
function deciderOf({ tasks }: Instance, task: Task): Task | undefined {
  const decided = ({ completeReason }: Task) => completeReason !== null && DECIDED.has(completeReason)
  if (decided(task)) return task
  if (task.completeReason !== 'others') return undefined
  return tasks.findLast((one) => one.nodeId === task.nodeId && one.round === task.round && decided(one))
}

/** A text that says how something ended. */
export function wordsWithStatus(
  text: Record<Locale, string>,
  status: keyof typeof STATUS_NAMES,
  name = '',
): Record<Locale, string> {
  const words = (locale: Locale) => say(text, locale, { name, status: STATUS_NAMES[status][locale] })
  return { 'zh-CN': words('zh-CN'), 'en-US': words('en-US'), 'ja-JP': words('ja-JP') }
}
