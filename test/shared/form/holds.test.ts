import { expect, it } from 'vitest'
import { holds as holdsIn } from '../../../shared/form/holds.ts'
import type { Condition } from '../../../shared/form/condition.ts'
import type { FormValues } from '../../../shared/form/field.ts'
import { own } from '../../../shared/own.ts'

const holds = (condition: Condition, form: FormValues) => holdsIn(condition, (key) => own(form, key))

const money = (amount: string) => ({ m: { amount, currency: 'CNY' } })

it.each([
  ['100.50', 'eq', 100.5, true],
  ['100.50', 'ne', 100.5, false],
  ['1000', 'gt', 999.99, true],
  ['999.99', 'gte', 1000, false],
  ['9007199254740.93', 'gt', 9007199254740.92, true],
  ['999999999999999.99', 'gt', 999999999999999, true],
  ['0.10', 'lte', 0.1, true],
  ['-0.01', 'lt', 0, true],
] as const)('an amount of %s %s %d: %s', (amount, op, value, result) => {
  expect(holds({ field: 'm', op, value }, money(amount))).toBe(result)
})

it('small and great numbers compare as what they are', () => {
  expect(holds({ field: 'n', op: 'lt', value: 1e-6 }, { n: 1e-7 })).toBe(true)
  expect(holds({ field: 'n', op: 'in', value: [1e21] }, { n: 1e21 })).toBe(true)
})

it('a text that shows nothing is left empty', () => {
  expect(holds({ field: 't', op: 'ne', value: 'x' }, { t: '\u200b' })).toBe(true)
  expect(holds({ field: 't', op: 'eq', value: '\u200b' }, { t: '\u200b' })).toBe(false)
})

it('any field is empty or filled', () => {
  const empty = (form: FormValues) => holds({ field: 'x', op: 'empty' }, form)
  const filled = (form: FormValues) => holds({ field: 'x', op: 'filled' }, form)
  for (const form of [{}, { x: '' }, { x: ' ' }, { x: [] }])
    expect([empty(form), filled(form)]).toEqual([true, false])
  const values: FormValues[] = [
    { x: 0 },
    { x: [{}] },
    { x: ['a'] },
    { x: { from: '2026-01-01', to: '2026-01-01' } },
  ]
  for (const form of values) expect([empty(form), filled(form)]).toEqual([false, true])
})

it('a decimal that a formula came to compares as a number, beyond what a double holds', () => {
  expect(holds({ field: 'd', op: 'gt', value: 3 }, { d: '10.5' })).toBe(true)
  expect(holds({ field: 'd', op: 'eq', value: 0.3 }, { d: '0.3' })).toBe(true)
  expect(holds({ field: 'd', op: 'gt', value: 999999999999999 }, { d: '999999999999999.01' })).toBe(true)
})
