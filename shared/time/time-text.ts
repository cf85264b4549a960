import type { Language } from '../languages.ts'
import { say, TEXTS } from '../texts.ts'
import type { DayRange, Half, HalfDayRange, Timespan, WallTime } from './spans.ts'

/** `2026-11-20 14:30`, in every language. */
export const dateTimeText = (time: WallTime): string => time.replace('T', ' ')

/** The second day only where it is another one. */
export function timespanText({ from, to }: Timespan): string {
  const [day, time = ''] = to.split('T')
  return `${dateTimeText(from)} – ${from.split('T')[0] === day ? time : dateTimeText(to)}`
}

/** Halves are named where a day is not whole. */
export function dayRangeText(range: DayRange | HalfDayRange, locale: Language): string {
  if (!('fromHalf' in range)) return `${range.from} – ${range.to}`
  const { from, fromHalf, to, toHalf } = range
  const isWhole = fromHalf === 'am' && toHalf === 'pm'
  if (from === to && isWhole) return from
  if (from === to) return halfText(from, fromHalf, locale)
  return isWhole ? `${from} – ${to}` : `${halfText(from, fromHalf, locale)} – ${halfText(to, toHalf, locale)}`
}

const halfText = (day: string, half: Half, locale: Language): string =>
  `${day} ${say(half === 'am' ? TEXTS.halfAm : TEXTS.halfPm, locale)}`
