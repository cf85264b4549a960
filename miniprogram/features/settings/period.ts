import type { Language } from '../../../shared/languages.ts'
import { dateText, dayKey, dayText } from '../../view/date-text.ts'

type Period = { from: number; until: number }
type Days = { from: string; to: string }

/** The first and the last day that a period touches; it ends before `until`. */
export const toDays = ({ from, until }: Period): Days => ({ from: dayKey(from), to: dayKey(until - 1) })

/**
 * From the beginning of the first day to the end of the last one, where this person is. A day that the `saved` period
 * has too keeps the time that it has there.
 */
export function toPeriod({ from, to }: Days, saved: Period | undefined): Period {
  const kept = saved && { ...toDays(saved), period: saved }
  return {
    from: kept?.from === from ? kept.period.from : startOf(from, 0),
    until: kept?.to === to ? kept.period.until : startOf(to, 1),
  }
}

function startOf(day: string, daysLater: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater).getTime()
}

/** Both ends in words: days where they are whole ones, else with the time. */
export function periodTexts(
  { from, until }: Period,
  now: number,
  locale: Language,
): { from: string; to: string } {
  const text = (at: number, shown: number): string =>
    isMidnight(at) ? dayText(shown, now, locale) : withTime(at, now, locale)
  return { from: text(from, from), to: text(until, until - 1) }
}

const withTime = (at: number, now: number, locale: Language): string =>
  dayKey(at) === dayKey(now)
    ? `${dayText(at, now, locale)} ${dateText(at, now, locale)}`
    : dateText(at, now, locale)

const isMidnight = (at: number): boolean => at === startOf(dayKey(at), 0)
