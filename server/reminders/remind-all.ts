import { createConcurrencyLimit } from '../runtime/concurrency-limit.ts'
import type { Day } from '../../shared/time/days.ts'
import { dayAt } from '../domain/calendar.ts'
import type { Log } from '../runtime/logger.ts'
import { failureText } from '../domain/outbox/answer.ts'
import { haltsAll } from './outcome.ts'
import { remindPerson, type ReminderOutcome, type PersonDeps } from './remind-person.ts'

/** How many people came out how. */
export type Tally = Record<ReminderOutcome['is'], number> & {
  /** Something is wrong for all of them: the others were not tried. */
  isHalted: boolean
  /** Why not, each said once. */
  reasons: Set<string>
}

/** Few enough that what is read for a card is sent at once. */
const AT_ONCE = 10

/** Everybody for whom something waits. */
export async function remindAll(
  deps: PersonDeps & { log: Pick<Log, 'info' | 'warn'> },
  day: Day,
): Promise<Tally> {
  const { store, clock, timeZone, signal, log } = deps
  const tally: Tally = {
    sent: 0,
    had: 0,
    nothing: 0,
    wait: 0,
    given_up: 0,
    isHalted: false,
    reasons: new Set(),
  }
  const isOver = (): boolean => tally.isHalted || signal.aborted || dayAt(clock.now(), timeZone) !== day

  const remind = async (userId: string): Promise<ReminderOutcome> => {
    if (isOver()) return { is: 'wait' }
    try {
      return await remindPerson(deps, userId, day)
    } catch (error) {
      // The store, or a fault of ours that may be one person's alone: the others get theirs.
      log.warn({ err: error, user: userId }, 'a reminder failed: it comes again')
      return { is: 'wait' }
    }
  }
  const limit = createConcurrencyLimit(AT_ONCE)
  const people = await store.instances.peopleWith({ postponed: { at: clock.now(), show: 'without' } })
  await Promise.all(
    people.map((userId) =>
      limit(async () => {
        const { is, failure } = await remind(userId)
        tally[is] += 1
        if (!failure) return
        tally.isHalted ||= haltsAll(failure)
        tally.reasons.add(failureText(failure))
        log.warn(
          { user: userId, error: failureText(failure), logId: failure.logId },
          'a reminder was not sent',
        )
      }),
    ),
  )
  const { sent, wait, given_up: givenUp } = tally
  if (sent + givenUp > 0) log.info({ day, sent, wait, givenUp }, 'reminders')
  return tally
}
