import { daysIn, decimalText, type Fraction, hoursIn, workdaysIn, workhoursIn } from './lengths.ts'
import type { TimeRules } from './time-rules.ts'
import { readDayRange, readHalfDayRange, readTimespan } from './read-times.ts'
import type { DayRange, HalfDayRange, Timespan } from './spans.ts'

/** A decimal of the length of a value; undefined for what is no such value, or what only the server can tell. */
type LengthOf = (value: unknown) => string | undefined

/** The functions of formulas that take a time. */
export type TimeLengths = Readonly<Record<'days' | 'workdays' | 'hours' | 'workhours', LengthOf>>

export function createTimeLengths(rules: TimeRules): TimeLengths {
  const { calendar, offsetAt } = rules
  return {
    days: ofRange(daysIn),
    workdays: ofRange((range) => workdaysIn(range, calendar)),
    hours: ofSpan(rules, (span) => hoursIn(span, offsetAt)),
    workhours: ofSpan(rules, (span) => workhoursIn(span, calendar, offsetAt)),
  }
}

const ofRange =
  (lengthOf: (range: DayRange | HalfDayRange) => Fraction): LengthOf =>
  (value) => {
    const days = readDayRange(value)
    const read = 'value' in days ? days : readHalfDayRange(value)
    return 'value' in read ? decimalText(lengthOf(read.value)) : undefined
  }

const ofSpan =
  ({ offsetAt, isKnown }: TimeRules, lengthOf: (span: Timespan) => Fraction): LengthOf =>
  (value) => {
    const read = readTimespan(value, {}, offsetAt)
    return 'value' in read && isKnown(read.value) ? decimalText(lengthOf(read.value)) : undefined
  }
