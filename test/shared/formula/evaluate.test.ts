import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateFormula } from '../../../shared/formula/evaluate.ts'
import { A_FORM, checkedOf, resultOf, TIME } from './a-form.ts'

const cny = (amount: string) => ({ amount, currency: 'CNY' })
const usd = (amount: string) => ({ amount, currency: 'USD' })

const VALUES = {
  n: 3,
  m: 0.1,
  km: 12.5,
  cny: cny('100'),
  usd: usd('0.05'),
  jpy: { amount: '100', currency: 'JPY' },
  kwd: { amount: '1', currency: 'KWD' },
  fee: usd('7.25'),
  leave: { from: '2026-11-20', to: '2026-11-22' },
  extra: { from: '2026-11-20T19:00', to: '2026-11-20T22:30' },
  quotes: ['a', 'b', 'c'],
  items: [
    { qty: 2, price: cny('33.33'), amount: cny('66.66'), tip: cny('1'), bill: cny('1'), proof: ['x', 'y'] },
    { qty: 1, price: cny('0.10'), amount: cny('0.10'), bill: cny('2') },
    { qty: 4, price: cny('0.20'), amount: cny('0.80'), tip: cny('2.5'), bill: cny('3') },
  ],
  sum: 5,
  if: 6,
  'net-total': 7,
  constructor: 8,
}

describe('what a formula comes to', () => {
  it.each([
    ['0.1 + 0.2', '0.3'],
    ['3 * 33.33', '99.99'],
    ['1.005 * 100', '100.5'],
    ['m + 0.2', '0.3'],
    ['4.35 * 100', '435'],
    ['1.1 * 1.1', '1.21'],
    ['123456789012345 + 0.0000000001', '123456789012345.0000000001'],
    ['999999999999999', '999999999999999'],
    ['1 / 3', '0.3333333333'],
    ['2 / 3', '0.6666666667'],
    ['-2 / 3', '-0.6666666667'],
    ['1 / 3 * 3', '0.9999999999'],
    ['0.0000000001 * 0.5', '0.0000000001'],
    ['7 / 2', '3.5'],
    ['-0', '0'],
    ['0 * -1', '0'],
    ['-(n - 5)', '2'],
    ['round(2.345, 2)', '2.35'],
    ['round(-2.345, 2)', '-2.35'],
    ['round(2.5, 0)', '3'],
    ['round(-0.4, 0)', '0'],
    ['if(n > 2, 1, 2)', '1'],
    ['if(n >= 3, 1, 2)', '1'],
    ['if(n < 3, 1, 2)', '2'],
    ['if(n <= 2.9, 1, 2)', '2'],
    ['if(n = 3.00, 1, 2)', '1'],
    ['if(n != 3, 1, 2)', '2'],
    ['if(0.1 + 0.2 = 0.3, 1, 2)', '1'],
    ['if(n = 0, 1 / (n - 3), 2)', '2'],
    ['if(cny > 99.99, 1, 2)', '1'],
    ['if(cny > 100, 1, 2)', '2'],
    ['min(n, 2, km)', '2'],
    ['max(n, 2, km)', '12.5'],
    ['sum(n, opt, km)', '15.5'],
    ['sum(opt)', '0'],
    ['sum(opt * n)', '0'],
    ['sum(items.qty)', '7'],
    ['count(items)', '3'],
    ['count(items.tip)', '2'],
    ['count(items.proof)', '1'],
    ['count(quotes)', '3'],
    ['count(legs)', '0'],
    ['count(cny)', '1'],
    ['count(opt)', '0'],
    ['days(leave) * 2', '6'],
    ['workdays(leave)', '1.5'],
    ['hours(extra)', '3.5'],
    ['workhours(extra)', '0.3333333333'],
    ['sum(days(off))', '0'],
    ['cny / (cny * 3)', '0.3333333333'],
    ['sum + if * net-total - constructor', '39'],
  ])('%s is %s', (text, expected) => {
    expect(resultOf(text, VALUES)).toEqual({ value: expected })
  })

  it.each([
    ['cny', cny('100.00')],
    ['-cny', cny('-100.00')],
    ['cny / 3', cny('33.33')],
    ['cny / 3 * 3', cny('99.99')],
    ['cny * 2 / 3', cny('66.67')],
    ['cny * 0.33335', cny('33.34')],
    ['-cny * 0.33335', cny('-33.34')],
    ['cny * 0.001 * 0.04', cny('0.00')],
    ['-cny * 0.001 * 0.04', cny('0.00')],
    ['cny * 0.0333 / 2', cny('1.67')],
    ['round(cny / 3, 0)', cny('33.00')],
    ['usd / 2', usd('0.03')],
    ['jpy / 3', { amount: '33', currency: 'JPY' }],
    ['jpy * 0.005', { amount: '1', currency: 'JPY' }],
    ['kwd / 3', { amount: '0.333', currency: 'KWD' }],
    ['kwd * 0.0005', { amount: '0.001', currency: 'KWD' }],
    ['sum(items.amount)', cny('67.56')],
    ['sum(items.tip)', cny('3.50')],
    ['sum(legs.tip)', cny('0.00')],
    ['sum(items.amount, cny)', cny('167.56')],
    ['max(items.amount, 0)', cny('66.66')],
    ['min(items.amount, 0)', cny('0.00')],
    ['max(0, cny - cny * 2)', cny('0.00')],
    ['if(n > 5, cny, 0)', cny('0.00')],
    ['if(n > 1, cny, usd)', cny('100.00')],
    ['if(n > 5, cny, usd)', usd('0.05')],
    ['fee + usd', usd('7.30')],
  ])('%s is an amount', (text, expected) => {
    expect(resultOf(text, VALUES)).toEqual({ value: expected })
  })

  it('in a row columns are those of the row, and fields those of the form', () => {
    expect(resultOf('qty * price', VALUES, VALUES.items[0])).toEqual({ value: cny('66.66') })
    expect(resultOf('qty * n', VALUES, { qty: 2 })).toEqual({ value: '6' })
  })

  it('an empty column is empty, whatever a field of the same key holds', () => {
    const form = [...A_FORM, { key: 'qty', type: 'number', required: true }]
    expect(resultOf('qty * 2', { qty: 5 }, {}, form)).toEqual({ fault: { rule: 'empty' } })
    expect(resultOf('sum(tip)', { tip: cny('5') }, {}, form)).toEqual({ value: cny('0.00') })
  })
})

