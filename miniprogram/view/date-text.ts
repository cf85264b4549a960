import type { Language } from '../../shared/languages.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (value: number): string => String(value).padStart(2, '0')

/** An instant as short as it stays clear: the time today, the day this year, else the whole date. */
export function dateText(at: number, now: number, locale: Language): string {
  const date = new Date(at)
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  return dayKey(at) === dayKey(now) ? time : `${dayText(at, now, locale)} ${time}`
}

/** The day alone, with its year unless that is the present one. */
export function dayText(at: number, now: number, locale: Language): string {
  const date = new Date(at)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  const day = date.getDate()
  if (locale === 'en-US') {
    const text = `${MONTHS[date.getMonth()] ?? ''} ${day}`
    return sameYear ? text : `${text}, ${date.getFullYear()}`
  }
  const text = `${date.getMonth() + 1}月${day}日`
  return sameYear ? text : `${date.getFullYear()}年${text}`
}

/** The day of the calendar that an instant falls on here, written `2026-11-20`. */
export function dayKey(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** When something that was marked for later comes back: in three hours, tomorrow or next Monday at nine. */
export function laterTimes(
  now: number,
): { key: 'laterToday' | 'laterTomorrow' | 'laterMonday'; at: number }[] {
  const morning = (days: number): number => {
    const date = new Date(now)
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 9).getTime()
  }
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7
  return [
    { key: 'laterToday', at: now + 3 * 3_600_000 },
    { key: 'laterTomorrow', at: morning(1) },
    { key: 'laterMonday', at: morning(toMonday) },
  ]
}
