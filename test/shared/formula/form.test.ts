import { describe, expect, it } from 'vitest'
import { evaluateForm } from '../../../shared/formula/evaluate-form.ts'
import type { FormulaField } from '../../../shared/formula/fields.ts'
import { checkForm } from '../../../shared/formula/form.ts'
import { Field } from '../../../shared/form/field.ts'
import { TIME } from './a-form.ts'

const required = true
const cny = (amount: string) => ({ amount, currency: 'CNY' })
const formula = (key: string, text: string, more: Partial<FormulaField> = {}): FormulaField => ({
  key,
  type: 'formula',
  formula: text,
  ...more,
})

/** The total stands first, so that the order of the form is not that of the formulas. */
const EXPENSE: FormulaField[] = [
  formula('total', 'subtotal + tax', { capital: true }),
  formula('tax', 'subtotal * rate'),
  formula('subtotal', 'sum(items.amount)'),
  {
    key: 'items',
    type: 'table',
    columns: [
      formula('amount', 'price * qty'),
      { key: 'qty', type: 'number', required },
      { key: 'price', type: 'money', required },
    ],
  },
  { key: 'rate', type: 'number', required },
]

const faultsOf = (form: FormulaField[]) =>
  checkForm(form).faults.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('the formulas of a form', () => {
  it('come in an order in which each can be computed', () => {
    const { steps, faults } = checkForm(EXPENSE)
    expect(faults).toEqual([])
    const order = steps.map(({ key, table }) => (table === undefined ? key : `${table}.${key}`))
    const isBefore = (one: string, other: string) => order.indexOf(one) < order.indexOf(other)
    expect(order).toHaveLength(8)
    expect(isBefore('items.qty', 'items.amount')).toBe(true)
    expect(isBefore('items.amount', 'subtotal')).toBe(true)
    expect(isBefore('subtotal', 'tax')).toBe(true)
    expect(isBefore('tax', 'total')).toBe(true)
  })

  it('are computed over rows and each other, in place of whatever was sent for them', () => {
    const given = {
      total: cny('1.00'),
      rate: 0.06,
      items: [
        { qty: 3, price: cny('33.33'), amount: cny('0.01') },
        { qty: 2, price: cny('0.05') },
      ],
    }
    const before = structuredClone(given)
    const { values, findings } = evaluateForm(checkForm(EXPENSE).steps, given, TIME)
    expect(findings).toEqual([])
    expect(values).toEqual({
      rate: 0.06,
      items: [
        { qty: 3, price: cny('33.33'), amount: cny('99.99') },
        { qty: 2, price: cny('0.05'), amount: cny('0.10') },
      ],
      subtotal: cny('100.09'),
      tax: cny('6.01'),
      total: cny('106.10'),
    })
    expect(given).toEqual(before)
  })

  it('are nothing where something is missing, even if something was sent for them', () => {
    const { values, findings } = evaluateForm(
      checkForm(EXPENSE).steps,
      { total: cny('5'), items: [{ qty: 1, amount: cny('9') }] },
      TIME,
    )
    expect(values).toEqual({ items: [{ qty: 1 }], subtotal: cny('0.00') })
    expect(findings).toEqual([
      { key: 'amount', table: 'items', row: 0, fault: { rule: 'empty' } },
      { key: 'tax', fault: { rule: 'empty' } },
      { key: 'total', fault: { rule: 'empty' } },
    ])
  })

  it('say so where rows are none, and leave them as they are', () => {
    const { values, findings } = evaluateForm(checkForm(EXPENSE).steps, { rate: 1, items: 'x' }, TIME)
    expect(findings.map(({ key, fault }) => [key, fault.rule])).toEqual([
      ['subtotal', 'unreadable'],
      ['tax', 'unreadable'],
      ['total', 'unreadable'],
    ])
    expect(values).toEqual({ rate: 1, items: 'x' })
    const mixed = evaluateForm(checkForm(EXPENSE).steps, { rate: 1, items: [null, 5] }, TIME)
    expect(mixed.values).toEqual({ rate: 1, items: [null, 5] })
  })

  it('are no part of a sum that goes on without them where one of them fails', () => {
    const form: FormulaField[] = [
      {
        key: 'items',
        type: 'table',
        columns: [{ key: 'n', type: 'number', required }, formula('part', '1 / n')],
      },
      formula('whole', 'sum(items.part)'),
    ]
    const given = { items: [{ n: 2 }, { n: 0 }, { n: 4 }] }
    const { values, findings } = evaluateForm(checkForm(form).steps, given, TIME)
    expect(values).toEqual({ items: [{ n: 2, part: '0.5' }, { n: 0 }, { n: 4, part: '0.25' }] })
    expect(findings).toEqual([
      { key: 'part', table: 'items', row: 1, fault: { rule: 'division_by_zero' } },
      { key: 'whole', fault: { rule: 'unreadable' } },
    ])
  })

  it('hand on their unit, and what they name themselves goes before it', () => {
    const form = [
      formula('away', 'days(range)', { unit: '天' }),
      { key: 'range', type: 'daterange', required },
      { key: 'km', type: 'number', required, unit: 'km' },
    ]
    expect(faultsOf([...form, formula('sum', 'away + km')])).toEqual([
      'form.3.formula: column 6: + cannot take a number of 天 and a number of km together',
    ])
  })

  it('may be of a form as definitions have it today', () => {
    const form = [
      Field.parse({ key: 'a', type: 'money', label: { 'zh-CN': '金额' }, required: true }),
      Field.parse({ key: 'b', type: 'number', label: { 'zh-CN': '数量' } }),
    ]
    expect(faultsOf([...form, formula('c', 'a * sum(b)')])).toEqual([])
  })
})

