import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCalendarReader, readCalendarFile } from '../../server/definitions/read-calendar.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calendar-'))
})
afterEach(() => rm(folder, { recursive: true }))

const USUAL = [{ from: '09:00', to: '18:00' }]
const EMPTY = { holidays: [], workdays: [], hours: USUAL }

const say = (text: string) => writeFile(join(folder, 'calendar.yaml'), text)

describe('calendar.yaml', () => {
  it('names days and ranges of days', async () => {
    await say(
      'holidays:\n  - 2027-01-01\n  - { from: 2027-02-27, to: 2027-03-02 }\nworkdays: [2027-02-20] # a Saturday',
    )
    expect(await readCalendarFile(folder)).toEqual({
      content: {
        holidays: ['2027-01-01', '2027-02-27', '2027-02-28', '2027-03-01', '2027-03-02'],
        workdays: ['2027-02-20'],
        hours: USUAL,
      },
      faults: [],
    })
  })

  it('names the hours of a working day', async () => {
    await say(
      'hours: [{ from: "09:00", to: "12:00" }, { from: 12:00, to: "13:00" }, { from: 20:30, to: 24:00 }]',
    )
    const { content } = await readCalendarFile(folder)
    expect(content?.hours).toEqual([
      { from: '09:00', to: '12:00' },
      { from: '12:00', to: '13:00' },
      { from: '20:30', to: '24:00' },
    ])
  })

  it.each(['', '# nothing yet', 'holidays:\nworkdays: []\nhours:'])('may say nothing: %j', async (text) => {
    await say(text)
    expect(await readCalendarFile(folder)).toEqual({ content: EMPTY, faults: [] })
  })

  it('may be missing, and so may its folder', async () => {
    expect(await readCalendarFile(folder)).toEqual({ content: EMPTY, faults: [] })
    expect((await readCalendarFile(join(folder, 'absent'))).faults).toEqual([])
  })

  it.each([
    ['holidays: [2026-10-01, 2026-02-29]', 1, 'holidays.1: is not a day like 2026-10-01'],
    ['holidays: [5]', 1, 'holidays.0: is a day like 2026-10-01, or { from, to }'],
    ['holidays:\n  - { from: 2026-10-07, to: 2026-10-01 }', 2, 'holidays.0: ends before it starts'],
    ['holidays:\n  - { from: 2026-10-07, to: 2036-10-01 }', 2, 'holidays.0: is longer than a year'],
    ['holidays: [2026-10-10]\nworkdays: [2026-10-10]', 2, 'workdays: 2026-10-10 is a holiday as well'],
    ['hours: []', 1, 'hours: names no time'],
    ['hours: ["09:00-18:00"]', 1, 'hours.0: is { from, to }'],
    ['hours:\n  - { from: "9:00", to: "18:00" }', 2, 'hours.0.from: is not a time like 09:00'],
    ['hours:\n  - { from: 9, to: "18:00" }', 2, 'hours.0.from: is not a time like 09:00'],
    ['hours:\n  - from: "24:00"\n    to: "24:00"', 2, 'hours.0.from: is not a time like 09:00'],
    ['hours:\n  - from: "09:00"\n    to: "24:01"', 3, 'hours.0.to: is not a time like 09:00'],
    ['hours:\n  - { from: "18:00", to: "09:00" }', 2, 'hours.0: does not end after it starts'],
    ['hours:\n  - { from: "09:00", to: "09:00" }', 2, 'hours.0: does not end after it starts'],
    [
      'hours:\n  - { from: "09:00", to: "12:00" }\n  - { from: "11:59", to: "18:00" }',
      ...([3, 'hours.1: starts before the one above it ends'] as const),
    ],
    [
      'hours:\n  - { from: "13:00", to: "18:00" }\n  - { from: "09:00", to: "12:00" }',
      ...([3, 'hours.1: starts before the one above it ends'] as const),
    ],
    ['holiday: [2026-10-10]', 1, 'did you mean holidays?'],
    ['holidays: [2026-10-10', 1, ''],
    ['2026-10-10', 1, ''],
  ])('%j is refused at line %i', async (text, line, reason) => {
    await say(text)
    const { content, faults } = await readCalendarFile(folder)
    expect(content).toBeUndefined()
    expect(faults[0]).toMatchObject({ file: 'calendar.yaml', line })
    expect(faults[0]?.reason).toContain(reason)
  })
})

it('a refused file is told once, and what it said before stays', async () => {
  const told: object[] = []
  const calendar = createCalendarReader(folder, { warn: (facts) => void told.push(facts) })
  await say('holidays: [2026-10-01]')
  expect((await calendar.read()).holidays).toEqual(['2026-10-01'])

  await say('holidays: [someday]')
  const three = [await calendar.read(), await calendar.read(), await calendar.read()]
  expect(three.map(({ holidays }) => holidays)).toEqual([['2026-10-01'], ['2026-10-01'], ['2026-10-01']])
  expect(told).toMatchObject([{ file: 'calendar.yaml', line: 1 }])

  await say('holidays: [2026-10-02]')
  expect((await calendar.read()).holidays).toEqual(['2026-10-02'])
  await rm(join(folder, 'calendar.yaml'))
  expect((await calendar.read()).holidays).toEqual([])
})

it('one that is refused from the start names no day', async () => {
  await say('holidays: [someday]')
  const told: string[] = []
  const calendar = createCalendarReader(folder, { warn: (_facts, words) => void told.push(words) })
  expect(await calendar.read()).toEqual(EMPTY)
  expect(told).toEqual([expect.stringContaining('no day is a holiday and work is from 09:00 to 18:00')])

  await say('holidays: [2026-10-01]')
  await calendar.read()
  await say('holidays: [someday]')
  await calendar.read()
  expect(told[1]).toContain('the last good one stays')
})
