import { edgeAt, type OffsetAt, wallAt } from './clock.ts'
import { DAY_MS, type Day, MINUTE_MS, type TimeOfDay, toDay, wallOf, weekdayOf } from './days.ts'

/** Of a day: from one time to a later one. */
export type Hours = { from: TimeOfDay; to: TimeOfDay }

/** Which days are worked, and how long. */
export type WorkCalendar = {
  /** 1 is Monday. At least one. */
  weekdays: ReadonlySet<number>
  holidays: ReadonlySet<Day>
  /** Worked though the weekday is not. */
  workdays: ReadonlySet<Day>
  /** What of a working day is worked: at least one span, in order, none over another. Breaks lie in between. */
  hours: readonly Hours[]
}

/** From one instant to a later one. */
export type Stretch = { fromAt: number; untilAt: number }

export function isWorkingDay({ weekdays, holidays, workdays }: WorkCalendar, day: Day): boolean {
  return !holidays.has(day) && (workdays.has(day) || weekdays.has(weekdayOf(day)))
}

/** Both included. Costs as much as the calendar names days, however many lie between. */
export function countWorkingDays(calendar: WorkCalendar, from: Day, to: Day): number {
  const { weekdays, holidays, workdays } = calendar
  const first = wallOf(from)
  const length = (wallOf(to) - first) / DAY_MS + 1
  const week = [0, 1, 2, 3, 4, 5, 6].filter((at) => weekdays.has(weekdayOf(toDay(first + at * DAY_MS))))
  const rest = length % 7
  let count = ((length - rest) / 7) * week.length + week.filter((at) => at < rest).length
  for (const day of new Set([...holidays, ...workdays])) {
    if (from <= day && day <= to)
      count += Number(isWorkingDay(calendar, day)) - Number(weekdays.has(weekdayOf(day)))
  }
  return count
}

/** What is worked within a stretch, one after the other. Hours that the clock leaps over are none. */
export function* workedIn(
  { fromAt, untilAt }: Stretch,
  calendar: WorkCalendar,
  offsetAt: OffsetAt,
): Generator<Stretch> {
  let at = fromAt
  const first = wallOf(toDay(wallAt(fromAt, offsetAt)))
  // The wall is never a day ahead of UTC or behind it.
  for (let midnight = first; midnight - DAY_MS < untilAt; midnight += DAY_MS) {
    if (!isWorkingDay(calendar, toDay(midnight))) continue
    for (const { from, to } of calendar.hours) {
      const begin = Math.max(at, edgeAt(midnight + from * MINUTE_MS, offsetAt))
      const end = Math.min(untilAt, edgeAt(midnight + to * MINUTE_MS, offsetAt))
      if (end <= begin) continue
      yield { fromAt: begin, untilAt: end }
      at = end
    }
  }
}
