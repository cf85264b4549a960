/** A day on the wall calendar, YYYY-MM-DD: days compare as text. */
export type Day = string

/** Minutes after midnight, as the clock on the wall shows them. */
export type TimeOfDay = number

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** What a wall clock shows, as the instant at which one in UTC shows the same: nothing here asks where it runs. */
export const wallOf = (day: Day, time: TimeOfDay = 0): number =>
  Date.parse(`${day}T00:00:00Z`) + time * MINUTE_MS

export const toDay = (wall: number): Day => new Date(wall).toISOString().slice(0, 10)

export const nextDay = (day: Day): Day => toDay(wallOf(day) + DAY_MS)

/** 1 is Monday. */
export const weekdayOf = (day: Day): number => ((new Date(wallOf(day)).getUTCDay() + 6) % 7) + 1

/** `09:37`; `24:00` is where the next day begins. */
export function readTimeOfDay(text: string): TimeOfDay {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}
