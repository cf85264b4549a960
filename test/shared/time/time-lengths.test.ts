import { expect, it } from 'vitest'
import { createTimeLengths } from '../../../shared/time/time-lengths.ts'
import { PLACES } from './places.ts'

const lengths = createTimeLengths(PLACES.shanghai)

it('a formula gets a decimal of what a field holds', () => {
  const week = { from: '2026-11-16', to: '2026-11-22' }
  const halves = { from: '2026-11-20', fromHalf: 'pm', to: '2026-11-23', toHalf: 'am' }
  const evening = { from: '2026-11-20T17:00', to: '2026-11-20T22:30' }
  expect([lengths.days(week), lengths.workdays(week)]).toEqual(['7', '5'])
  expect([lengths.days(halves), lengths.workdays(halves)]).toEqual(['3', '1'])
  expect([lengths.hours(evening), lengths.workhours(evening)]).toEqual(['5.5', '1'])
})

it('a leave that lies in holidays is none', () => {
  expect(lengths.workdays({ from: '2026-10-01', to: '2026-10-07' })).toBe('0')
  expect(lengths.workhours({ from: '2026-10-01T09:00', to: '2026-10-07T18:00' })).toBe('0')
})

const day = { from: '2026-11-20', to: '2026-11-20' }
const span = { from: '2026-11-20T09:00', to: '2026-11-20T10:00' }
it.each([
  undefined,
  null,
  '',
  '2026-11-20',
  3,
  [],
  {},
  { from: '2026-11-20' },
  { from: '2026-02-30', to: '2026-03-01' },
  { from: '2026-11-21', to: '2026-11-20' },
  { from: '0000-00-00', to: '9999-12-31' },
  { from: '__proto__', to: '__proto__' },
  { from: '1000-01-01T00:00', to: '9999-12-31T23:59' },
  JSON.parse('{"__proto__":{"from":"2026-11-20","to":"2026-11-20"}}'),
])('of %j it gets nothing', (value) => {
  expect(Object.values(lengths).map((lengthOf) => lengthOf(value))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

it('days are no hours, nor hours days', () => {
  expect([lengths.days(span), lengths.workdays(span), lengths.hours(day), lengths.workhours(day)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
