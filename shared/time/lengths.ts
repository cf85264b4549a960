import { instantAt, type OffsetAt } from './clock.ts'
import { DAY_MS, wallOf } from './days.ts'
import type { DayRange, HalfDayRange, Timespan } from './spans.ts'
import { countWorkingDays, isWorkingDay, type Stretch, type WorkCalendar, workedIn } from './work-calendar.ts'

/**
 * A length, exact: so many halves of a day, so many seconds of an hour. Both are whole and far below 2⁵³; to divide
 * them is for whoever reckons on, once, by its own rule.
 */
export type Fraction = { count: number; per: number }

const HALVES = 2
const SECONDS = 3_600
const SECOND_MS = 1_000

/** `days(range)`: days of the calendar, both included. */
export const daysIn = (range: DayRange | HalfDayRange): Fraction =>
  halvesOf(range, (wallOf(range.to) - wallOf(range.from)) / DAY_MS + 1, () => true)

/** `workdays(range)`: those that are worked, by weekday, holidays and swapped days. */
export const workdaysIn = (range: DayRange | HalfDayRange, calendar: WorkCalendar): Fraction =>
  halvesOf(range, countWorkingDays(calendar, range.from, range.to), (day) => isWorkingDay(calendar, day))

/** `hours(span)`: as a stopwatch has it, so a night in which the clock changes is an hour longer or shorter. */
export function hoursIn(span: Timespan, offsetAt: OffsetAt): Fraction {
  const { fromAt, untilAt } = stretchOf(span, offsetAt)
  return { count: (untilAt - fromAt) / SECOND_MS, per: SECONDS }
}

/** `workhours(span)`: what of it lies within the working hours of working days. */
export function workhoursIn(span: Timespan, calendar: WorkCalendar, offsetAt: OffsetAt): Fraction {
  let worked = 0
  for (const { fromAt, untilAt } of workedIn(stretchOf(span, offsetAt), calendar, offsetAt))
    worked += untilAt - fromAt
  return { count: worked / SECOND_MS, per: SECONDS }
}

const DIGITS = 20

/**
 * As a decimal: `7.5`. What never ends is cut so far behind the tenth digit that three times twenty minutes come to an
 * hour when the sum is rounded there.
 */
export function decimalText({ count, per }: Fraction): string {
  let rest = count % per
  let digits = ''
  for (let at = 0; at < DIGITS && rest > 0; at += 1) {
    const shifted = rest * 10
    rest = shifted % per
    digits += String((shifted - rest) / per)
  }
  return `${Math.floor(count / per)}${digits && `.${digits}`}`
}

/** A half that is left out at either end counts where its day does. */
function halvesOf(range: DayRange | HalfDayRange, days: number, counts: (day: string) => boolean): Fraction {
  let count = days * HALVES
  if ('fromHalf' in range) {
    if (range.fromHalf === 'pm' && counts(range.from)) count -= 1
    if (range.toHalf === 'am' && counts(range.to)) count -= 1
  }
  return { count, per: HALVES }
}

const stretchOf = ({ from, to }: Timespan, offsetAt: OffsetAt): Stretch => ({
  fromAt: instantAt(wallOfTime(from), offsetAt),
  untilAt: instantAt(wallOfTime(to), offsetAt),
})

const wallOfTime = (time: string): number => Date.parse(`${time}:00Z`)
