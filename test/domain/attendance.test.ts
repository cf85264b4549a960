import { describe, expect, it } from 'vitest'
import { attendanceOf } from '../../server/domain/attendance/entries.ts'
import { instantOf } from '../../server/domain/calendar.ts'
import { aDefinition, anInitiator, T0 } from '../support/builders.ts'
import { aCalendar } from '../support/calendar.ts'

const label = { 'zh-CN': '字段' }
const field = (key: string, type: string, more: object = {}) => ({
  key,
  type,
  label,
  required: true,
  ...more,
})

/** What one rule makes of one value in a company there. */
async function entries(
  value: object,
  { type = 'timespan', rule = {}, timeZone = 'Asia/Shanghai', holidays = [] as string[] } = {},
) {
  const halves = 'fromHalf' in value ? { unit: 'halfday' } : {}
  const definition = aDefinition({
    form: [field('period', type, halves)],
    flow: [{ id: 'manager', name: label, approvers: { manager: 1 } }],
    then: [{ attendance: type === 'timespan' ? 'overtime' : 'leave', ...rule }],
  })
  const instance = {
    id: 'i1',
    form: { period: value as never },
    initiator: anInitiator(),
    startedAt: T0,
    endedAt: T0,
  }
  return attendanceOf(instance, definition, await aCalendar({ timeZone, holidays: new Set(holidays) }))
}

const one = async (...given: Parameters<typeof entries>) => (await entries(...given))[0]

describe('whole and half days end where the next begins', () => {
  it.each([
    [
      'a day',
      { from: '2026-11-20', to: '2026-11-20' },
      '2026-11-20T00:00',
      '2026-11-21T00:00',
      'day',
      86_400,
    ],
    [
      'over the end of a year',
      { from: '2026-12-31', to: '2027-01-01' },
      '2026-12-31T00:00',
      '2027-01-02T00:00',
      'day',
      172_800,
    ],
    [
      'a morning',
      { from: '2026-11-20', fromHalf: 'am', to: '2026-11-20', toHalf: 'am' },
      '2026-11-20T00:00',
      '2026-11-20T12:00',
      'halfday',
      43_200,
    ],
    [
      'an afternoon',
      { from: '2026-11-20', fromHalf: 'pm', to: '2026-11-20', toHalf: 'pm' },
      '2026-11-20T12:00',
      '2026-11-21T00:00',
      'halfday',
      43_200,
    ],
    [
      'one and a half',
      { from: '2026-11-20', fromHalf: 'pm', to: '2026-11-21', toHalf: 'pm' },
      '2026-11-20T12:00',
      '2026-11-22T00:00',
      'halfday',
      129_600,
    ],
  ])('%s', async (_, value, from, to, unit, seconds) => {
    const entry = await one(value, { type: 'daterange' })
    expect(entry?.stretch).toEqual({ from, to, unit, seconds })
  })

  it('whatever the clock does, and wherever the attendance group is', async () => {
    const value = { from: '2026-03-29', to: '2026-03-29' }
    const place = { type: 'daterange', timeZone: 'Europe/Berlin', rule: { timezone: 'America/New_York' } }
    expect((await one(value, place))?.stretch).toMatchObject({
      from: '2026-03-29T00:00',
      to: '2026-03-30T00:00',
      seconds: 86_400,
    })
  })
})

describe('hours are as long as a stopwatch has them', () => {
  const berlin = { timeZone: 'Europe/Berlin' }
  it.each([
    ['over midnight', { from: '2026-11-20T22:00', to: '2026-11-21T01:30' }, {}, 12_600],
    [
      'a night in which the clock leaps',
      { from: '2026-03-28T23:00', to: '2026-03-29T05:00' },
      berlin,
      18_000,
    ],
    ['a night in which it is set back', { from: '2026-10-24T23:00', to: '2026-10-25T05:00' }, berlin, 25_200],
  ])('%s', async (_, value, place, seconds) => {
    expect((await one(value, place))?.stretch).toEqual({ ...value, unit: 'hour', seconds })
  })

  it('and are told by the clocks of the attendance group, be it on another day', async () => {
    const value = { from: '2026-11-20T23:30', to: '2026-11-21T00:30' }
    expect((await one(value, { rule: { timezone: 'Asia/Tokyo' } }))?.stretch).toMatchObject({
      from: '2026-11-21T00:30',
      to: '2026-11-21T01:30',
      seconds: 3_600,
    })
  })

  it('and nothing is written of what lasts no time', async () => {
    expect(await entries({ from: '2026-11-20T22:00', to: '2026-11-20T22:00' })).toEqual([])
  })
})

it('overtime says on what kind of day it begins', async () => {
  const on = (day: string) =>
    one({ from: `${day}T19:00`, to: `${day}T20:00` }, { holidays: ['2026-10-01', '2026-10-03'] })
  expect((await on('2026-11-20'))?.day).toBe('workday')
  expect((await on('2026-11-21'))?.day).toBe('restday')
  expect((await on('2026-10-01'))?.day).toBe('holiday')
  expect((await on('2026-10-03'))?.day).toBe('holiday')
})

it('the id is that of the approval, and what it takes to tell several apart', async () => {
  const definition = aDefinition({
    form: [field('period', 'timespan'), field('people', 'contact')],
    flow: [{ id: 'manager', name: label, approvers: { manager: 1 } }],
    then: [
      { attendance: 'overtime', who: [{ field: 'people' }, { initiator: 'self' }] },
      { attendance: 'out', period: 'period' },
    ],
  })
  const form = { period: { from: '2026-11-20T09:00', to: '2026-11-20T10:00' }, people: ['u_bob', 'u_alice'] }
  const endedAt = instantOf('2026-11-20', 600, 'Asia/Shanghai')
  const instance = { id: 'i1', form, initiator: anInitiator(), startedAt: T0, endedAt }
  const all = attendanceOf(instance, definition, await aCalendar())
  expect(all.map(({ id, kind, userId }) => [id, kind, userId])).toEqual([
    ['i1', 'overtime', 'u_bob'],
    ['i1-2', 'overtime', 'u_alice'],
    ['i1-3', 'out', 'u_alice'],
  ])
})
