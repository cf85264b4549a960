import { describe, expect, it } from 'vitest'
import {
  fittingInputs,
  freshInputs,
  toForm as formOf,
  toInputs,
  type Inputs,
} from '../../miniprogram/features/form/form-input.ts'
import { leftAfter, readInputs, shownFaults, toSend } from '../../miniprogram/features/form/form-reading.ts'
import { Field } from '../../shared/form/field.ts'
import { rulesOf as readBy } from '../support/form-basis.ts'

const label = { 'zh-CN': '字段' }
const field = (more: object): Field => Field.parse({ key: 'x', label, ...more })
const days = field({ key: 'days', type: 'number', required: true, min: 10 })
const fields = [
  field({ key: 'name', type: 'text', required: true, maxLength: 5 }),
  days,
  field({ key: 'cost', type: 'money', currencies: ['CNY', 'USD'] }),
  field({ key: 'period', type: 'daterange' }),
  field({ key: 'people', type: 'contact' }),
]
const toForm = (some: Field[], inputs: Inputs) => formOf(some, { inputs, tables: {} })
const faultsOf = (inputs: Inputs, left: Iterable<string> = []) => {
  const filled = { inputs, tables: {} }
  return shownFaults(fields, filled, readInputs(readBy(fields), filled), new Set(left))
}
const rulesOf = (inputs: Inputs, left: string[] = []) =>
  faultsOf(inputs, left).map((fault) => [fault.field, fault.rule])

describe('what is typed becomes a form', () => {
  it.each([
    ['1234.5', 1234.5],
    [' 7 ', 7],
    ['１，２３４．５', 1234.5],
    ['６８００．５０', 6800.5],
    ['6,800.50', 6800.5],
    ['1,234', 1234],
    ['-3', -3],
    ['1,23', '1,23'],
    ['1e3', '1e3'],
    ['+5', 5],
    ['＋５', 5],
    ['007', 7],
    ['-007.50', -7.5],
    ['\u22123', -3],
    ['1\u200b2', 12],
    ['110101199003078515', '110101199003078515'],
    ['0.12345678901234567890', '0.12345678901234567890'],
    ['0.0000001', 1e-7],
    ['1000000000000000000000', 1e21],
    ['12 days', '12 days'],
  ])('the number %s', (typed, value) => {
    expect(toForm([days], { days: typed })).toEqual({ days: value })
  })

  it.each(['1,234.50', '１２３４．５０', '１，２３４．５０', '+1,234.50', '01234.50', ' 1 234.50'])(
    'the amount %s keeps its digits and currency',
    (amount) => {
      expect(toForm(fields, { cost: { amount, currency: 'USD' } })).toEqual({
        cost: { amount: '1234.50', currency: 'USD' },
      })
    },
  )

  it('what is empty is left out', () => {
    const inputs = {
      name: '  ',
      days: '',
      cost: { amount: ' ', currency: 'CNY' },
      period: { from: '', to: '' },
    }
    expect(toForm(fields, { ...inputs, people: [] })).toEqual({})
  })

  it('a preview gets only what fits so far', () => {
    const inputs = { name: 'far too long', days: '12', period: { from: '2026-11-20', to: '' } }
    expect(toSend(fields, readInputs(readBy(fields), { inputs, tables: {} }).form)).toEqual({ days: 12 })
  })
})

describe('faults are shown as soon as they are faults', () => {
  it('a text that is too long, while it is typed', () => {
    expect(rulesOf({ name: 'abcdef', days: '12' })).toEqual([['name', 'too_long']])
  })

  it('what is on its way is none before the field is left', () => {
    const inputs = {
      days: '1',
      cost: { amount: '12.', currency: 'CNY' },
      period: { from: '2026-11-20', to: '' },
    }
    expect(rulesOf(inputs)).toEqual([])
    expect(rulesOf(inputs, ['days', 'cost', 'period'])).toEqual([
      ['days', 'too_small'],
      ['cost', 'type'],
      ['period', 'incomplete'],
    ])
  })

  it('a typed field that is right again may be typed in as before; what is picked stays judged', () => {
    const people = fields.find(({ key }) => key === 'people')!
    const left = new Set(['days', 'name', 'people'])
    const leftBy = (field: Field, inputs: Inputs) =>
      leftAfter({ id: field.key, field: field as never }, faultsOf(inputs, left), left)
    expect(leftBy(days, { days: '1' })).toBe(left)
    expect([...leftBy(days, { days: '12' })]).toEqual(['name', 'people'])
    expect(leftBy(people, { people: ['u_1'] })).toBe(left)
  })
})

it('a stored draft gives what still fits the definition', () => {
  const inputs = { name: 'kept', days: 5, cost: { amount: '1' }, people: ['u_1'], gone: 'x' }
  expect(fittingInputs(fields, { inputs }).inputs).toEqual({
    name: 'kept',
    days: '',
    cost: { amount: '', currency: 'CNY' },
    period: { from: '', to: '' },
    people: ['u_1'],
  })
})

it('a number of more digits than can be held is told as such, and what was taken is typed again as it was', () => {
  expect(rulesOf({ name: 'a', days: '9007199254740993' })).toEqual([['days', 'inexact']])
  expect(toInputs([days], { days: 1e21 }).inputs).toEqual({ days: '1000000000000000000000' })
  expect(formOf([days], toInputs([days], { days: 1e-7 }))).toEqual({ days: 1e-7 })
})

describe('rows', () => {
  const table = field({
    key: 'items',
    type: 'table',
    minRows: 2,
    maxRows: 3,
    columns: [
      { key: 'what', type: 'text', label },
      { key: 'kinds', type: 'multiselect', label, options: [{ value: 'a', label }] },
      { key: 'day', type: 'date', label },
    ],
  })

  it('are there from the start where there have to be some, with the defaults of their columns', () => {
    const filled = freshInputs([table], { 'items.day': '2026-11-30', day: '2000-01-01' })
    const row = { what: '', kinds: [], day: '2026-11-30' }
    expect(filled.tables).toEqual({
      items: [
        { id: 'r1', inputs: row },
        { id: 'r2', inputs: row },
      ],
    })
    expect(freshInputs([field({ ...table, minRows: 0 })], {}).tables).toEqual({ items: [] })
    expect(freshInputs([field({ ...table, minRows: 0, required: true })], {}).tables['items']).toHaveLength(1)
  })

  it('of a kept draft keep cell by cell what fits, and no more of them than there may be', () => {
    const kept = (inputs: unknown) => ({ id: 'whatever', inputs })
    const rows = [kept({ what: 'x', kinds: ['a', 'gone'], day: 7 }), null, kept('no'), kept({ what: 'y' })]
    expect(fittingInputs([table], { inputs: null, tables: { items: rows, gone: [] } }).tables).toEqual({
      items: [
        { id: 'r1', inputs: { what: 'x', kinds: ['a'], day: '' } },
        { id: 'r2', inputs: { what: '', kinds: [], day: '' } },
        { id: 'r3', inputs: { what: '', kinds: [], day: '' } },
      ],
    })
    expect(fittingInputs([table], { tables: { items: 'no list' } }).tables).toEqual({ items: [] })
  })
})
