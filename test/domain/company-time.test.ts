import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeRulesOf, readWeekdays, toCalendar } from '../../server/domain/calendar.ts'
import { clockIn, readClockTable } from '../../server/domain/clock.ts'
import { toCompanyTime } from '../../server/domain/company-time.ts'
import { CalendarFile } from '../../shared/calendar-file.ts'
import { isCovered } from '../../shared/time/clock.ts'
import { CompanyTime } from '../../shared/time/company-time.ts'
import { toTimeRules } from '../../shared/time/time-rules.ts'
import { createTimeLengths } from '../../shared/time/time-lengths.ts'

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'] as const
/** Some that changed often, at odd times, by odd spans or over a whole day. */
const STRANGE = [
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Gaza',
  'Pacific/Apia',
  'Africa/Monrovia',
  'America/Sao_Paulo',
]

const SECOND = 1_000
const second = fc
  .integer({ min: Date.UTC(1960, 0, 1) / SECOND, max: Date.UTC(2040, 0, 1) / SECOND })
  .map((at) => at * SECOND)

/** By another way than the code's: text that Intl makes. */
const shown = new Map(
  [...ZONES, ...STRANGE].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
)

describe('the clocks of a time zone', () => {
  it('show what Intl says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES, ...STRANGE), second, (timeZone, at) => {
        const wall = at + clockIn(timeZone)(at)
        expect(new Date(wall).toISOString().slice(0, 19).replace('T', ' ')).toBe(
          shown.get(timeZone)?.format(at),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([...ZONES, ...STRANGE])('change at no other second than a table says (%s)', (timeZone) => {
    const { changes } = readClockTable(timeZone, '1960-01-01', '2040-01-01')
    const offsetAt = clockIn(timeZone)
    for (const [nth, { at, offset }] of changes.entries()) {
      expect([offsetAt(at), offsetAt(at - SECOND)]).toEqual([
        offset,
        changes[nth - 1]?.offset ?? offsetAt(at - SECOND),
      ])
      expect(offsetAt(at - SECOND)).not.toBe(offset)
    }
  })

  it('of China never change', () => {
    const { offset, changes } = readClockTable('Asia/Shanghai', '2025-01-01', '2030-01-01')
    expect({ offset, changes }).toEqual({ offset: 8 * 3_600_000, changes: [] })
  })

  it('of Berlin change on the last Sundays of March and October, at one in UTC', () => {
    const { offset, changes } = readClockTable('Europe/Berlin', '2026-01-01', '2027-01-01')
    expect(offset).toBe(3_600_000)
    expect(changes).toEqual([
      { at: Date.UTC(2026, 2, 29, 1), offset: 7_200_000 },
      { at: Date.UTC(2026, 9, 25, 1), offset: 3_600_000 },
    ])
  })
})

describe('what pages are told', () => {
  const file = CalendarFile.parse({
    holidays: [{ from: '2026-10-01', to: '2026-10-07' }],
    workdays: ['2026-10-10'],
    hours: [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '18:00' },
    ],
  })
  const told = (timeZone: string) => {
    const calendar = toCalendar(file, { timeZone, weekdays: readWeekdays('1-5') })
    return { calendar, told: toCompanyTime(calendar, '2026-11-20') }
  }
  const minute = fc.integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2029, 0, 1) / 60_000 })
  const written = (at: number) => new Date(at * 60_000).toISOString().slice(0, 16)

  it.each(ZONES)('gives the lengths that the server has (%s)', (timeZone) => {
    const { calendar, told: sent } = told(timeZone)
    const page = createTimeLengths(toTimeRules(CompanyTime.parse(JSON.parse(JSON.stringify(sent)))))
    const server = createTimeLengths(timeRulesOf(calendar))
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 360 * 24 * 60 }), (start, more) => {
        const span = { from: written(start), to: written(start + more) }
        expect(page.hours(span)).toBe(server.hours(span))
        expect(page.workhours(span)).toBe(server.workhours(span))
        const range = { from: span.from.slice(0, 10), to: span.to.slice(0, 10) }
        expect([page.days(range), page.workdays(range)]).toEqual([server.days(range), server.workdays(range)])
        expect([server.days(range), server.workdays(range)]).not.toContain(undefined)
      }),
    )
  })

  it('leaves to the server what lies in other years', () => {
    const { calendar, told: sent } = told('Europe/Berlin')
    const span = { from: '2031-06-01T00:00', to: '2031-06-02T00:00' }
    expect(createTimeLengths(toTimeRules(sent)).hours(span)).toBeUndefined()
    expect(createTimeLengths(timeRulesOf(calendar)).hours(span)).toBe('24')
  })

  it('is a few lines, and says for which years it holds', () => {
    const { clock } = told('America/New_York').told
    expect([clock.from, clock.until, clock.changes.length]).toEqual(['2025-01-01', '2030-01-01', 10])
    const isKnown = (from: string, to: string) => isCovered(clock, { from, to })
    expect(isKnown('2025-01-01T00:00', '2029-12-31T23:59')).toBe(true)
    expect(isKnown('2025-01-01', '2029-12-31')).toBe(true)
    expect(isKnown('2024-12-31T23:59', '2025-01-01T01:00')).toBe(false)
    expect(isKnown('2029-12-31T23:00', '2030-01-01T00:00')).toBe(false)
  })
})
