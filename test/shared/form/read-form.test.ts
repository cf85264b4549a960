import { describe, expect, it } from 'vitest'
import { currencyDigits } from '../../../shared/currencies.ts'
import { Field } from '../../../shared/form/field.ts'
import { faultsOf, readFields } from '../../support/read-forms.ts'

const label = { 'zh-CN': '字段' }
const options = [
  { value: 'a', label },
  { value: 'b', label },
]

describe('a field takes only what it is made for', () => {
  it.each<[object, unknown, string | null]>([
    [{ type: 'text', maxLength: 3 }, 'abc', null],
    [{ type: 'text', maxLength: 3 }, 'abcd', 'too_long'],
    [{ type: 'text' }, 5, 'type'],
    [{ type: 'number', min: 0.5, max: 60 }, 0.5, null],
    [{ type: 'number', min: 0.5 }, 0.4, 'too_small'],
    [{ type: 'number', max: 60 }, 61, 'too_large'],
    [{ type: 'number' }, '5', 'type'],
    [{ type: 'money' }, { amount: '1234.50', currency: 'CNY' }, null],
    [{ type: 'money' }, { amount: '1,234', currency: 'CNY' }, 'type'],
    [{ type: 'money' }, { amount: '-1', currency: 'CNY' }, 'too_small'],
    [{ type: 'money' }, { amount: '1', currency: 'USD' }, 'currency'],
    [{ type: 'date' }, '2026-11-20', null],
    [{ type: 'date' }, '2026-02-29', 'not_a_date'],
    [{ type: 'daterange' }, { from: '2026-11-20', to: '2026-11-20' }, null],
    [{ type: 'daterange' }, { from: '2026-11-21', to: '2026-11-20' }, 'ends_before_start'],
    [{ type: 'select', options }, 'a', null],
    [{ type: 'select', options }, 'c', 'not_an_option'],
    [{ type: 'multiselect', options }, ['a', 'b'], null],
    [{ type: 'multiselect', options }, ['a', 'a'], 'repeated'],
    [{ type: 'multiselect', options }, ['a', 5], 'type'],
    [{ type: 'contact', maxCount: 1 }, ['u1', 'u2'], 'too_many'],
    [{ type: 'contact' }, 'u1', 'type'],
    [{ type: 'contact' }, ['\u200b'], 'not_an_option'],
    [{ type: 'attachment' }, ['f1'], null],
    [{ type: 'attachment' }, ['f1', 'f1'], 'repeated'],
  ])('%j holding %j: %s', (field, value, rule) => {
    const fields = [Field.parse({ key: 'x', label, ...field })]

    expect(faultsOf(fields, { x: value }).map((fault) => fault.rule)).toEqual(rule === null ? [] : [rule])
  })
})

it('what is required must say something, and what the form does not have is refused', () => {
  const fields = [Field.parse({ key: 'x', label, type: 'text', required: true })]

  expect(faultsOf(fields, { x: '  ', y: 'z' })).toEqual([
    { field: 'y', rule: 'unknown' },
    { field: 'x', rule: 'required' },
  ])
})

const one = (field: object) => [Field.parse({ key: 'x', label, ...field })]
const ruleOf = (field: object, value: unknown) => faultsOf(one(field), { x: value })[0]?.rule ?? null

describe('a number is kept to the digit, or refused', () => {
  it.each<[unknown, string | null]>([
    [{ unheld: '110101199003078515' }, 'inexact'],
    ['9007199254740993', 'inexact'],
    ['12 days', 'type'],
    [1e300, 'inexact'],
    [5e-324, 'inexact'],
    [1e-7, null],
    [1e21, null],
    [NaN, 'type'],
    [null, 'type'],
    [true, 'type'],
  ])('%j: %s', (value, rule) => {
    expect(ruleOf({ type: 'number' }, value)).toBe(rule)
  })
})

