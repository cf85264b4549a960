import { describe, expect, it } from 'vitest'
import { Field } from '../../../shared/form/field.ts'
import { readFields } from '../../support/read-forms.ts'

const label = { 'zh-CN': '字段' }
const fieldsOf = (...fields: object[]) => fields.map((field) => Field.parse({ label, ...field }))
const cny = (amount: string) => ({ amount, currency: 'CNY' })
const required = true

const EXPENSE = fieldsOf(
  { key: 'total', type: 'formula', formula: 'subtotal + tax', capital: true },
  { key: 'tax', type: 'formula', formula: 'subtotal * rate' },
  { key: 'subtotal', type: 'formula', formula: 'sum(items.amount)' },
  {
    key: 'items',
    type: 'table',
    columns: [
      { key: 'amount', label, type: 'formula', formula: 'price * qty' },
      { key: 'qty', label, type: 'number', required },
      { key: 'price', label, type: 'money', required },
    ],
  },
  { key: 'rate', type: 'number', required },
)

describe('formulas', () => {
  it('are computed over rows and each other, in place of whatever was sent for them', () => {
    const given = {
      total: cny('1.00'),
      tax: 'nothing',
      rate: 0.06,
      items: [
        { qty: 3, price: cny('33.33'), amount: cny('0.01') },
        { qty: 2, price: cny('0.05') },
      ],
    }
    expect(readFields(EXPENSE, given)).toEqual({
      form: {
        total: cny('106.10'),
        tax: cny('6.01'),
        subtotal: cny('100.09'),
        items: [
          { amount: cny('99.99'), qty: 3, price: cny('33.33') },
          { amount: cny('0.10'), qty: 2, price: cny('0.05') },
        ],
        rate: 0.06,
      },
      faults: [],
    })
  })

  it('come in the order of the form, so that the same form is always the same text', () => {
    const { form } = readFields(EXPENSE, { rate: 1, items: [{ price: cny('1'), qty: 1 }] })
    expect(JSON.stringify(form)).toBe(
      '{"total":{"amount":"2.00","currency":"CNY"},"tax":{"amount":"1.00","currency":"CNY"},"subtotal":{"amount":"1.00","currency":"CNY"},"items":[{"amount":{"amount":"1.00","currency":"CNY"},"qty":1,"price":{"amount":"1","currency":"CNY"}}],"rate":1}',
    )
  })

  it('are nothing where something is missing, which alone is told', () => {
    expect(readFields(EXPENSE, { total: cny('5'), items: [{ qty: 1, amount: cny('9') }] })).toEqual({
      form: { subtotal: cny('0.00'), items: [{ qty: 1 }] },
      faults: [
        { field: 'items[0].price', rule: 'required' },
        { field: 'rate', rule: 'required' },
      ],
    })
  })

  it.each([
    ['no list', 'x', [{ field: 'items', rule: 'type' }]],
    ['a row that is none', [null, 5], [{ field: 'items[0]', rule: 'type' }]],
    ['a row that is a list', [[]], [{ field: 'items[0]', rule: 'type' }]],
    ['a row by number', { 0: { qty: 1 } }, [{ field: 'items', rule: 'type' }]],
    [
      'what a row does not have',
      [{ qty: 1, price: cny('1'), x: 1 }],
      [{ field: 'items[0].x', rule: 'unknown' }],
    ],
    [
      'what every object has',
      [{ qty: 1, price: cny('1'), constructor: 1 }],
      [{ field: 'items[0].constructor', rule: 'unknown' }],
    ],
    ['a text for a number', [{ qty: '1', price: cny('1') }], [{ field: 'items[0].qty', rule: 'type' }]],
    [
      'too many rows',
      Array.from({ length: 101 }, () => ({ qty: 1, price: cny('1') })),
      [{ field: 'items', rule: 'too_many', limit: 100 }],
    ],
  ])('are not submitted with %s', (_, items, expected) => {
    expect(readFields(EXPENSE, { rate: 1, items }).faults).toEqual(expect.arrayContaining(expected))
  })

  it('may have a column that is called like their table', () => {
    const fields = fieldsOf(
      {
        key: 'items',
        type: 'table',
        columns: [
          { key: 'double', label, type: 'formula', formula: 'items * 2' },
          { key: 'items', label, type: 'number', required },
          { key: 'why', label, type: 'text', visible: { field: 'items', op: 'gt', value: 5 } },
        ],
      },
      { key: 'sum', type: 'formula', formula: 'sum(items.double) + sum(items.items)' },
    )
    const items = [
      { items: 3, why: 'hidden' },
      { items: 6, why: 'shown' },
    ]
    expect(readFields(fields, { items })).toEqual({
      form: {
        items: [
          { double: '6', items: 3 },
          { double: '12', items: 6, why: 'shown' },
        ],
        sum: '27',
      },
      faults: [],
    })
  })

  it('are not told of every field that no form has, if a request is full of them', () => {
    const strange = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`x${at}`, 0]))
    const items = [{ qty: 1, price: cny('1'), ...strange }]
    const { faults } = readFields(EXPENSE, { ...strange, rate: 'none', items })
    expect(faults).toHaveLength(101)
    expect(faults.at(-1)).toEqual({ field: 'rate', rule: 'type' })
  })

  it('are no part of a sum that goes on without them where one of them fails', () => {
    const fields = fieldsOf(
      {
        key: 'items',
        type: 'table',
        columns: [
          { key: 'n', label, type: 'number', required },
          { key: 'part', label, type: 'formula', formula: '1 / n' },
        ],
      },
      { key: 'whole', type: 'formula', formula: 'sum(items.part)' },
    )
    expect(readFields(fields, { items: [{ n: 2 }, { n: 0 }, { n: 4 }] })).toEqual({
      form: { items: [{ n: 2, part: '0.5' }, { n: 0 }, { n: 4, part: '0.25' }] },
      faults: [{ field: 'items[1].part', rule: 'division_by_zero' }],
    })
  })

  it('of two currencies are refused in their names, and of too many digits too', () => {
    const fields = fieldsOf(
      { key: 'a', type: 'money', required, currencies: ['CNY', 'USD'] },
      { key: 'b', type: 'money', required, currencies: ['CNY', 'USD'] },
      { key: 'sum', type: 'formula', formula: 'a + b' },
      { key: 'large', type: 'formula', formula: 'a * 1000' },
    )
    const given = { a: { amount: '999999999999999', currency: 'USD' }, b: cny('1') }
    expect(readFields(fields, given).faults).toEqual([
      { field: 'sum', rule: 'two_currencies', currencies: ['USD', 'CNY'] },
      { field: 'large', rule: 'inexact' },
    ])
  })
})

