import { REQUEST_TEXTS } from '../../shared/request-texts.ts'
import { saidInAll } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import { alreadyEnded, ownTask } from './own-task.ts'
import { isOpen, type Instance, type Stamp, type Task } from './instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

const LONGEST_DAYS = 90
export const LONGEST_POSTPONEMENT_MS = LONGEST_DAYS * 24 * 3_600_000

export type Postponement = { taskId: string; until: number | null }

/**
 * Takes an open task out of its person's to-dos until then, or (null) back into them. Throws `task_not_found`,
 * `task_already_ended`, `bad_request` for a time that is past or too far away.
 */
export function postpone(
  instance: Instance,
  { taskId, until }: Postponement,
  stamp: Stamp & { by: string },
): Outcome {
  const task = ownTask(instance, taskId, stamp.by)
  if (!isOpen(task)) throw alreadyEnded(instance, task)
  if (until !== null) assertTime(until, stamp.at)
  if ((task.postponedUntil ?? null) === until) return { instance, entries: [] }
  const recorder = createRecorder(instance, stamp)
  recorder.record({ type: 'task_postponed', taskId, until })
  return recorder.outcome()
}

/** It comes back by time alone: nothing is written for that. */
export const isPostponed = ({ postponedUntil = 0 }: Pick<Task, 'postponedUntil'>, now: number): boolean =>
  postponedUntil > now

function assertTime(until: number, now: number): void {
  const rule = until <= now ? 'too_small' : until > now + LONGEST_POSTPONEMENT_MS ? 'too_large' : null
  if (rule === null) return
  throw new AppError('bad_request', `until: is not within the next ${LONGEST_DAYS} days.`, {
    details: [{ field: 'until', rule }],
    words: saidInAll(REQUEST_TEXTS.until, { days: LONGEST_DAYS }),
  })
}
