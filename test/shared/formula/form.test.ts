import { describe, expect, it } from 'vitest'
import type { FormulaField } from '../../../shared/formula/fields.ts'
import { checkFormulas } from '../../../shared/formula/form.ts'
import { Field } from '../../../shared/form/field.ts'

const required = true
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
  checkFormulas(form).faults.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('the formulas of a form', () => {
  it('come in an order in which each can be computed', () => {
    const { steps, faults } = checkFormulas(EXPENSE)
    expect(faults).toEqual([])
    const order = steps.map(({ key, table }) => (table === undefined ? key : `${table}.${key}`))
    const isBefore = (one: string, other: string) => order.indexOf(one) < order.indexOf(other)
    expect(order).toHaveLength(8)
    expect(isBefore('items.qty', 'items.amount')).toBe(true)
    expect(isBefore('items.amount', 'subtotal')).toBe(true)
    expect(isBefore('subtotal', 'tax')).toBe(true)
    expect(isBefore('tax', 'total')).toBe(true)
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
    const form: FormulaField[] = [
      formula('a', 'sum(b)'),
      { key: 'b', type: 'number', required, visible: { field: 'a', op: 'filled' } },
      { key: 'c', type: 'number', visible: { field: 'd', op: 'filled' } },
    ]
    const { faults, steps } = checkFormulas(form)
    expect(faults).toEqual([{ path: ['form', 0, 'formula'], message: 'goes round in a circle: a → b → a' }])
    expect(steps.map(({ key }) => key)).toEqual(['c'])
  })

  it('a circle that leads through a table is told where somebody wrote it, and not at a column that says nothing', () => {
    const { faults } = checkFormulas([
      formula('e', 'count(t.b)'),
      formula('g', 'count(t.b)'),
      {
        key: 't',
        type: 'table',
        columns: [{ key: 'b', type: 'text' }],
        visible: { field: 'g', op: 'filled' },
      },
    ])
    expect(faults).toEqual([
      { path: ['form', 2, 'visible'], message: 'goes round in a circle: t → g → t.b → t' },
    ])
  })

  it('what decides whether a field is shown is known before it', () => {
    const form: FormulaField[] = [
      { key: 'reason', type: 'text', visible: { field: 'twice', op: 'gt', value: 2 } },
      { key: 'n', type: 'number', required },
      formula('twice', 'n * 2'),
    ]
    const { steps } = checkFormulas(form)
    expect(steps.map(({ key }) => key)).toEqual(['n', 'twice', 'reason'])
  })
})