describe('an amount has the digits of its currency', () => {
  const money = { type: 'money', currencies: ['CNY', 'JPY', 'KWD', 'VND'], max: 9_999_999_999_999 }
  it.each([
    ['JPY', '100', null],
    ['JPY', '100.50', 'whole'],
    ['JPY', '100.0', 'whole'],
    ['KWD', '1.234', null],
    ['KWD', '1.2345', 'decimals'],
    ['CNY', '0.10', null],
    ['CNY', '0.105', 'decimals'],
    ['VND', '1234567890123', null],
    ['VND', '9999999999999', null],
    ['VND', '10000000000000', 'too_large'],
    ['VND', '1234567890123456', 'inexact'],
    ['CNY', '-0', 'type'],
    ['CNY', '-0.00', 'type'],
    ['CNY', '-0.01', 'too_small'],
    ['CNY', '007', 'type'],
    ['CNY', '+5', 'type'],
    ['CNY', '１２', 'type'],
    ['CNY', '1,234.50', 'type'],
    ['CNY', '1e3', 'type'],
    ['CNY', '.5', 'type'],
    ['CNY', '5.', 'type'],
    ['CNY', ' 5', 'type'],
    ['EUR', '5', 'currency'],
  ])('%s %s: %s', (currency, amount, rule) => {
    expect(ruleOf(money, { amount, currency })).toBe(rule)
  })

  it.each([{ amount: 5, currency: 'CNY' }, { amount: '5' }, { amount: '5', currency: 'CNY', x: 1 }, []])(
    'and is two texts: %j',
    (value) => {
      expect(ruleOf({ ...money, required: true }, value)).toMatch(/type|required/)
    },
  )

  it('the digits are those of Intl', () => {
    const common = 'CNY USD EUR GBP HKD TWD SGD THB INR JPY KRW VND IDR CLP ISK XAF KWD BHD OMR JOD TND LYD'
    const digits = (currency: string) =>
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
    expect(common.split(' ').map((code) => [code, currencyDigits(code)])).toEqual(
      common.split(' ').map((code) => [code, digits(code)]),
    )
  })
})

describe('a date is a day that people can mean', () => {
  it.each([
    ['2024-02-29', null],
    ['2026-02-30', 'not_a_date'],
    ['2026-13-01', 'not_a_date'],
    ['2026-1-5', 'not_a_date'],
    ['0000-01-01', 'not_a_date'],
    ['0202-11-20', 'not_a_date'],
    ['12026-11-20', 'not_a_date'],
    ['2026-11-20T00:00', 'not_a_date'],
    [20261120, 'type'],
  ])('%s: %s', (date, rule) => {
    expect(ruleOf({ type: 'date' }, date)).toBe(rule)
    if (typeof date === 'string') {
      expect(ruleOf({ type: 'daterange' }, { from: date, to: date })).toBe(rule)
    }
  })
})

describe('a text counts as people count', () => {
  it.each([
    ['text', '𠮷野家😀', null],
    ['text', '𠮷野家😀!', 'too_long'],
    ['textarea', ' 四个字呢 \r\n', null],
  ])('%s %j: %s', (type, text, rule) => {
    expect(ruleOf({ type, maxLength: 4 }, text)).toBe(rule)
  })

  it('and is stored as it is seen: a line of one, lines of the other', () => {
    const fields = [
      Field.parse({ key: 'line', label, type: 'text' }),
      Field.parse({ key: 'lines', label, type: 'textarea' }),
    ]
    const text = ' a\u202E\r\nb\u0000 '
    expect(readFields(fields, { line: text, lines: text })).toEqual({
      form: { line: 'a b', lines: 'a\nb' },
      faults: [],
    })
  })
})

it('a key that every object has is not given by itself', () => {
  expect(readFields(one({ key: 'toString', type: 'text', required: true }), {}).faults).toEqual([
    { field: 'toString', rule: 'required' },
  ])
})
