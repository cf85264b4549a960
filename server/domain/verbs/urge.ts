import { LOCALES, type Locale } from '../../../shared/locale.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { said } from '../../../shared/person-text.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { say } from '../../../shared/texts.ts'
import { hasCome } from '../outbox/due.ts'
import { AppError } from '../errors.ts'
import { isOpen, ownerOf, type Instance, type Task } from '../instance.ts'
import { refusalOfEnded, refusalOfOthers } from '../engine/own-instance.ts'
import { createRecorder } from '../engine/recorder.ts'
import type { InputOf, InstanceVerb } from './verb.ts'

export const URGE_AGAIN_MS = 4 * 3_600_000
/** A clock that was put right by a little gives nobody a second turn; one that was an hour ahead holds nobody up. */
const LONGEST_WAIT_MS = URGE_AGAIN_MS + 3_600_000

/**
 * Asks those whom one's approval waits for to decide, each at most once per task in four hours. A task that was put
 * off is a to-do again. Refused with `resubmit_needed` where it waits for nobody else, and with `urged_too_soon`.
 */
export const urge: InstanceVerb<InputOf<'urge'>> = {
  on: 'instance',
  refusal: (instance, who, now) =>
    refusalOfOthers(instance, who) ?? refusalOfEnded(instance) ?? refusalOfWaiting(instance, now),
  act: (instance, { reason }, context) => {
    const recorder = createRecorder(instance, { verb: 'urge', reason: said(reason) }, context)
    recorder.record({ type: 'urged', taskIds: toBeUrged(instance, context.at).map(({ id }) => id) })
    return recorder.outcome()
  },
}

function refusalOfWaiting(instance: Instance, now: number): AppError | undefined {
  const others = othersOpen(instance)
  if (others.length === 0) {
    return new AppError('resubmit_needed', `Instance ${instance.id} waits for its initiator alone.`, {
      words: REFUSAL_TEXTS.resubmitNeeded,
    })
  }
  return toBeUrged(instance, now).length > 0 ? undefined : tooSoon(Math.min(...others.map(againAt)), now)
}

const toBeUrged = (instance: Instance, now: number): Task[] =>
  othersOpen(instance).filter((task) => hasCome(againAt(task), now, LONGEST_WAIT_MS))

const againAt = ({ urgedAt = -URGE_AGAIN_MS }: Task): number => urgedAt + URGE_AGAIN_MS

function othersOpen(instance: Instance): Task[] {
  const owner = ownerOf(instance)
  return instance.tasks.filter(
    (task) => isOpen(task) && task.nodeId !== INITIATOR_NODE && task.assignee !== owner,
  )
}

function tooSoon(possibleAt: number, now: number): AppError {
  const minutes = Math.ceil((possibleAt - now) / 60_000)
  const words = LOCALES.map((locale) => [locale, say(REFUSAL_TEXTS.urgedTooSoon, locale, { minutes })])
  return new AppError('urged_too_soon', `Possible again in ${minutes} minutes.`, {
    details: [{ possibleAt }],
    words: Object.fromEntries(words) as Record<Locale, string>,
  })
}
