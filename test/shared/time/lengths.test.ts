import { describe, expect, it } from 'vitest'
import {
  daysIn,
  decimalText,
  hoursIn,
  workdaysIn,
  workhoursIn,
  type Fraction,
} from '../../../shared/time/lengths.ts'
import type { Half } from '../../../shared/time/spans.ts'
import { PLACES, type PlaceName } from './places.ts'

/** All worked out by hand. 20 November 2026 is a Friday, 1 October a Thursday; 1 January 2028 is a Saturday. */
describe('days, and those of them that are worked', () => {
  it.each([
    ['a Friday', '2026-11-20', '2026-11-20', '1', '1'],
    ['a Friday and the weekend', '2026-11-20', '2026-11-22', '3', '1'],
    ['a weekend', '2026-11-21', '2026-11-22', '2', '0'],
    ['a week of work', '2026-11-16', '2026-11-20', '5', '5'],
    ['two weeks', '2026-11-16', '2026-11-29', '14', '10'],
    ['holidays alone', '2026-10-01', '2026-10-07', '7', '0'],
    ['a day at either end of the holidays', '2026-09-30', '2026-10-08', '9', '2'],
    ['a swapped Saturday within', '2026-10-08', '2026-10-11', '4', '3'],
    ['a swapped Saturday alone', '2026-10-10', '2026-10-10', '1', '1'],
    ['a swapped Sunday behind its Saturday', '2026-12-26', '2026-12-27', '2', '1'],
    ['the turn of the year, into a holiday', '2026-12-31', '2027-01-01', '2', '1'],
    ['the last week of the year', '2026-12-28', '2027-01-03', '7', '4'],
    ['over a leap day', '2028-02-28', '2028-03-01', '3', '3'],
    ['over where there is none', '2027-02-28', '2027-03-01', '2', '1'],
    ['a leap day', '2028-02-29', '2028-02-29', '1', '1'],
    ['a year: 261 less five holidays and two days more', '2026-01-01', '2026-12-31', '365', '258'],
    ['a leap year', '2028-01-01', '2028-12-31', '366', '260'],
    ['nine thousand years', '1000-01-01', '9999-12-31', '3287182', '2347984'],
  ])('%s: %s to %s', (_, from, to, days, workdays) => {
    const range = { from, to }
    expect([daysIn(range), workdaysIn(range, PLACES.shanghai.calendar)].map(decimalText)).toEqual([
      days,
      workdays,
    ])
  })

  it.each<[string, Half, string, Half, string, string]>([
    ['2026-11-20', 'am', '2026-11-20', 'pm', '1', '1'],
    ['2026-11-20', 'am', '2026-11-20', 'am', '0.5', '0.5'],
    ['2026-11-20', 'pm', '2026-11-20', 'pm', '0.5', '0.5'],
    ['2026-11-16', 'am', '2026-11-20', 'am', '4.5', '4.5'],
    ['2026-11-16', 'pm', '2026-11-20', 'pm', '4.5', '4.5'],
    // Friday to Monday.
    ['2026-11-20', 'pm', '2026-11-23', 'am', '3', '1'],
    ['2026-11-20', 'pm', '2026-11-22', 'pm', '2.5', '0.5'],
    // A half at a weekend or a holiday takes nothing from the days that are worked.
    ['2026-11-21', 'pm', '2026-11-22', 'am', '1', '0'],
    ['2026-11-21', 'pm', '2026-11-23', 'am', '2', '0.5'],
    ['2026-10-01', 'pm', '2026-10-07', 'am', '6', '0'],
    ['2026-09-30', 'pm', '2026-10-08', 'am', '8', '1'],
    ['2026-10-07', 'pm', '2026-10-08', 'pm', '1.5', '1'],
    ['2026-10-10', 'am', '2026-10-10', 'am', '0.5', '0.5'],
    ['2026-12-31', 'pm', '2027-01-01', 'am', '1', '0.5'],
    ['2028-02-28', 'pm', '2028-02-29', 'am', '1', '1'],
  ])('%s %s to %s %s', (from, fromHalf, to, toHalf, days, workdays) => {
    const range = { from, fromHalf, to, toHalf }
    expect([daysIn(range), workdaysIn(range, PLACES.shanghai.calendar)].map(decimalText)).toEqual([
      days,
      workdays,
    ])
  })
})

