import { instantAt, wallAt } from '../../shared/time/clock.ts'
import { type Day, readTimeOfDay, type TimeOfDay, toDay, wallOf } from '../../shared/time/days.ts'
import type { TimeRules } from '../../shared/time/time-rules.ts'
import { type WorkCalendar, workedIn } from '../../shared/time/work-calendar.ts'
import { clockIn } from './clock.ts'

/** Which days are worked, and where. */
export type Calendar = WorkCalendar & { timeZone: string }

type Days = {
  holidays: readonly Day[]
  workdays: readonly Day[]
  hours: readonly { from: string; to: string }[]
}

/** A place's week, with the days on which it is another. */
export function toCalendar(
  { holidays, workdays, hours }: Days,
  place: Pick<Calendar, 'timeZone' | 'weekdays'>,
): Calendar {
  return {
    ...place,
    holidays: new Set(holidays),
    workdays: new Set(workdays),
    hours: hours.map(({ from, to }) => ({ from: readTimeOfDay(from), to: readTimeOfDay(to) })),
  }
}

/** `1-5`, `1,3,5`; `6-1` goes over the weekend. */
export function readWeekdays(text: string): ReadonlySet<number> {
  return new Set(
    text.split(',').flatMap((range) => {
      const [first = 1, last = first] = range.split('-').map(Number)
      return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, at) => ((first + at - 1) % 7) + 1)
    }),
  )
}

/** What lengths are reckoned by there. */
export const timeRulesOf = (calendar: Calendar): TimeRules => ({
  calendar,
  offsetAt: clockIn(calendar.timeZone),
  isKnown: () => true,
})

/** The day it is there at that instant. */
export const dayAt = (at: number, timeZone: string): Day => toDay(wallAt(at, clockIn(timeZone)))

/**
 * When the clock there shows that time. A time that comes twice on that day means the first; one that the clock
 * leaps over comes as much later as the leap is long.
 */
export const instantOf = (day: Day, time: TimeOfDay, timeZone: string): number =>
  instantAt(wallOf(day, time), clockIn(timeZone))

/** The end of a span of which only the working hours count. */
export function addWorkingTime(startAt: number, spanMs: number, calendar: Calendar): number {
  let leftMs = spanMs
  let at = startAt
  if (leftMs <= 0) return at
  const ahead = { fromAt: startAt, untilAt: Infinity }
  for (const { fromAt, untilAt } of workedIn(ahead, calendar, clockIn(calendar.timeZone))) {
    const workedMs = Math.min(leftMs, untilAt - fromAt)
    at = fromAt + workedMs
    leftMs -= workedMs
    if (leftMs === 0) break
  }
  return at
}