describe('why a formula comes to nothing', () => {
  it.each([
    ['n * 2', {}, 'empty'],
    ['n * 2', { n: null }, 'empty'],
    ['n * 2', { n: '' }, 'empty'],
    ['max(legs.qty)', { legs: [] }, 'empty'],
    ['days(leave)', {}, 'empty'],
    ['if(n > 1, 2, 3)', {}, 'empty'],
    ['sum(legs.bill)', { legs: [] }, 'empty'],
    ['1 / n', { n: 0 }, 'division_by_zero'],
    ['1 / (n - n)', { n: 0.1 }, 'division_by_zero'],
    ['cny / sum(opt)', { cny: cny('1') }, 'division_by_zero'],
    ['cny / cny', { cny: cny('0.00') }, 'division_by_zero'],
    ['n * n', { n: 1e8 }, 'too_large'],
    ['n + 1', { n: 999_999_999_999_999 }, 'too_large'],
    ['999999999999999.9999999999 + 0.0000000001 * 0.5', {}, 'too_large'],
    ['cny * 10', { cny: cny('999999999999999.99') }, 'too_large'],
    ['n * 1', { n: 1e-200 }, 'too_large'],
    [`${'n * '.repeat(99)}n`, { n: 1.1 }, 'too_large'],
    ['n', { n: NaN }, 'unreadable'],
    ['n', { n: Infinity }, 'unreadable'],
    ['n', { n: 123_456_789_012_345_680 }, 'too_large'],
    ['n', { n: '1e400' }, 'unreadable'],
    ['n', { n: '１' }, 'unreadable'],
    ['n', { n: '0x10' }, 'unreadable'],
    ['n', { n: ' 1' }, 'unreadable'],
    ['n', { n: '9'.repeat(31) }, 'unreadable'],
    ['n', { n: true }, 'unreadable'],
    ['n', { n: {} }, 'unreadable'],
    ['n', { n: [1] }, 'unreadable'],
    ['cny', { cny: { amount: 5, currency: 'CNY' } }, 'unreadable'],
    ['cny', { cny: { amount: '5' } }, 'unreadable'],
    ['cny', { cny: { amount: '1e5', currency: 'CNY' } }, 'unreadable'],
    ['cny', { cny: { amount: 'NaN', currency: 'CNY' } }, 'unreadable'],
    ['sum(items.qty)', { items: 'none' }, 'unreadable'],
    ['sum(items.qty)', { items: [1] }, 'unreadable'],
    ['sum(items.qty)', { items: [null] }, 'unreadable'],
    ['sum(items.qty)', { items: [[]] }, 'unreadable'],
    ['sum(items.qty)', { items: Array.from({ length: 101 }, () => ({ qty: 1 })) }, 'unreadable'],
    ['sum(items.qty)', { items: [{ qty: 'x' }] }, 'unreadable'],
  ])('%s of %j: %s', (text, values, rule) => {
    expect(resultOf(text, values)).toMatchObject({ fault: { rule } })
  })

  it('a key that every object inherits is empty where nobody put it', () => {
    expect(resultOf('constructor', {})).toMatchObject({ fault: { rule: 'empty' } })
    expect(resultOf('sum(items.qty)', { items: [Object.create({ qty: 5 })] })).toEqual({ value: '0' })
  })

  it('two currencies are told by name', () => {
    const fault = { rule: 'two_currencies', currencies: ['CNY', 'USD'] }
    const items = [{ bill: cny('1') }, { bill: usd('2') }]
    expect(resultOf('sum(legs.bill)', { legs: items })).toEqual({ fault })
    expect(resultOf('max(legs.bill)', { legs: items })).toEqual({ fault })
    expect(resultOf('cny - fee', { cny: cny('1'), fee: usd('1') })).toEqual({ fault })
    expect(resultOf('cny / fee', { cny: cny('1'), fee: usd('1') })).toEqual({ fault })
    expect(resultOf('if(cny > fee, 1, 2)', { cny: cny('1'), fee: usd('1') })).toEqual({ fault })
  })

  it('an amount in another currency than the formula can result in is none, even where nothing is added to it', () => {
    const fault = { rule: 'two_currencies', currencies: ['USD', 'CNY'] }
    expect(resultOf('fee + sum(items.tip)', { fee: usd('1'), items: [] })).toEqual({ fault })
    expect(resultOf('fee + sum(items.tip)', { fee: cny('1'), items: [] })).toEqual({ value: cny('1.00') })
  })

  it('a time that nobody can count is unreadable', () => {
    const checked = checkedOf('days(leave)')
    const uncounted = { ...TIME, days: () => undefined }
    expect(evaluateFormula(checked, { leave: 'x' }, uncounted)).toEqual({ fault: { rule: 'unreadable' } })
  })
})

it('money is exact to its smallest unit, up to fifteen digits before the point', () => {
  const fen = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n })
  fc.assert(
    fc.property(fc.array(fen, { minLength: 1, maxLength: 9 }), (all) => {
      const items = all.map((one) => ({ amount: cny(inYuan(one)) }))
      const total = all.reduce((sum, one) => sum + one, 0n)
      expect(resultOf('sum(items.amount)', { items })).toEqual({ value: cny(inYuan(total)) })
    }),
    { numRuns: 1_000 },
  )
})

it('a checked formula is plain data, so that a page can be sent it', () => {
  const checked = checkedOf('if(n > 2, sum(items.amount) * 1.06, max(0, cny / 3))')
  const sent = JSON.parse(JSON.stringify(checked)) as typeof checked
  expect(evaluateFormula(sent, VALUES, TIME)).toEqual(evaluateFormula(checked, VALUES, TIME))
  expect(evaluateFormula(sent, VALUES, TIME)).toEqual({ value: cny('71.61') })
})

function inYuan(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