describe('what is wrong with them is told with its place', () => {
  it.each([
    ['itself', [formula('a', 'a + 1')], ['form.0.formula: goes round in a circle: a → a']],
    [
      'a circle',
      [formula('a', 'b + 1'), formula('b', 'c * 2'), formula('c', 'a - 1'), formula('d', 'a + c')],
      ['form.0.formula: goes round in a circle: a → b → c → a'],
    ],
    [
      'two circles, and one that leads into them',
      [formula('x', 'a + c'), formula('a', 'b'), formula('b', 'a'), formula('c', 'c')],
      ['form.1.formula: goes round in a circle: a → b → a', 'form.3.formula: goes round in a circle: c → c'],
    ],
    [
      'a circle through a table',
      [
        formula('rate', 'sum(items.part)'),
        { key: 'items', type: 'table', columns: [formula('part', 'rate * 2')] },
      ],
      ['form.0.formula: goes round in a circle: rate → items.part → rate'],
    ],
    [
      'a circle through what is counted',
      [{ key: 'items', type: 'table', columns: [formula('a', 'b'), formula('b', 'a')] }],
      ['form.0.columns.0.formula: goes round in a circle: items.a → items.b → items.a'],
    ],
    [
      'a text that is none, and nothing of what needs it',
      [formula('a', '1 +'), formula('b', 'a * 2'), formula('c', 'b / 0')],
      ['form.0.formula: column 4: ends too early: a number, a field or a bracket is missing'],
    ],
    ['no text', [{ key: 'a', type: 'formula' }], ['form.0.formula: column 1: is empty']],
    [
      'a column',
      [
        {
          key: 'items',
          type: 'table',
          columns: [formula('a', 'qty * 2'), { key: 'q', type: 'number', required }],
        },
      ],
      ['form.0.columns.0.formula: column 1: no form field has the key qty'],
    ],
    [
      'capitals of what is no amount',
      [formula('a', '1 + 1', { capital: true })],
      ['form.0.capital: needs an amount that is in CNY alone: only yuan have capitals'],
    ],
    [
      'capitals of yen',
      [{ key: 'b', type: 'money', currencies: ['JPY'], required }, formula('a', 'b * 2', { capital: true })],
      ['form.1.capital: needs an amount that is in CNY alone: only yuan have capitals'],
    ],
    [
      'two formulas',
      [formula('a', 'first'), formula('b', 'second')],
      [
        'form.0.formula: column 1: no form field has the key first',
        'form.1.formula: column 1: no form field has the key second',
      ],
    ],
  ] as [string, FormulaField[], string[]][])('%s', (_, form, expected) => {
    expect(faultsOf(form)).toEqual(expected)
  })

  it('a field whose condition needs what needs the field goes round in a circle', () => {
    const shown = { key: 'b', type: 'number', required, visible: { field: 'a' } }
    const form: FormulaField[] = [
      formula('a', 'sum(b)'),
      shown,
      { key: 'c', type: 'number', visible: { field: 'd' } },
    ]
    const conditions = new Map([['b', ['a']]])
    const { faults, steps } = checkForm(form, ({ key }) => conditions.get(key) ?? [])
    expect(faults).toEqual([{ path: ['form', 0, 'formula'], message: 'goes round in a circle: a → b → a' }])
    expect(steps.map(({ key }) => key)).toEqual(['c'])
  })

  it('what decides whether a field is shown is known before it', () => {
    const form: FormulaField[] = [
      { key: 'reason', type: 'text', visible: {} },
      { key: 'n', type: 'number', required },
      formula('twice', 'n * 2'),
    ]
    const { steps } = checkForm(form, ({ key }) => (key === 'reason' ? ['twice'] : []))
    expect(steps.map(({ key }) => key)).toEqual(['n', 'twice', 'reason'])
  })
})