it('a number beyond what formulas take is told as such, and not as something that is missing', () => {
  const fields = fieldsOf(
    { key: 'n', type: 'number', required },
    { key: 'part', type: 'formula', formula: 'n / 10000000000' },
  )
  expect(readFields(fields, { n: 1e17 }).faults).toEqual([{ field: 'part', rule: 'inexact' }])
})

describe('what is not shown', () => {
  const fields = fieldsOf(
    { key: 'kind', type: 'select', options: ['a', 'b'].map((value) => ({ value, label })), required },
    { key: 'proof', type: 'text', required, visible: { field: 'kind', op: 'eq', value: 'b' } },
    { key: 'more', type: 'text', visible: { field: 'proof', op: 'filled' } },
    { key: 'fee', type: 'money', required, visible: { field: 'more', op: 'eq', value: 'yes' } },
    { key: 'total', type: 'formula', formula: 'sum(fee)' },
    { key: 'note', type: 'note', text: label },
    {
      key: 'rows',
      type: 'table',
      visible: { field: 'kind', op: 'eq', value: 'a' },
      columns: [
        { key: 'kind', label, type: 'text', required },
        { key: 'x', label, type: 'number', required, visible: { field: 'kind', op: 'eq', value: 'x' } },
        { key: 'y', label, type: 'number', required: { field: 'proof', op: 'empty' } },
      ],
    },
  )

  it('is not asked for, not stored, and decides nothing', () => {
    const given = { kind: 'a', proof: 'p', more: 'yes', fee: cny('9'), total: cny('9') }
    expect(readFields(fields, given)).toEqual({ form: { kind: 'a', total: cny('0.00') }, faults: [] })
    expect(readFields(fields, { ...given, kind: 'b' })).toEqual({
      form: { kind: 'b', proof: 'p', more: 'yes', fee: cny('9'), total: cny('9.00') },
      faults: [],
    })
  })

  it('is not looked at, however wrong it is', () => {
    expect(readFields(fields, { kind: 'b', proof: 'p', rows: 'x', fee: { unheld: '1e400' } }).faults).toEqual(
      [],
    )
  })

  it('may be asked for in one row and not in another; a column goes before a field of its name', () => {
    const rows = [
      { kind: 'x', y: 1 },
      { kind: 'a', x: 5, y: 2 },
      { kind: 'x', x: 3 },
    ]
    expect(readFields(fields, { kind: 'a', rows })).toEqual({
      form: {
        kind: 'a',
        total: cny('0.00'),
        rows: [
          { kind: 'x', y: 1 },
          { kind: 'a', y: 2 },
          { kind: 'x', x: 3 },
        ],
      },
      faults: [
        { field: 'rows[0].x', rule: 'required' },
        { field: 'rows[2].y', rule: 'required' },
      ],
    })
  })

  it('a value for a note is none of the form', () => {
    expect(readFields(fields, { kind: 'b', proof: 'p', note: 'x' }).form).not.toHaveProperty('note')
  })
})

describe('rows', () => {
  const table = (more: object) =>
    fieldsOf({ key: 'rows', type: 'table', columns: [{ key: 'x', label, type: 'text' }], ...more })

  it.each([
    [{ required }, [], 'required'],
    [{ minRows: 2 }, undefined, 'required'],
    [{ minRows: 2 }, [{ x: 'a' }], 'too_few'],
    [{ minRows: 2 }, [{ x: 'a' }, {}], null],
    [{ maxRows: 1 }, [{}, {}], 'too_many'],
    [{}, [], null],
  ])('%j holding %j: %s', (more, rows, rule) => {
    expect(readFields(table(more), { rows }).faults.map((fault) => fault.rule)).toEqual(
      rule === null ? [] : [rule],
    )
  })

  it('keep their order and their number, also where one says nothing', () => {
    expect(readFields(table({}), { rows: [{ x: ' b ' }, { x: '' }, { x: 'a' }] }).form).toEqual({
      rows: [{ x: 'b' }, {}, { x: 'a' }],
    })
  })
})

it('a text has the form that its definition asks for, in its words; so has one in a row', () => {
  const pattern = { regex: 'PO-\\d{4}', message: { 'zh-CN': '形如 PO-0001' } }
  const column = { key: 'po', label, type: 'text', pattern }
  const fields = fieldsOf({ ...column, required }, { key: 'rows', type: 'table', columns: [column] })
  const fault = (field: string) => ({ field, rule: 'pattern', words: pattern.message })
  expect(readFields(fields, { po: ' PO-0001 ', rows: [{ po: 'PO-9999' }, {}] }).faults).toEqual([])
  expect(readFields(fields, { po: 'PO-00011', rows: [{}, { po: 'PO' }] }).faults).toEqual([
    fault('po'),
    fault('rows[1].po'),
  ])
})
