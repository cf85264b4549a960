import { clockIn } from '../../../server/domain/clock.ts'
import { readTimeOfDay, type Day } from '../../../shared/time/days.ts'
import type { TimeRules } from '../../../shared/time/time-rules.ts'

const place = (
  timeZone: string,
  weekdays: number[],
  hours: [string, string][],
  { holidays = [], workdays = [] }: { holidays?: Day[]; workdays?: Day[] } = {},
): TimeRules => ({
  calendar: {
    weekdays: new Set(weekdays),
    holidays: new Set(holidays),
    workdays: new Set(workdays),
    hours: hours.map(([from, to]) => ({ from: readTimeOfDay(from), to: readTimeOfDay(to) })),
  },
  offsetAt: clockIn(timeZone),
  isKnown: () => true,
})

const WEEK = [1, 2, 3, 4, 5]
const NIGHT: [string, string][] = [
  ['00:00', '06:00'],
  ['22:00', '24:00'],
]
const OCTOBER = [
  '2026-10-01',
  '2026-10-02',
  '2026-10-03',
  '2026-10-04',
  '2026-10-05',
  '2026-10-06',
  '2026-10-07',
]

/** Seven hours and a half, seven where it is New York, eight at night. */
export const PLACES = {
  shanghai: place(
    'Asia/Shanghai',
    WEEK,
    [
      ['09:00', '12:00'],
      ['13:30', '18:00'],
    ],
    // A Saturday and a Sunday are worked in their place.
    { holidays: [...OCTOBER, '2027-01-01'], workdays: ['2026-10-10', '2026-12-27'] },
  ),
  berlin: place(
    'Europe/Berlin',
    WEEK,
    [
      ['09:00', '12:00'],
      ['12:30', '17:00'],
    ],
    { holidays: ['2026-12-25', '2026-12-26'] },
  ),
  newYork: place(
    'America/New_York',
    WEEK,
    [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ],
    { holidays: ['2026-11-26'] },
  ),
  berlinNights: place('Europe/Berlin', [...WEEK, 6, 7], NIGHT),
  newYorkNights: place('America/New_York', [...WEEK, 6, 7], NIGHT),
  lordHowe: place('Australia/Lord_Howe', WEEK, [['09:00', '17:00']]),
}
export type PlaceName = keyof typeof PLACES
