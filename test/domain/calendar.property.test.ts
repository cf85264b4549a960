import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingTime,
  dayAt,
  instantOf,
  readWeekdays,
  type Calendar,
} from '../../server/domain/calendar.ts'
import { nextDay, readTimeOfDay, type Day } from '../../shared/time/days.ts'
import { isWorkingDay, type Hours } from '../../shared/time/work-calendar.ts'

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'] as const
const MINUTE = 60_000
const QUARTER = 15 * MINUTE
const HOUR = 60 * MINUTE
const FIRST = Date.UTC(2026, 0, 1)
const YEARS = { min: FIRST, max: Date.UTC(2029, 0, 1) }

const zone = fc.constantFrom(...ZONES)
const instant = fc.integer(YEARS)
const time = fc.integer({ min: 0, max: 24 * 60 - 1 })

const formats = new Map<string, Intl.DateTimeFormat>(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
)

/** By another way than the code's: text that Intl makes. */
const shownAt = (at: number, timeZone: string): string => formats.get(timeZone)?.format(at) ?? ''

const written = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

function daysOf(years: number): Day[] {
  const days: Day[] = []
  for (let day = '2026-01-01'; day < `${2026 + years}-01-01`; day = nextDay(day)) days.push(day)
  return days
}

describe('the wall clock of a time zone', () => {
  it('the day of an instant is the one that clocks there show', () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, at) => {
        expect(shownAt(at, timeZone).startsWith(dayAt(at, timeZone))).toBe(true)
      }),
    )
  })

  it('a local time is the first instant at which clocks there show it, or comes as late as they leap', () => {
    fc.assert(
      fc.property(zone, instant, time, (timeZone, at, minutes) => {
        const day = dayAt(at, timeZone)
        const found = instantOf(day, minutes, timeZone)
        const wanted = `${day} ${written(minutes)}`
        if (shownAt(found, timeZone) === wanted) {
          for (const earlier of [30, 60]) {
            expect(shownAt(found - earlier * MINUTE, timeZone)).not.toBe(wanted)
          }
        } else {
          expect(shownAt(found, timeZone) > wanted).toBe(true)
          expect(shownAt(found - 61 * MINUTE, timeZone) < wanted).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each(ZONES)('every day of three years has each time once, in order (%s)', (timeZone) => {
    for (const minutes of [0, 90, 117, 150, readTimeOfDay('09:37'), 1_439]) {
      let last = -Infinity
      for (const day of daysOf(3)) {
        const at = instantOf(day, minutes, timeZone)
        expect(dayAt(at, timeZone)).toBe(day)
        expect(at - last).toBeGreaterThanOrEqual(23 * HOUR)
        last = at
      }
    }
  })

  it.each([
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00Z'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00Z'],
    ['America/New_York', '2027-03-14', '02:30', '2027-03-14T07:30:00Z'],
    ['America/New_York', '2027-11-07', '01:30', '2027-11-07T05:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z'],
    ['Asia/Shanghai', '2026-10-04', '09:37', '2026-10-04T01:37:00Z'],
  ])('%s, %s %s', (timeZone, day, text, expected) => {
    expect(new Date(instantOf(day, readTimeOfDay(text), timeZone)).toISOString()).toBe(
      expected.replace('Z', '.000Z'),
    )
  })
})

describe('working days', () => {
  const calendar: Calendar = {
    timeZone: 'Asia/Shanghai',
    weekdays: readWeekdays('1-5'),
    holidays: new Set(['2026-10-01', '2026-10-02']),
    workdays: new Set(['2026-10-10']),
    hours: [],
  }

  it('follow the weekday, but for holidays and swapped days', () => {
    const days = ['2026-09-30', '2026-10-01', '2026-10-03', '2026-10-09', '2026-10-10', '2026-10-11']
    expect(days.filter((day) => isWorkingDay(calendar, day))).toEqual([
      '2026-09-30',
      '2026-10-09',
      '2026-10-10',
    ])
  })

  it.each([
    ['1-5', [1, 2, 3, 4, 5]],
    ['1,3,5-6', [1, 3, 5, 6]],
    ['6-1', [6, 7, 1]],
    ['7', [7]],
    ['1-7', [1, 2, 3, 4, 5, 6, 7]],
  ])('%s', (text, weekdays) => {
    expect([...readWeekdays(text)]).toEqual(weekdays)
  })
})

describe('working time', () => {
  const NINE_TO_SIX = [{ from: 9 * 60, to: 18 * 60 }]
  const calendar = (timeZone: string, hours: readonly Hours[] = NINE_TO_SIX): Calendar => ({
    timeZone,
    weekdays: readWeekdays('1-5'),
    holidays: new Set(['2026-12-25']),
    workdays: new Set(['2026-12-26']),
    hours,
  })
  const span = fc.integer({ min: 0, max: 80 * HOUR })
  /** One to three spans from `first` to midnight at the most, by the quarter; some begin where the last one ends. */
  const hoursFrom = (first: number) =>
    fc
      .uniqueArray(fc.integer({ min: first * 4, max: 24 * 4 }), { minLength: 2, maxLength: 6 })
      .map((quarters) => quarters.sort((a, b) => a - b).map((quarter) => quarter * 15))
      .chain((times) =>
        fc.boolean().map((touching) =>
          times.flatMap((from, at): Hours[] => {
            const to = times[at + 1]
            return to === undefined || (at % 2 === 1 && !touching) ? [] : [{ from, to }]
          }),
        ),
      )

  /** Counted piece by piece. */
  const workedMs = (from: number, to: number, { timeZone, hours, ...days }: Calendar): number => {
    let worked = 0
    for (let at = from; at < to; at += QUARTER) {
      const [day = '', clock = ''] = shownAt(at, timeZone).split(' ')
      const isOpen = hours.some((one) => clock >= written(one.from) && clock < written(one.to))
      if (isOpen && isWorkingDay({ hours, ...days }, day)) worked += QUARTER
    }
    return worked
  }

  it('between the start and the end lies the span, and not a moment more: no break, no night', () => {
    const quarter = instant.map((at) => at - (at % QUARTER))
    const few = fc.integer({ min: 0, max: 15 * 4 }).map((quarters) => quarters * QUARTER)
    // In the small hours a clock may show a time twice or not at all; that is another test.
    fc.assert(
      fc.property(zone, quarter, few, hoursFrom(6), (timeZone, start, ms, hours) => {
        const its = calendar(timeZone, hours)
        const end = addWorkingTime(start, ms, its)
        expect(workedMs(start, end, its)).toBe(ms)
        if (ms > 0) expect(workedMs(start, end - QUARTER, its)).toBe(ms - QUARTER)
      }),
      { numRuns: 50, examples: [['Asia/Shanghai', FIRST, 60 * QUARTER, NINE_TO_SIX]] },
    )
  })

  it('two spans one after the other are one long span, whatever the hours', () => {
    fc.assert(
      fc.property(zone, instant, span, span, hoursFrom(0), (timeZone, start, one, other, hours) => {
        const add = (at: number, ms: number) => addWorkingTime(at, ms, calendar(timeZone, hours))
        expect(add(add(start, one), other)).toBe(add(start, one + other))
      }),
    )
  })

  it('over a weekend, a holiday and a swapped day', () => {
    const start = instantOf('2026-12-24', 17 * 60, 'Asia/Shanghai')
    const end = addWorkingTime(start, 11 * HOUR, calendar('Asia/Shanghai'))
    expect(end).toBe(instantOf('2026-12-28', 10 * 60, 'Asia/Shanghai'))
  })

  it.each([
    ['2026-12-24', '08:00', 1, '2026-12-24', '10:00'],
    ['2026-12-24', '11:30', 1, '2026-12-24', '14:00'],
    ['2026-12-24', '12:10', 1, '2026-12-24', '14:30'],
    ['2026-12-24', '09:00', 3, '2026-12-24', '12:00'],
    ['2026-12-24', '17:00', 3, '2026-12-26', '11:00'],
    ['2026-12-24', '19:00', 8, '2026-12-28', '09:30'],
  ])('with a break at noon: from %s, %s, %i hours end on %s at %s', (day, from, count, endDay, to) => {
    const hours = [
      { from: 9 * 60, to: 12 * 60 },
      { from: 13 * 60 + 30, to: 18 * 60 },
    ]
    const start = instantOf(day, readTimeOfDay(from), 'Asia/Shanghai')
    const end = addWorkingTime(start, count * HOUR, calendar('Asia/Shanghai', hours))
    expect(shownAt(end, 'Asia/Shanghai')).toBe(`${endDay} ${to}`)
  })

  it.each([
    ['2026-03-28', 6],
    ['2026-03-29', 5],
    ['2026-10-25', 7],
  ])('where clocks leap, a night shift on %s has %i hours', (day, count) => {
    const nights = calendar('Europe/Berlin', [{ from: 0, to: 6 * 60 }])
    const worked = { ...nights, weekdays: readWeekdays('1-7') }
    const start = instantOf(day, 0, 'Europe/Berlin')
    const end = instantOf(day, 6 * 60, 'Europe/Berlin')
    expect(addWorkingTime(start, count * HOUR, worked)).toBe(end)
    expect(addWorkingTime(start, count * HOUR + 1, worked)).toBe(
      instantOf(nextDay(day), 0, 'Europe/Berlin') + 1,
    )
  })

  it('hours that the clock leaps over are none, and those that begin or end among them are as long as it shows them', () => {
    const hours = [
      { from: 1 * 60 + 45, to: 2 * 60 + 15 },
      { from: 2 * 60 + 30, to: 2 * 60 + 45 },
      { from: 2 * 60 + 50, to: 3 * 60 + 30 },
    ]
    const worked = { ...calendar('Europe/Berlin', hours), weekdays: readWeekdays('1-7') }
    const start = instantOf('2026-03-29', 0, 'Europe/Berlin')
    expect(addWorkingTime(start, 45 * MINUTE, worked)).toBe(Date.parse('2026-03-29T01:30:00Z'))
    expect(addWorkingTime(start, 46 * MINUTE, worked)).toBe(Date.parse('2026-03-29T23:46:00Z'))
  })

  it('until 24:00 and on from 00:00 there is no break', () => {
    const always = { ...calendar('Asia/Shanghai', [{ from: 0, to: 24 * 60 }]), weekdays: readWeekdays('1-7') }
    expect(addWorkingTime(FIRST, 100 * HOUR, always)).toBe(FIRST + 100 * HOUR)
  })
})
