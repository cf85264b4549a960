import { LOCALES, type Locale } from '../../shared/locale.ts'
import { said } from '../../shared/person-text.ts'
import { say, TEXTS } from '../../shared/texts.ts'
import { hasCome } from './due.ts'
import { AppError } from './errors.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { isOpen, ownerOf, type Instance, type Stamp, type Task } from './instance.ts'
import { assertOwn, assertPending } from './own-instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

export const URGE_AGAIN_MS = 4 * 3_600_000
/** A clock that was put right by a little gives nobody a second turn; one that was an hour ahead holds nobody up. */
const LONGEST_WAIT_MS = URGE_AGAIN_MS + 3_600_000

/**
 * Asks those whom an approval waits for to decide, each at most once per task in four hours. A task that was put
 * off is a to-do again. Throws `instance_not_found` unless it is the person's own, `instance_already_ended`,
 * `resubmit_needed` where it waits for nobody else, `urged_too_soon`.
 */
export function urge(instance: Instance, reason: string | null, stamp: Stamp & { by: string }): Outcome {
  assertOwn(instance, stamp.by)
  assertPending(instance)
  const others = othersOpen(instance)
  if (others.length === 0) {
    throw new AppError('resubmit_needed', `Instance ${instance.id} waits for its initiator alone.`, {
      words: TEXTS.resubmitNeeded,
    })
  }
  const due = others.filter((task) => hasCome(againAt(task), stamp.at, LONGEST_WAIT_MS))
  if (due.length === 0) throw tooSoon(Math.min(...others.map(againAt)), stamp.at)
  const recorder = createRecorder(instance, stamp)
  const taskIds = due.map(({ id }) => id)
  recorder.record({ type: 'urged', taskIds, reason: said(reason) })
  return recorder.outcome()
}

/** Whether the initiator could do so now. */
export const mayUrge = (instance: Instance, now: number): boolean =>
  instance.status === 'PENDING' &&
  othersOpen(instance).some((task) => hasCome(againAt(task), now, LONGEST_WAIT_MS))

const againAt = ({ urgedAt = -URGE_AGAIN_MS }: Task): number => urgedAt + URGE_AGAIN_MS

function othersOpen(instance: Instance): Task[] {
  const owner = ownerOf(instance)
  return instance.tasks.filter(
    (task) => isOpen(task) && task.nodeId !== INITIATOR_NODE && task.assignee !== owner,
  )
}

function tooSoon(possibleAt: number, now: number): AppError {
  const minutes = Math.ceil((possibleAt - now) / 60_000)
  const words = LOCALES.map((locale) => [locale, say(TEXTS.urgedTooSoon, locale, { minutes })])
  return new AppError('urged_too_soon', `Possible again in ${minutes} minutes.`, {
    details: [{ possibleAt }],
    words: Object.fromEntries(words) as Record<Locale, string>,
  })
}
