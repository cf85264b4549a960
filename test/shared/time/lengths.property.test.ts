import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantsOf } from '../../../shared/time/clock.ts'
import { nextDay, toDay, wallOf, MINUTE_MS } from '../../../shared/time/days.ts'
import { daysIn, hoursIn, workdaysIn, workhoursIn } from '../../../shared/time/lengths.ts'
import type { Half } from '../../../shared/time/spans.ts'
import { isWorkingDay, type WorkCalendar } from '../../../shared/time/work-calendar.ts'
import { PLACES, type PlaceName } from './places.ts'

const FIRST = Date.UTC(2026, 0, 1) / MINUTE_MS
const LAST = Date.UTC(2029, 0, 1) / MINUTE_MS
const WEEK = 7 * 24 * 60

const NAMES = Object.keys(PLACES) as PlaceName[]
const written = (minutes: number): string => new Date(minutes * MINUTE_MS).toISOString().slice(0, 16)
const isThere = (minutes: number, name: PlaceName): boolean =>
  instantsOf(minutes * MINUTE_MS, PLACES[name].offsetAt).length > 0

/** A place, and times there in order; half of them around a change of the clock. */
const timesIn = (count: number) =>
  fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.oneof(
        fc.integer({ min: FIRST, max: LAST }),
        ...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'].map((day) =>
          fc.constant(wallOf(day) / MINUTE_MS),
        ),
      ),
      fc.array(fc.oneof(fc.integer({ min: 0, max: WEEK }), fc.integer({ min: 0, max: 300 })), {
        minLength: count,
        maxLength: count,
      }),
    )
    .map(([name, start, steps]) => ({
      name,
      times: steps.map((step) => start + step).sort((a, b) => a - b),
    }))
    .filter(({ name, times }) => times.every((time) => isThere(time, name)))

function measure(name: PlaceName, from = 0, to = 0) {
  const { calendar, offsetAt } = PLACES[name]
  const span = { from: written(from), to: written(to) }
  return { hours: hoursIn(span, offsetAt).count, work: workhoursIn(span, calendar, offsetAt).count }
}

describe('a span of time', () => {
  it('split at any minute that there is, has as many hours as before', () => {
    fc.assert(
      fc.property(timesIn(3), ({ name, times: [from, middle, to] }) => {
        const [whole, one, other] = [
          measure(name, from, to),
          measure(name, from, middle),
          measure(name, middle, to),
        ]
        expect(one.hours + other.hours).toBe(whole.hours)
        expect(one.work + other.work).toBe(whole.work)
      }),
      { numRuns: 2_000 },
    )
  })

  it('has no more working hours than hours, and whole minutes of both', () => {
    fc.assert(
      fc.property(timesIn(2), ({ name, times: [from, to] }) => {
        const { hours, work } = measure(name, from, to)
        expect(work).toBeGreaterThanOrEqual(0)
        expect(work).toBeLessThanOrEqual(hours)
        expect([hours % 60, work % 60]).toEqual([0, 0])
      }),
      { numRuns: 2_000 },
    )
  })

  it('that holds another is no shorter', () => {
    fc.assert(
      fc.property(timesIn(4), ({ name, times: [first, from, to, last] }) => {
        const [inner, outer] = [measure(name, from, to), measure(name, first, last)]
        expect(outer.hours).toBeGreaterThanOrEqual(inner.hours)
        expect(outer.work).toBeGreaterThanOrEqual(inner.work)
      }),
      { numRuns: 2_000 },
    )
  })

  it('has those minutes that are worked, counted one by one', () => {
    fc.assert(
      fc.property(timesIn(2), ({ name, times: [from = 0, to = 0] }) => {
        expect(measure(name, from, to).work / 60).toBe(minutesWorked(name, from, to))
      }),
      { numRuns: 100 },
    )
  })
})

/** Minute by minute of real time, by what the wall shows in each. */
function minutesWorked(name: PlaceName, from: number, to: number): number {
  const { calendar, offsetAt } = PLACES[name]
  const [begin = 0, end = 0] = [from, to].map((time) => instantsOf(time * MINUTE_MS, offsetAt)[0])
  let worked = 0
  for (let at = begin; at < end; at += MINUTE_MS) {
    const wall = at + offsetAt(at)
    const time = (wall % (24 * 60 * MINUTE_MS)) / MINUTE_MS
    const isOpen = calendar.hours.some((hours) => hours.from <= time && time < hours.to)
    if (isOpen && isWorkingDay(calendar, toDay(wall))) worked += 1
  }
  return worked
}

describe('a range of days', () => {
  const day = fc
    .integer({ min: FIRST / 1_440, max: FIRST / 1_440 + 800 })
    .map((at) => toDay(at * 1_440 * MINUTE_MS))
  const half = fc.constantFrom<Half>('am', 'pm')
  const days = fc.uniqueArray(day, { maxLength: 40 }).map((list) => new Set(list))
  const calendars = fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((list) => new Set(list)),
    holidays: days,
    workdays: days,
    hours: fc.constant([]),
  })
  const ranges = fc.tuple(day, half, day, half).map(([one, oneHalf, other, otherHalf]) => {
    const isInOrder = `${one}${oneHalf}` <= `${other}${otherHalf}`
    return isInOrder
      ? { from: one, fromHalf: oneHalf, to: other, toHalf: otherHalf }
      : { from: other, fromHalf: otherHalf, to: one, toHalf: oneHalf }
  })

  /** Half by half. */
  function halvesWorked(
    range: { from: string; fromHalf: Half; to: string; toHalf: Half },
    calendar: WorkCalendar,
  ) {
    let worked = 0
    for (let at = range.from; at <= range.to; at = nextDay(at)) {
      for (const part of ['am', 'pm']) {
        const isIn =
          `${range.from}${range.fromHalf}` <= at + part && at + part <= `${range.to}${range.toHalf}`
        if (isIn && isWorkingDay(calendar, at)) worked += 1
      }
    }
    return worked
  }

  it('has those halves that are worked, counted one by one, and no more of them than of all', () => {
    fc.assert(
      fc.property(ranges, calendars, (range, calendar) => {
        const worked = workdaysIn(range, calendar)
        expect(worked).toEqual({ count: halvesWorked(range, calendar), per: 2 })
        expect(worked.count).toBeLessThanOrEqual(daysIn(range).count)
      }),
      { numRuns: 500 },
    )
  })

  it('split behind any of its days, has as many as before', () => {
    fc.assert(
      fc.property(fc.uniqueArray(day, { minLength: 3, maxLength: 3 }), calendars, (list, calendar) => {
        const [from = '', middle = '', to = ''] = list.sort()
        const parts = [
          { from, to: middle },
          { from: nextDay(middle), to },
        ]
        const sum = (counts: number[]) => counts.reduce((a, b) => a + b)
        expect(sum(parts.map((range) => daysIn(range).count))).toBe(daysIn({ from, to }).count)
        expect(sum(parts.map((range) => workdaysIn(range, calendar).count))).toBe(
          workdaysIn({ from, to }, calendar).count,
        )
      }),
      { numRuns: 500 },
    )
  })

  it('of holidays alone, has no working day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 30 }), calendars, (from, more, calendar) => {
        const all = Array.from({ length: more + 1 }, (_, at) => toDay(wallOf(from, at * 1_440)))
        const off = { ...calendar, holidays: new Set([...calendar.holidays, ...all]) }
        expect(workdaysIn({ from, to: all.at(-1) ?? from }, off).count).toBe(0)
      }),
    )
  })
})
