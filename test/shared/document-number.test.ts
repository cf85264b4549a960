import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  foldNumber,
  isNumberLike,
  LONGEST_NUMBER,
  numbersAlike,
  readNumberFormat,
  seriesOf,
  type NumberFormat,
} from '../../shared/document-number.ts'

const formatOf = (written: string): NumberFormat => {
  const { format, fault } = readNumberFormat(written)
  if (!format) throw new Error(`${written}: ${fault}`)
  return format
}
const number = (written: string, count: number, day = '2026-11-05') =>
  seriesOf('claim', formatOf(written), day).text(count)

it.each([
  ['BX-{yyyyMM}-{0000}', 7, 'BX-202611-0007'],
  ['BX-{yyyyMMdd}{000}', 12, 'BX-20261105012'],
  ['{yy}.{MM}_{0}', 9, '26.11_9'],
  ['{000}-{yyyy}', 1, '001-2026'],
  ['报销{yyyy}第{00}号', 3, '报销2026第03号'],
  ['{0000000000}', 1, '0000000001'],
])('%s, the %ith: %s', (written, count, expected) => {
  expect(number(written, count)).toBe(expected)
})

it('grows longer where it has more than its digits hold, and never begins anew', () => {
  expect([9, 10, 99, 100, 12_345].map((count) => number('A{00}', count))).toEqual([
    ...['A09', 'A10', 'A99', 'A100', 'A12345'],
  ])
})

it.each([
  ['BX-{yyyyMM}', 'has no digits that count: add {0000}'],
  ['', 'has no digits that count'],
  ['BX', 'has no digits that count'],
  ['{00}-{00}', 'counts in two places'],
  ['{00000000000}', 'counts with 11 digits, and 10 are the most'],
  ['BX-{YYYYMM}-{0000}', 'has {YYYYMM}, but a number knows {yyyy}, {yy}, {MM} and {dd}'],
  ['BX-{yyyMM}-{0000}', 'has {yyyMM}'],
  ['BX-{yyyy-MM}-{0000}', 'has {yyyy-MM}'],
  ['BX-{0001}', 'has {0001}'],
  ['BX-{}-{0000}', 'has {}'],
  ['BX-{0000', 'has a { that belongs to no pair'],
  ['BX-0000}', 'has a } that belongs to no pair'],
  ['BX-{{0000}}', 'has a { that belongs to no pair'],
  ['BX/{0000}', 'has /, but besides placeholders'],
  ['BX {0000}', 'has a blank, but'],
  ['BX#{0000}', 'has #'],
  ['BX\u202e{0000}', 'besides placeholders there may be letters'],
  ['🧾{0000}', 'has 🧾'],
  ['.{0000}', 'begins or ends with one of . _ -'],
  ['-{0000}', 'begins or ends'],
  ['{0000}-', 'begins or ends'],
  [`${'A'.repeat(37)}{0000}`, 'makes numbers of 41 characters, and 40 are the most'],
  ['{yyyyyy}-{0}', 'says the year, the month or the day twice'],
  ['{MM}{yyyyMM}-{0}', 'says the year, the month or the day twice'],
  ['{MM}-{0000}', 'has a month without its year'],
  ['{yyyydd}-{0000}', 'has a day without its month'],
])('%s is refused in words', (written, fault) => {
  expect(readNumberFormat(written).fault).toContain(fault)
})

describe('a series', () => {
  const period = (written: string, day: string) => seriesOf('claim', formatOf(written), day).period
  it('is another one when its date part is', () => {
    expect(period('A{yyyyMM}-{00}', '2026-11-30')).toBe(period('A{yyyyMM}-{00}', '2026-11-01'))
    expect(period('A{yyyyMM}-{00}', '2026-11-30')).not.toBe(period('A{yyyyMM}-{00}', '2026-12-01'))
    expect(period('A{yyyy}-{00}', '2026-11-30')).toBe(period('A{yyyy}-{00}', '2026-12-01'))
    expect(period('A{00}', '2026-11-30')).toBe('')
  })

  it('goes on when the format is written otherwise, with the same dates', () => {
    expect(period('A{yyyyMM}-{00}', '2026-11-30')).toBe(period('{0000}_B{yyyy}.{MM}', '2026-11-30'))
  })
})

it.each([
  ['A{yyyyMM}-{00}', 'a{yyyy}{MM}-{0000}', true],
  ['A{yyyyMM}-{00}', 'B{yyyyMM}-{00}', false],
  ['A{yyyyMM}-{00}', 'A{yyMM}-{00}', false],
  ['A{00}', 'A{yyyy}{00}', false],
])('%s and %s give the same numbers: %s', (one, other, alike) => {
  expect(numbersAlike(formatOf(one)) === numbersAlike(formatOf(other))).toBe(alike)
})

const Literal = fc.string({
  unit: fc.constantFrom(...Array.from('ABCxyz019-_.报销单')),
  minLength: 0,
  maxLength: 6,
})
const DATES = ['', '{yyyy}', '{yy}', '{yyyyMM}', '{yyMMdd}', '{yyyy}-{MM}', '{dd}{MM}.{yyyy}'] as const
const Format = fc
  .tuple(Literal, fc.constantFrom(...DATES), Literal, fc.integer({ min: 1, max: 10 }), Literal, fc.boolean())
  .map(([a, date, b, digits, c, dateLast]) => {
    const count = `{${'0'.repeat(digits)}}`
    return dateLast ? `${a}${count}${b}${date}${c}` : `${a}${date}${b}${count}${c}`
  })
  .filter((written) => readNumberFormat(written).format !== undefined)
const Day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

it('no format gives one number twice, in any periods', () => {
  const Count = fc.integer({ min: 1, max: 100_000 })
  fc.assert(
    fc.property(Format, Day, Day, Count, Count, (written, day, otherDay, count, other) => {
      const [a, b] = [day, otherDay].map((one) => seriesOf('claim', formatOf(written), one))
      const same = a!.period === b!.period && count === other
      expect(a!.text(count) === b!.text(other)).toBe(same)
    }),
    { numRuns: 3_000 },
  )
})

it('whatever is written, it is read or refused in words, and what it gives can be looked for and named a file', () => {
  const Strange = fc.oneof(Format, fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }))
  fc.assert(
    fc.property(Strange, Day, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (written, day, count) => {
      const { format, fault } = readNumberFormat(written)
      if (!format) {
        expect(fault).toMatch(/^(has|counts|says|begins|makes) /)
        return
      }
      const text = seriesOf('claim', format, day).text(count)
      expect(text.length).toBeLessThanOrEqual(LONGEST_NUMBER)
      expect(text).toMatch(/^[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff._-]*$/)
      expect(isNumberLike(text)).toBe(true)
      expect(foldNumber(foldNumber(text))).toBe(foldNumber(text))
    }),
    { numRuns: 3_000 },
  )
})
