import type { CalendarFile } from '../../shared/calendar-file.ts'
import type { ReminderResponse } from '../../shared/operator-api.ts'
import type { Day, TimeOfDay } from '../../shared/time/days.ts'
import { isWorkingDay } from '../../shared/time/work-calendar.ts'
import { dayAt, instantOf, toCalendar } from '../domain/calendar.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'
import { HOLD_MS } from './outcome.ts'
import type { PersonDeps } from './remind-person.ts'
import { remindAll, type Tally } from './remind-all.ts'

export type RemindersDeps = PersonDeps & {
  store: PersonDeps['store'] & Pick<Store, 'notes'>
  /** 1 is Monday. */
  weekdays: ReadonlySet<number>
  /** null: never by itself. */
  time: TimeOfDay | null
  readCalendar: () => Promise<CalendarFile>
  log: Pick<Log, 'info' | 'warn'>
}

export type Reminders = {
  /** To be called again and again: reminds everybody once the time of a working day has come, be it late. */
  look: () => Promise<void>
  /** Now, whatever the time and the weekday; but not on a holiday, and nobody twice a day. */
  runNow: () => Promise<ReminderResponse>
}

const NOTE = 'reminders'

/** Runs come one after another. */
export function createReminders(deps: RemindersDeps): Reminders {
  const { clock, timeZone, readCalendar } = deps
  let last: Promise<unknown> = Promise.resolve()
  let haltedAt = -Infinity

  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const run = last.then(work)
    last = run.catch(() => undefined)
    return run
  }
  const lookNow = async (): Promise<void> => {
    const now = clock.now()
    const day = dayAt(now, timeZone)
    if (!hasCome(deps, day, now) || Math.abs(now - haltedAt) < HOLD_MS) return
    if ((await doneFor(deps.store)) === day || !(await isWorked(deps, day))) return
    const tally = await remindAll(deps, day)
    if (tally.isHalted) haltedAt = clock.now()
    if (tally.wait === 0) await deps.store.notes.change(NOTE, () => ({ doneFor: day }))
  }
  return {
    look: () => alone(lookNow),
    runNow: () =>
      alone(async () => {
        const day = dayAt(clock.now(), timeZone)
        const isHoliday = (await readCalendar()).holidays.includes(day)
        return toResponse(day, isHoliday, isHoliday ? undefined : await remindAll(deps, day))
      }),
  }
}

const hasCome = ({ time, timeZone }: RemindersDeps, day: Day, now: number): boolean =>
  time !== null && now >= instantOf(day, time, timeZone)

async function isWorked({ readCalendar, weekdays, timeZone }: RemindersDeps, day: Day): Promise<boolean> {
  const calendar = toCalendar(await readCalendar(), { timeZone, weekdays })
  return isWorkingDay(calendar, day)
}

/** Who gets their first task after it is done has that task's own card, and no reminder that day. */
async function doneFor({ notes }: Pick<Store, 'notes'>): Promise<unknown> {
  const note = (await notes.read(NOTE)) as { doneFor?: unknown } | undefined
  return note?.doneFor
}

function toResponse(day: Day, holiday: boolean, tally: Tally | undefined): ReminderResponse {
  const { sent = 0, had = 0, nothing = 0, wait = 0, given_up: givenUp = 0, reasons = [] } = tally ?? {}
  return { day, holiday, sent, skipped: had + nothing, failed: wait + givenUp, reasons: [...reasons] }
}
