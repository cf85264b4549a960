import { describe, expect, it } from 'vitest'
import {
  LONGEST_SPAN_HOURS,
  readDateTime,
  readDayRange,
  readHalfDayRange,
  readTimespan,
} from '../../../shared/time/read-times.ts'
import { PLACES } from './places.ts'

const { shanghai, berlin, newYork, lordHowe } = PLACES
const found = (read: object) => ('rule' in read ? read.rule : null)

describe('a time is read to the letter', () => {
  it.each([
    ['2026-11-20T14:30', null],
    ['2026-11-20T00:00', null],
    ['2026-11-20T23:59', null],
    ['2028-02-29T12:00', null],
    ['9999-12-31T23:59', null],
    ['2026-11-20', 'not_a_time'],
    ['2026-11-20 14:30', 'not_a_time'],
    ['2026-11-20t14:30', 'not_a_time'],
    ['2026-11-20T14:30:00', 'not_a_time'],
    ['2026-11-20T14:30Z', 'not_a_time'],
    ['2026-11-20T14:30+08:00', 'not_a_time'],
    ['2026-11-20T24:00', 'not_a_time'],
    ['2026-11-20T14:60', 'not_a_time'],
    ['2026-11-20T4:30', 'not_a_time'],
    ['2026-11-20T14:3', 'not_a_time'],
    ['26-11-20T14:30', 'not_a_time'],
    ['2026-11-20T14:30\n', 'not_a_time'],
    [' 2026-11-20T14:30', 'not_a_time'],
    ['2026-11-20T14:30 ', 'not_a_time'],
    ['2026-11-20T14：30', 'not_a_time'],
    ['２０２６-１１-２０T１４:３０', 'not_a_time'],
    ['2026-02-30T14:30', 'not_a_time'],
    ['2027-02-29T14:30', 'not_a_time'],
    ['2026-13-01T14:30', 'not_a_time'],
    ['2026-00-10T14:30', 'not_a_time'],
    ['2026-04-31T14:30', 'not_a_time'],
    ['0000-00-00T00:00', 'not_a_time'],
    ['0202-11-20T14:30', 'not_a_time'],
    ['12026-11-20T14:30', 'not_a_time'],
    ['-2026-11-20T14:30', 'not_a_time'],
    ['__proto__', 'not_a_time'],
    ['', 'not_a_time'],
    [1_795_000_000_000, 'type'],
    [null, 'type'],
    [undefined, 'type'],
    [['2026-11-20T14:30'], 'type'],
    [{}, 'type'],
  ])('%j: %s', (given, rule) => {
    expect(found(readDateTime(given, shanghai.offsetAt))).toBe(rule)
  })

  it.each([
    ['Berlin leaps from two to three', berlin, '2026-03-29T01:59', null],
    ['Berlin leaps from two to three', berlin, '2026-03-29T02:00', 'no_such_time'],
    ['Berlin leaps from two to three', berlin, '2026-03-29T02:59', 'no_such_time'],
    ['Berlin leaps from two to three', berlin, '2026-03-29T03:00', null],
    ['Berlin has this hour twice', berlin, '2026-10-25T02:30', null],
    ['New York leaps on another day', newYork, '2026-03-29T02:30', null],
    ['New York leaps on another day', newYork, '2026-03-08T02:30', 'no_such_time'],
    ['New York has this hour twice', newYork, '2026-11-01T01:30', null],
    ['Lord Howe leaps by half an hour', lordHowe, '2026-10-04T02:15', 'no_such_time'],
    ['Lord Howe leaps by half an hour', lordHowe, '2026-10-04T02:30', null],
    ['Shanghai leaps no more', shanghai, '2026-03-29T02:30', null],
    ['Shanghai leapt', shanghai, '1991-04-14T02:30', 'no_such_time'],
  ])('%s: %s', (_, { offsetAt }, given, rule) => {
    expect(found(readDateTime(given, offsetAt))).toBe(rule)
  })
})

