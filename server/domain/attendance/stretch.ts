import type { PeriodPlace } from '../../../shared/attendance/resolve.ts'
import type { FieldPlace } from '../../../shared/attendance/places.ts'
import { isDate } from '../../../shared/dates.ts'
import type { FormValue } from '../../../shared/form/field.ts'
import { instantAt, wallAt } from '../../../shared/time/clock.ts'
import { type Day, MINUTE_MS, nextDay } from '../../../shared/time/days.ts'
import { readDayRange, readHalfDayRange, readMembers } from '../../../shared/time/read-times.ts'
import type { HalfDayRange, Timespan, WallTime } from '../../../shared/time/spans.ts'
import { clockIn } from '../clock.ts'

/** From a time to another, which is no part of it: a whole day ends where the next one begins. */
export type WallSpan = {
  from: WallTime
  to: WallTime
  /** In whole ones of these it was asked for. */
  unit: 'day' | 'halfday' | 'hour'
  /** A day has 24 hours here, whatever its clock does; what is asked for in hours is as long as a stopwatch has it. */
  seconds: number
}

/** `day`: on which it begins, as the form has it. */
type Read = { stretch: WallSpan; day: Day }

const SECOND_MS = 1_000
const NOON = '12:00'

/**
 * When it is, by the clocks of another time zone where the person's attendance group is there: times move with the
 * clock, days do not. Undefined for what lasts no time.
 */
export function stretchOf(
  period: PeriodPlace,
  valueOf: (place: FieldPlace) => FormValue | undefined,
  zones: { from: string; to: string },
): Read | undefined {
  const value = 'one' in period ? valueOf(period.one) : { from: valueOf(period.from), to: valueOf(period.to) }
  const days = readDayRange(value)
  if ('value' in days) {
    const { from, to } = days.value
    return ofHalves({ from, fromHalf: 'am', to, toHalf: 'pm' }, 'day')
  }
  const halves = readHalfDayRange(value)
  if ('value' in halves) return ofHalves(halves.value, 'halfday')
  const ends = readMembers(value, ['from', 'to'])
  if (!ends) return undefined
  // Two days of which the second comes first, which no form refuses: Feishu does, and an operator sees it.
  if (isDate(ends.from))
    return ofHalves({ from: ends.from, fromHalf: 'am', to: ends.to, toHalf: 'pm' }, 'day')
  return ofSpan(ends, zones)
}

function ofHalves({ from, fromHalf, to, toHalf }: HalfDayRange, unit: WallSpan['unit']): Read {
  const begin: WallTime = `${from}T${fromHalf === 'am' ? '00:00' : NOON}`
  const end: WallTime = toHalf === 'am' ? `${to}T${NOON}` : `${nextDay(to)}T00:00`
  return {
    stretch: { from: begin, to: end, unit, seconds: secondsFrom(wallOfTime(begin), wallOfTime(end)) },
    day: from,
  }
}

function ofSpan({ from, to }: Timespan, zones: { from: string; to: string }): Read | undefined {
  const instant = (time: WallTime): number => instantAt(wallOfTime(time), clockIn(zones.from))
  const [fromAt, untilAt] = [instant(from), instant(to)]
  if (fromAt === untilAt) return undefined
  const there = (at: number): WallTime => toWallTime(wallAt(at, clockIn(zones.to)))
  const stretch: WallSpan = {
    from: there(fromAt),
    to: there(untilAt),
    unit: 'hour',
    seconds: secondsFrom(fromAt, untilAt),
  }
  return { stretch, day: from.slice(0, 10) }
}

const secondsFrom = (fromAt: number, untilAt: number): number =>
  Math.max(0, Math.round((untilAt - fromAt) / SECOND_MS))

const wallOfTime = (time: WallTime): number => Date.parse(`${time}:00Z`)

const toWallTime = (wall: number): WallTime => new Date(wall - (wall % MINUTE_MS)).toISOString().slice(0, 16)
