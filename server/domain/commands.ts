import type { Locale } from '../../shared/locale.ts'
import { say, STATUS_NAMES, TEXTS } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import { addCc, advance, createRecorder, end, nodeOf, passIfDone } from './flow.ts'
import { findTask, isOpen, nameOf } from './instance.ts'
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
 * who decided, `reason_required`.
 */
export function decide(instance: Instance, decision: Decision, stamp: Stamp & { by: string }): Outcome {
  const task = findTask(instance, decision.taskId)
  if (task?.assignee !== stamp.by) {
    throw new AppError('task_not_found', `Task ${decision.taskId} does not exist.`)
  }
  if (isRepeat(task, decision.verdict)) return { instance, entries: [] }
  if (!isOpen(task)) throw alreadyEnded(instance, task)
  const reason = readReason(instance, task, decision.reason)

  const recorder = createRecorder(instance, stamp)
  const completeReason = decision.verdict === 'APPROVED' ? 'approved' : 'rejected'
  const { verdict: status, files = {} } = decision
  const named = Object.keys(files).length > 0 ? { files } : {}
  recorder.record({ type: 'task_ended', taskId: task.id, status, completeReason, reason, ...named })
  if (decision.verdict === 'REJECTED') end(recorder, 'REJECTED')
  else if (passIfDone(recorder, task.nodeId)) advance(recorder)
  return { instance: recorder.state(), entries: recorder.entries() }
}

/** Takes an approval back. Throws `instance_not_found` unless it is the person's own, `instance_already_ended`. */
export function withdraw(instance: Instance, reason: string | null, stamp: Stamp & { by: string }): Outcome {
  if (instance.initiator.userId !== stamp.by) {
    throw new AppError('instance_not_found', `Instance ${instance.id} does not exist.`)
  }
  if (instance.status === 'CANCELED') return { instance, entries: [] }
  if (instance.status !== 'PENDING') {
    throw new AppError('instance_already_ended', `Instance ${instance.id} is already ${instance.status}.`, {
      details: [{ status: instance.status }],
      words: wordsWithStatus(TEXTS.instanceEnded, instance.status),
    })
  }
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

/** The person's own decision, made before: the same one again counts as done, whichever way it comes. */
function isRepeat(task: Task, verdict: Verdict): boolean {
  return task.status === verdict && (task.completeReason === 'approved' || task.completeReason === 'rejected')
}

function readReason(instance: Instance, task: Task, given: string | null): string | null {
  const policy = nodeOf(instance, task.nodeId).reason
  const reason = policy === 'none' ? null : given?.trim() || null
  if (policy === 'required' && reason === null) {
    throw new AppError('reason_required', `A decision on task ${task.id} needs a reason.`, {
      details: [{ field: 'reason', rule: 'required' }],
      words: TEXTS.reasonRequired,
    })
  }
  return reason
}

/** `task_already_ended`, naming who decided. */
export function alreadyEnded(instance: Instance, task: Task): AppError {
  const winner = deciderOf(instance, task)
  const status = winner?.status ?? (instance.status === 'PENDING' ? task.status : instance.status)
  const message = winner
    ? `Task ${task.id} was decided by ${winner.assignee}: ${status}.`
    : `Task ${task.id} has already ended: ${status}.`
  return new AppError('task_already_ended', message, {
    details: [{ status, by: winner?.assignee ?? null }],
    words: winner
      ? wordsWithStatus(TEXTS.decidedByOther, status, nameOf(instance, winner.assignee))
      : wordsWithStatus(TEXTS.taskEnded, status),
  })
}

/** Who decided in this task's place: its own person, or the one whose decision closed the node. */
function deciderOf({ tasks }: Instance, task: Task): Task | undefined {
  const decided = (one: Task) => one.completeReason === 'approved' || one.completeReason === 'rejected'
  if (decided(task)) return task
  if (task.completeReason !== 'others') return undefined
  return tasks.findLast((one) => one.nodeId === task.nodeId && one.round === task.round && decided(one))
}

function wordsWithStatus(
  text: Record<Locale, string>,
  status: keyof typeof STATUS_NAMES,
  name = '',
): Record<Locale, string> {
  const words = (locale: Locale) => say(text, locale, { name, status: STATUS_NAMES[status][locale] })
  return { 'zh-CN': words('zh-CN'), 'en-US': words('en-US'), 'ja-JP': words('ja-JP') }
}