describe('days are read to the letter', () => {
  const day = '2026-11-20'
  it.each([
    [{ from: day, to: day }, null],
    [{ to: '2026-11-21', from: day }, null],
    [{ from: '1000-01-01', to: '9999-12-31' }, null],
    [{ from: '2026-11-21', to: day }, 'ends_before_start'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'not_a_date'],
    [{ from: day, to: '2026-13-01' }, 'not_a_date'],
    [{ from: '0000-00-00', to: day }, 'not_a_date'],
    [{ from: day, to: '2026-11-21 ' }, 'not_a_date'],
    [{ from: day, to: '２０２６-１１-２１' }, 'not_a_date'],
    [{ from: '__proto__', to: day }, 'not_a_date'],
    [{ from: day }, 'type'],
    [{ from: day, to: null }, 'type'],
    [{ from: day, to: day, fromHalf: 'am', toHalf: 'pm' }, 'type'],
    [JSON.parse(`{ "from": "${day}", "__proto__": "${day}" }`), 'type'],
    [Object.create({ from: day, to: day }), 'type'],
    [[day, day], 'type'],
    [day, 'type'],
    [null, 'type'],
  ])('%j: %s', (given, rule) => {
    expect(found(readDayRange(given))).toBe(rule)
  })

  it.each([
    [{ from: day, fromHalf: 'am', to: day, toHalf: 'pm' }, null],
    [{ from: day, fromHalf: 'pm', to: day, toHalf: 'pm' }, null],
    [{ from: day, fromHalf: 'pm', to: '2026-11-21', toHalf: 'am' }, null],
    [{ from: day, fromHalf: 'pm', to: day, toHalf: 'am' }, 'ends_before_start'],
    [{ from: '2026-11-21', fromHalf: 'am', to: day, toHalf: 'pm' }, 'ends_before_start'],
    [{ from: '2026-02-29', fromHalf: 'am', to: day, toHalf: 'pm' }, 'not_a_date'],
    [{ from: day, fromHalf: 'AM', to: day, toHalf: 'pm' }, 'type'],
    [{ from: day, fromHalf: '', to: day, toHalf: 'pm' }, 'type'],
    [{ from: day, fromHalf: 'constructor', to: day, toHalf: 'pm' }, 'type'],
    [{ from: day, fromHalf: 'am', to: day }, 'type'],
    [{ from: day, to: day }, 'type'],
    [{ from: day, fromHalf: 'am', to: day, toHalf: 'pm', hours: '3' }, 'type'],
  ])('%j: %s', (given, rule) => {
    expect(found(readHalfDayRange(given))).toBe(rule)
  })

  it('a value has one form, in whatever order it was given', () => {
    const given = { toHalf: 'am', to: '2026-11-21', fromHalf: 'pm', from: day }
    expect(JSON.stringify(readHalfDayRange(given))).toBe(
      `{"value":{"from":"${day}","fromHalf":"pm","to":"2026-11-21","toHalf":"am"}}`,
    )
  })
})

describe('a span', () => {
  const { offsetAt } = berlin
  it.each([
    ['2026-11-20T19:00', '2026-11-20T22:30', undefined, null],
    ['2026-11-20T19:00', '2026-11-20T19:00', undefined, null],
    ['2026-11-20T22:30', '2026-11-20T19:00', undefined, 'ends_before_start'],
    ['2026-11-20T19:00', '2026-11-20T25:00', undefined, 'not_a_time'],
    ['2026-02-30T19:00', '2026-03-01T19:00', undefined, 'not_a_time'],
    ['2026-03-29T02:30', '2026-03-29T04:00', undefined, 'no_such_time'],
    ['2026-03-29T01:00', '2026-03-29T02:30', undefined, 'no_such_time'],
    ['2026-11-20T19:00', '2026-11-20T22:30', 3.5, null],
    ['2026-11-20T19:00', '2026-11-20T22:31', 3.5, 'too_many_hours'],
    ['2026-11-20T09:00', '2026-11-20T16:36', 7.6, null],
    ['2026-11-20T09:00', '2026-11-20T16:37', 7.6, 'too_many_hours'],
    // The hours that pass count, and not those on the wall.
    ['2026-03-28T22:00', '2026-03-29T06:00', 7, null],
    ['2026-10-24T22:00', '2026-10-25T06:00', 8, 'too_many_hours'],
    ['2026-01-01T00:00', '2027-01-02T00:00', undefined, null],
    ['2026-01-01T00:00', '2027-01-02T00:01', undefined, 'too_many_hours'],
    ['2026-01-01T00:00', '2027-01-02T00:01', 100_000, 'too_many_hours'],
    ['1000-01-01T00:00', '9999-12-31T23:59', undefined, 'too_many_hours'],
  ])('%s to %s, at most %s hours: %s', (from, to, maxHours, rule) => {
    expect(found(readTimespan({ from, to }, { maxHours }, offsetAt))).toBe(rule)
  })

  it('says how many hours there may be', () => {
    const span = { from: '2026-11-20T19:00', to: '2028-11-20T19:00' }
    expect(readTimespan(span, { maxHours: 4 }, offsetAt)).toEqual({ rule: 'too_many_hours', limit: 4 })
    expect(readTimespan(span, {}, offsetAt)).toEqual({ rule: 'too_many_hours', limit: LONGEST_SPAN_HOURS })
  })

  it('has two ends and nothing else', () => {
    const given = { to: '2026-11-20T22:30', from: '2026-11-20T19:00' }
    const read = readTimespan(given, {}, offsetAt)
    expect(JSON.stringify(read)).toBe('{"value":{"from":"2026-11-20T19:00","to":"2026-11-20T22:30"}}')
    for (const strange of [{ ...given, hours: '3' }, { from: given.from }, [given], 'now', 5, null])
      expect(readTimespan(strange, {}, offsetAt)).toEqual({ rule: 'type' })
  })
})
