import { describe, expect, it } from 'vitest'
import {
  fittingForm,
  fittingInputs,
  leftAfter,
  shownFaults,
  toForm,
  toInputs,
} from '../../miniprogram/features/form/form-input.ts'
import { Field } from '../../shared/form/field.ts'

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
const rulesOf = (inputs: Parameters<typeof toForm>[1], left: string[] = []) =>
  shownFaults(fields, inputs, new Set(left)).map((fault) => [fault.field, fault.rule])

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
    expect(fittingForm(fields, inputs)).toEqual({ days: 12 })
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
    expect(rulesOf(inputs, ['days', 'cost'])).toEqual([
      ['days', 'too_small'],
      ['cost', 'type'],
    ])
  })

  it('a typed field that is right again may be typed in as before; what is picked stays judged', () => {
    const people = fields.find(({ key }) => key === 'people')!
    const left = new Set(['days', 'name', 'people'])
    expect(leftAfter(days, fields, { days: '1' }, left)).toBe(left)
    expect([...leftAfter(days, fields, { days: '12' }, left)]).toEqual(['name', 'people'])
    expect(leftAfter(people, fields, { people: ['u_1'] }, left)).toBe(left)
  })
})

it('a stored draft gives what still fits the definition', () => {
  const stored = { name: 'kept', days: 5, cost: { amount: '1' }, people: ['u_1'], gone: 'x' }
  expect(fittingInputs(fields, stored)).toEqual({
    name: 'kept',
    days: '',
    cost: { amount: '', currency: 'CNY' },
    period: { from: '', to: '' },
    people: ['u_1'],
  })
})

it('a number of more digits than can be held is told as such, and what was taken is typed again as it was', () => {
  expect(rulesOf({ name: 'a', days: '9007199254740993' })).toEqual([['days', 'inexact']])
  expect(toInputs([days], { days: 1e21 })).toEqual({ days: '1000000000000000000000' })
  expect(toForm([days], toInputs([days], { days: 1e-7 }))).toEqual({ days: 1e-7 })
})
