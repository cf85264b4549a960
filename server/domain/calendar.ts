/** A day on the wall calendar, YYYY-MM-DD: days compare as text. */
export type Day = string

/** Minutes after midnight, as the clock on the wall shows them. */
export type TimeOfDay = number

/** Of a day: from one time to a later one. */
export type Hours = { from: TimeOfDay; to: TimeOfDay }

/** Which days are worked, and where. */
export type Calendar = {
  timeZone: string
  /** 1 is Monday. At least one. */
  weekdays: ReadonlySet<number>
  holidays: ReadonlySet<Day>
  /** Worked though the weekday is not. */
  workdays: ReadonlySet<Day>
  /** What of a working day is worked: at least one span, in order, none over another. */
  hours: readonly Hours[]
}

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

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** `09:37`; `24:00` is where the next day begins. */
export function readTimeOfDay(text: string): TimeOfDay {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
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

export function isWorkingDay({ weekdays, holidays, workdays }: Calendar, day: Day): boolean {
  return !holidays.has(day) && (workdays.has(day) || weekdays.has(weekdayOf(day)))
}

const weekdayOf = (day: Day): number => ((new Date(midnight(day)).getUTCDay() + 6) % 7) + 1

export const nextDay = (day: Day): Day => toDay(midnight(day) + DAY_MS)

/** The day it is there at that instant. */
export const dayAt = (at: number, timeZone: string): Day => toDay(wallAt(at, timeZone))

/**
 * When the clock there shows that time. A time that comes twice on that day means the first; one that the clock
 * leaps over comes as much later as the leap is long.
 */
export function instantOf(day: Day, time: TimeOfDay, timeZone: string): number {
  const wall = midnight(day) + time * MINUTE_MS
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((at) => wallAt(at, timeZone) - at)
  const [early = wall, late = wall] = offsets.map((offset) => wall - offset)
  const shown = [early, late].filter((at) => wallAt(at, timeZone) === wall)
  return shown.length > 0 ? Math.min(...shown) : early
}

/** The end of a span of which only the working hours count. */
export function addWorkingTime(startAt: number, spanMs: number, calendar: Calendar): number {
  const { timeZone } = calendar
  let leftMs = spanMs
  let at = startAt
  for (let day = dayAt(startAt, timeZone); leftMs > 0; day = nextDay(day)) {
    for (const { from, to } of hoursOf(calendar, day)) {
      const begin = Math.max(at, instantOf(day, from, timeZone))
      const workedMs = Math.min(leftMs, Math.max(0, instantOf(day, to, timeZone) - begin))
      if (workedMs > 0) at = begin + workedMs
      leftMs -= workedMs
    }
  }
  return at
}

const hoursOf = (calendar: Calendar, day: Day): readonly Hours[] =>
  isWorkingDay(calendar, day) ? calendar.hours : []

const midnight = (day: Day): number => Date.parse(`${day}T00:00:00Z`)

const toDay = (wall: number): Day => new Date(wall).toISOString().slice(0, 10)

/** What the clock on the wall shows, as the instant at which one in UTC shows the same. */
function wallAt(at: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(at)
  const {
    year = 0,
    month = 0,
    day,
    hour,
    minute,
    second,
  } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1_000) + 1_000) % 1_000)
}

/** Making one takes longer than all that is done with it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const two = '2-digit'
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields })
  formats.set(timeZone, format)
  return format
}
