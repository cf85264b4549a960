import { REQUEST_TEXTS } from '../../../shared/request-texts.ts'
import { saidInAll } from '../../../shared/texts.ts'
import { AppError } from '../errors.ts'
import { isOpen, type Task } from '../instance.ts'
import { alreadyEnded } from '../engine/own-task.ts'
import { createRecorder } from '../engine/recorder.ts'
import type { InputOf, TaskVerb } from './verb.ts'

const LONGEST_DAYS = 90
export const LONGEST_POSTPONEMENT_MS = LONGEST_DAYS * 24 * 3_600_000

/**
 * Takes an open task out of its person's to-dos until a time, or (null) back into them; the initiator's own step too.
 * Throws `bad_request` for a time that is past or too far away.
 */
export const postpone: TaskVerb<InputOf<'postpone'>> = {
  on: 'task',
  refusal: (instance, task) => (isOpen(task) ? undefined : alreadyEnded(instance, task)),
  act: (instance, { id: taskId, postponedUntil = null }, { until }, context) => {
    if (until !== null) assertTime(until, context.at)
    const recorder = createRecorder(instance, { verb: 'postpone', taskId }, context)
    if (postponedUntil !== until) recorder.record({ type: 'task_postponed', taskId, until })
    return recorder.outcome()
  },
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
