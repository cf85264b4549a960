import { isDate } from '../dates.ts'
import type { FormFault } from '../form/form-fault.ts'
import { own } from '../own.ts'
import { instantsOf, type OffsetAt } from './clock.ts'
import { readTimeOfDay, wallOf } from './days.ts'
import { hoursIn } from './lengths.ts'
import type { DayRange, Half, HalfDayRange, Timespan, WallTime } from './spans.ts'

/** The value in its one form, or what is wrong with what was given. */
export type TimeRead<T> = { value: T } | Omit<FormFault, 'field'>

/** No span is longer, and `maxHours` no greater, than a year that leaps. */
export const LONGEST_SPAN_HOURS = 366 * 24

const WALL_TIME = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)$/

/** Undefined for what is written in any other way, or is on no calendar. */
function readWall(text: string): number | undefined {
  const [, day = '', time = ''] = WALL_TIME.exec(text) ?? []
  return isDate(day) ? wallOf(day, readTimeOfDay(time)) : undefined
}

/** A time that the company's clock leaps over is refused; one that it shows twice means the first. */
export function readDateTime(given: unknown, offsetAt: OffsetAt): TimeRead<WallTime> {
  if (typeof given !== 'string') return { rule: 'type' }
  const wall = readWall(given)
  if (wall === undefined) return { rule: 'not_a_time' }
  return instantsOf(wall, offsetAt).length > 0 ? { value: given } : { rule: 'no_such_time' }
}

export function readDayRange(given: unknown): TimeRead<DayRange> {
  const range = readMembers(given, ['from', 'to'])
  if (!range) return { rule: 'type' }
  const { from, to } = range
  if (!isDate(from) || !isDate(to)) return { rule: 'not_a_date' }
  return from <= to ? { value: { from, to } } : { rule: 'ends_before_start' }
}

/** The halves have to be named: two days alone do not say whether the last one is whole. */
export function readHalfDayRange(given: unknown): TimeRead<HalfDayRange> {
  const range = readMembers(given, ['from', 'fromHalf', 'to', 'toHalf'])
  if (!range) return { rule: 'type' }
  const { from, fromHalf, to, toHalf } = range
  if (!isHalf(fromHalf) || !isHalf(toHalf)) return { rule: 'type' }
  if (!isDate(from) || !isDate(to)) return { rule: 'not_a_date' }
  const isInOrder = `${from} ${fromHalf}` <= `${to} ${toHalf}`
  return isInOrder ? { value: { from, fromHalf, to, toHalf } } : { rule: 'ends_before_start' }
}

export function readTimespan(
  given: unknown,
  { maxHours = LONGEST_SPAN_HOURS }: { maxHours?: number | undefined },
  offsetAt: OffsetAt,
): TimeRead<Timespan> {
  const span = readMembers(given, ['from', 'to'])
  if (!span) return { rule: 'type' }
  for (const end of [span.from, span.to]) {
    const read = readDateTime(end, offsetAt)
    if ('rule' in read) return read
  }
  if (span.from > span.to) return { rule: 'ends_before_start' }
  const limit = Math.min(maxHours, LONGEST_SPAN_HOURS)
  const { count, per } = hoursIn(span, offsetAt)
  return count > Math.round(limit * per) ? { rule: 'too_many_hours', limit } : { value: span }
}

const isHalf = (text: string): text is Half => text === 'am' || text === 'pm'

/** An object of these texts and nothing else, in this order. */
export function readMembers<Key extends string>(
  given: unknown,
  keys: readonly Key[],
): Record<Key, string> | undefined {
  if (typeof given !== 'object' || given === null || Object.keys(given).length !== keys.length)
    return undefined
  const members: [Key, string][] = []
  for (const key of keys) {
    const member = own(given as Record<string, unknown>, key)
    if (typeof member !== 'string') return undefined
    members.push([key, member])
  }
  return Object.fromEntries(members) as Record<Key, string>
}
