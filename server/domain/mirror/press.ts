import type { Locale } from '../../../shared/locale.ts'
import { ERROR_TEXTS } from '../../../shared/error-texts.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import type { Channel } from '../../../shared/status.ts'
import { say } from '../../../shared/texts.ts'
import { eventsOf, type Act } from '../act.ts'
import { alreadyEnded, ownTask } from '../engine/own-task.ts'
import { createRecorder } from '../engine/recorder.ts'
import { AppError } from '../errors.ts'
import { isOpen, type Files, type Instance, type Task } from '../instance.ts'
import { toRecord } from '../outbox/effects.ts'
import type { InstanceRecord } from '../outbox/record.ts'
import type { QuickAction } from '../quick-action.ts'
import { nameOfAction } from './action-name.ts'
import { answerTo, pressIn } from './press-history.ts'
import { handOver } from './press-queue.ts'
import { waitsForSource, type Press, type Pressed, type SourceRefusal } from './pressed.ts'
import type { PushedTask } from './pushed.ts'

/** What somebody does, from where. */
export type Pressing = {
  taskId: string
  action: string
  by: string
  via: Channel
  at: number
  reason: string | null
  /** Uploaded here. */
  files: Files
  /** Of Feishu, and of a card of the source's own: as of `Press`. */
  attachments: string | null
  messageId: string | null
}

/**
 * What a press is. `new`: `record` has it, to be stored before the source is told. `same`: said already; it waits, or was
 * taken. `refused`: Feishu repeats one that was refused.
 */
export type PressFound =
  | { is: 'new'; number: number; record: InstanceRecord }
  | { is: 'same'; number: number; state: Pressed['state'] }
  | { is: 'refused'; refusal: SourceRefusal }

/** 三方快捷审批回调: after a failure Feishu goes on for ten seconds by itself, with the same body. */
const REPEATS_WITHIN_MS = 15_000

/**
 * What a press comes to, before its source is told. It changes nothing that the source decides. Throws
 * `task_not_found`, `task_already_ended`, `decision_waits` after another one that waits, `reason_required`, and
 * `decided_elsewhere` for what the source does not offer.
 */
export function pressOn(record: InstanceRecord, pressing: Pressing): PressFound {
  const { instance, history } = record
  const { taskId, action, by } = pressing
  const task = ownTask(instance, taskId, by)
  const { pressed } = task
  if (!isOpen(task)) {
    if (isSaid(task, history, action)) return { is: 'same', number: 0, state: 'taken' }
    throw alreadyEnded(instance, task)
  }
  const said = saidOf(instance, taskId)
  if (pressed && waitsForSource(pressed)) {
    if (pressed.action !== action) throw decisionWaits(said?.actions ?? [], pressed)
    return { is: 'same', number: pressed.number, state: pressed.state }
  }
  const refusal = repeatedRefusal(history, pressing, pressed)
  if (refusal) return { is: 'refused', refusal }
  const offered = said?.actions.find(({ type }) => type === action)
  if (!said || !offered) throw decidedElsewhere(instance)
  if (offered.reason === 'required' && pressing.reason === null) throw reasonRequired(taskId)
  return stored(record, pressing, pressed, said)
}

function stored(
  record: InstanceRecord,
  pressing: Pressing,
  pressed: Pressed | undefined,
  { id: theirTask, person, context }: PushedTask,
): PressFound {
  const { taskId, action, by, via, at, reason, files, attachments, messageId } = pressing
  const isAgain = pressed?.state === 'open' && pressed.action === action
  const number = isAgain ? pressed.number : (record.instance.mirror?.presses ?? 0) + 1
  const press: Press = { number, taskId, action, theirTask, person, context, attachments, messageId }
  const recorder = createRecorder(record.instance, { verb: 'press', taskId, reason, files }, { at, by, via })
  recorder.record({ type: 'pressed', press })
  return { is: 'new', number, record: handOver(toRecord(record, recorder.outcome()), { number, at, by }) }
}

/** What the source says of a task of ours. */
export function saidOf({ mirror }: Pick<Instance, 'mirror'>, taskId: string): PushedTask | undefined {
  if (!mirror) return undefined
  return Object.values(mirror.pushed.tasks).find(({ id }) => mirror.taskIds[id] === taskId)
}

/** Whether that is how it ended, or what was said last, and not refused. */
function isSaid(task: Task, history: readonly Act[], action: string): boolean {
  if (cameTrue(task, action)) return true
  const [last] = history
    .flatMap((act) => eventsOf(act, 'pressed').map(({ press }) => press))
    .filter((press) => press.taskId === task.id)
    .slice(-1)
  if (last?.action !== action) return false
  return answerTo(history, last.number)?.refusal === undefined
}

export const cameTrue = ({ status }: Pick<Task, 'status'>, action: string): boolean =>
  (action === 'APPROVE' && status === 'APPROVED') || (action === 'REJECT' && status === 'REJECTED')

/** On a card alone Feishu repeats, and there nobody else can: its buttons are gone. */
function repeatedRefusal(
  history: readonly Act[],
  { via, at, action, reason, attachments }: Pressing,
  pressed: Pressed | undefined,
): SourceRefusal | undefined {
  if (via !== 'card' || pressed?.state !== 'refused' || pressed.action !== action) return undefined
  const before = pressIn(history, pressed.number)
  const answer = answerTo(history, pressed.number)
  if (!before || !answer || Math.abs(at - answer.at) > REPEATS_WITHIN_MS) return undefined
  const isSame = before.act.reason === reason && before.press.attachments === attachments
  return isSame ? answer.refusal : undefined
}

/** A decision that another system does not offer here. */
export const decidedElsewhere = ({ id, mirror }: Pick<Instance, 'id' | 'mirror'>): AppError =>
  new AppError(
    'decided_elsewhere',
    `Approval ${id} is carried on by ${mirror?.source ?? 'another system'}, and only there.`,
    { words: ERROR_TEXTS.decided_elsewhere },
  )

function decisionWaits(actions: readonly QuickAction[], { action }: Pressed): AppError {
  const words = (locale: Locale) =>
    say(REFUSAL_TEXTS.decisionWaits, locale, { action: nameOfAction(actions, action, locale) })
  return new AppError('decision_waits', `${action} was pressed, and waits for the system that decides.`, {
    words: { 'zh-CN': words('zh-CN'), 'en-US': words('en-US'), 'ja-JP': words('ja-JP') },
  })
}

const reasonRequired = (taskId: string): AppError =>
  new AppError('reason_required', `A decision on task ${taskId} needs a reason.`, {
    details: [{ field: 'reason', rule: 'required' }],
    words: REFUSAL_TEXTS.reasonRequired,
  })