/** As a stopwatch shows it. */
const shown = ({ count, per }: Fraction): string => {
  expect([count % 60, per]).toEqual([0, 3_600])
  const minutes = count / 60
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

describe('hours, and those of them that are worked', () => {
  it.each<[PlaceName, string, string, string, string, string]>([
    ['shanghai', 'a day of work', '2026-11-20T09:00', '2026-11-20T18:00', '9:00', '7:30'],
    ['shanghai', 'a morning', '2026-11-20T09:00', '2026-11-20T12:00', '3:00', '3:00'],
    ['shanghai', 'lunch', '2026-11-20T12:00', '2026-11-20T13:30', '1:30', '0:00'],
    ['shanghai', 'a part of lunch', '2026-11-20T12:30', '2026-11-20T13:00', '0:30', '0:00'],
    ['shanghai', 'a minute around lunch', '2026-11-20T11:59', '2026-11-20T13:31', '1:32', '0:02'],
    ['shanghai', 'an evening', '2026-11-20T19:00', '2026-11-20T22:30', '3:30', '0:00'],
    ['shanghai', 'on into the evening', '2026-11-20T17:00', '2026-11-20T19:20', '2:20', '1:00'],
    ['shanghai', 'over midnight', '2026-11-20T22:00', '2026-11-21T02:00', '4:00', '0:00'],
    ['shanghai', 'a minute around the start', '2026-11-20T08:59', '2026-11-20T09:01', '0:02', '0:01'],
    ['shanghai', 'midnight to midnight', '2026-11-20T00:00', '2026-11-21T00:00', '24:00', '7:30'],
    ['shanghai', 'over a weekend', '2026-11-20T09:00', '2026-11-23T18:00', '81:00', '15:00'],
    ['shanghai', 'no time', '2026-11-20T14:30', '2026-11-20T14:30', '0:00', '0:00'],
    ['shanghai', 'over the holidays', '2026-09-30T17:00', '2026-10-08T10:00', '185:00', '2:00'],
    ['shanghai', 'in the holidays', '2026-10-01T00:00', '2026-10-07T23:59', '167:59', '0:00'],
    ['shanghai', 'a swapped Saturday', '2026-10-10T09:00', '2026-10-10T18:00', '9:00', '7:30'],
    ['shanghai', 'the Sunday behind it', '2026-10-11T09:00', '2026-10-11T18:00', '9:00', '0:00'],
    ['shanghai', 'the turn of the year', '2026-12-31T17:30', '2027-01-01T09:30', '16:00', '0:30'],
    ['shanghai', 'a long turn of the year', '2026-12-25T20:00', '2027-01-04T09:00', '229:00', '37:30'],
    ['shanghai', 'over a leap day', '2028-02-28T18:00', '2028-03-01T09:00', '39:00', '7:30'],
    ['shanghai', 'over where there is none', '2027-02-28T18:00', '2027-03-01T09:00', '15:00', '0:00'],
    ['shanghai', 'a night on which Berlin changes', '2026-03-29T01:00', '2026-03-29T04:00', '3:00', '0:00'],
    ['shanghai', 'a night on which China changed', '1991-04-14T01:00', '1991-04-14T04:00', '2:00', '0:00'],
    ['shanghai', 'a year', '2026-01-01T00:00', '2027-01-01T00:00', '8760:00', '1935:00'],

    ['berlin', 'a weekend in spring', '2026-03-27T17:00', '2026-03-30T09:00', '63:00', '0:00'],
    ['berlin', 'over the leap', '2026-03-29T01:30', '2026-03-29T03:30', '1:00', '0:00'],
    ['berlin', 'a day with a leap', '2026-03-28T12:00', '2026-03-29T12:00', '23:00', '0:00'],
    ['berlin', 'over the hour that comes twice', '2026-10-25T01:30', '2026-10-25T03:30', '3:00', '0:00'],
    ['berlin', 'a day with an hour more', '2026-10-24T12:00', '2026-10-25T12:00', '25:00', '0:00'],
    ['berlin', 'a weekend in autumn', '2026-10-23T16:00', '2026-10-26T10:00', '67:00', '2:00'],
    ['berlin', 'in the first of both', '2026-10-25T02:00', '2026-10-25T02:59', '0:59', '0:00'],
    ['berlin', 'from the first of both', '2026-10-25T02:59', '2026-10-25T03:00', '1:01', '0:00'],
    ['berlin', 'Christmas', '2026-12-24T09:00', '2026-12-28T17:00', '104:00', '15:00'],
    ['berlin', 'the turn of the year', '2026-12-31T16:00', '2027-01-01T10:00', '18:00', '2:00'],
    ['berlin', 'a leap day', '2028-02-29T09:00', '2028-02-29T17:00', '8:00', '7:30'],
    ['berlin', 'around lunch', '2026-03-30T11:00', '2026-03-30T13:00', '2:00', '1:30'],

    ['berlinNights', 'a night', '2026-06-01T22:00', '2026-06-02T06:00', '8:00', '8:00'],
    ['berlinNights', 'a minute around midnight', '2026-06-01T23:59', '2026-06-02T00:01', '0:02', '0:02'],
    ['berlinNights', 'the night of the leap', '2026-03-28T22:00', '2026-03-29T06:00', '7:00', '7:00'],
    ['berlinNights', 'the longer night', '2026-10-24T22:00', '2026-10-25T06:00', '9:00', '9:00'],
    ['berlinNights', 'the day of the leap', '2026-03-29T00:00', '2026-03-30T00:00', '23:00', '7:00'],
    ['berlinNights', 'the longer day', '2026-10-25T00:00', '2026-10-26T00:00', '25:00', '9:00'],

    ['newYork', 'Thanksgiving', '2026-11-25T13:00', '2026-11-27T12:00', '47:00', '7:00'],
    ['newYork', 'a holiday', '2026-11-26T09:00', '2026-11-26T17:00', '8:00', '0:00'],
    ['newYork', 'a weekend in spring', '2026-03-06T16:00', '2026-03-09T10:00', '65:00', '2:00'],
    ['newYork', 'a weekend in autumn', '2026-10-30T16:00', '2026-11-02T10:00', '67:00', '2:00'],
    ['newYork', 'the turn of the year', '2027-12-31T16:00', '2028-01-03T10:00', '66:00', '2:00'],

    ['newYorkNights', 'the night of the leap', '2026-03-07T22:00', '2026-03-08T06:00', '7:00', '7:00'],
    ['newYorkNights', 'the longer night', '2026-10-31T22:00', '2026-11-01T06:00', '9:00', '9:00'],
    ['newYorkNights', 'a minute with a leap', '2026-03-08T01:59', '2026-03-08T03:00', '0:01', '0:01'],
    ['newYorkNights', 'into the first of both', '2026-11-01T00:30', '2026-11-01T01:30', '1:00', '1:00'],
    ['newYorkNights', 'out of the first of both', '2026-11-01T01:30', '2026-11-01T02:00', '1:30', '1:30'],

    ['lordHowe', 'a leap of half an hour', '2026-10-04T01:00', '2026-10-04T03:00', '1:30', '0:00'],
    ['lordHowe', 'half an hour twice', '2026-04-05T01:00', '2026-04-05T03:00', '2:30', '0:00'],
  ])('%s, %s: %s to %s', (name, _, from, to, hours, workhours) => {
    const { calendar, offsetAt } = PLACES[name]
    const span = { from, to }
    expect([hoursIn(span, offsetAt), workhoursIn(span, calendar, offsetAt)].map(shown)).toEqual([
      hours,
      workhours,
    ])
  })
})

describe('a length is exact until somebody divides it', () => {
  it('days are so many halves, hours so many seconds', () => {
    const { calendar, offsetAt } = PLACES.shanghai
    const span = { from: '2026-11-20T11:59', to: '2026-11-20T13:31' }
    expect(daysIn({ from: '2026-11-20', fromHalf: 'pm', to: '2026-11-22', toHalf: 'pm' })).toEqual({
      count: 5,
      per: 2,
    })
    expect(hoursIn(span, offsetAt)).toEqual({ count: 92 * 60, per: 3_600 })
    expect(workhoursIn(span, calendar, offsetAt)).toEqual({ count: 120, per: 3_600 })
  })

  it.each([
    [0, 3_600, '0'],
    [5_400, 3_600, '1.5'],
    [27, 3_600, '0.0075'],
    [1, 3_600, '0.00027777777777777777'],
    [1_200, 3_600, '0.33333333333333333333'],
    [2_400, 3_600, '0.66666666666666666666'],
    [31_622_399, 3_600, '8783.99972222222222222222'],
    [31_622_400, 3_600, '8784'],
    [6_574_363, 2, '3287181.5'],
  ])('%i of %i is written %s', (count, per, text) => {
    expect(decimalText({ count, per })).toBe(text)
  })
})

it('what a range costs does not grow with it', () => {
  let looks = 0
  const weekdays = new Set([1, 2, 3, 4, 5])
  const counted = { has: (day: number) => (looks++, weekdays.has(day)) }
  const calendar = { ...PLACES.shanghai.calendar, weekdays: Object.assign(new Set<number>(), counted) }
  expect(workdaysIn({ from: '1000-01-01', to: '9999-12-31' }, calendar)).toEqual({
    count: 2 * 2_347_984,
    per: 2,
  })
  expect(looks).toBeLessThan(50)
})
