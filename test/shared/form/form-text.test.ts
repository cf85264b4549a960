import { expect, it } from 'vitest'
import { Field } from '../../../shared/form/field.ts'
import { valueText } from '../../../shared/form/form-text.ts'
import { LOCALES } from '../../../shared/locale.ts'

const money = Field.parse({
  key: 'cost',
  type: 'money',
  label: { 'zh-CN': '金额' },
  currencies: ['CNY', 'USD'],
})
const number = Field.parse({ key: 'year', type: 'number', label: { 'zh-CN': '年份' } })

it.each([
  ['0.5', 'CNY 0.50'],
  ['999', 'CNY 999.00'],
  ['1000', 'CNY 1,000.00'],
  ['6800.50', 'CNY 6,800.50'],
  ['-123456', 'CNY -123,456.00'],
  ['99999999.99', 'CNY 99,999,999.99'],
  ['999999999999.99', 'CNY 999,999,999,999.99'],
])('an amount of %s reads %s, whatever the language', (amount, text) => {
  for (const locale of LOCALES)
    expect(valueText(money, { amount, currency: 'CNY' }, locale, () => undefined)).toBe(text)
})

const SHAPES: Record<string, Parameters<typeof valueText>[1]> = {
  text: 'abc',
  number: 5,
  money: { amount: '5', currency: 'CNY' },
  daterange: { from: '2026-11-20', to: '2026-11-21' },
  account: { name: '甲', bank: '乙', number: '123' },
  contact: ['u_dev'],
}

it.each(Object.keys(SHAPES))('of a %s field nothing is shown but what such a field holds', (type) => {
  const field = Field.parse({ key: 'x', type, label: { 'zh-CN': '字段' } })
  const shown = Object.entries(SHAPES).filter(
    ([, value]) => valueText(field, value, 'zh-CN', () => undefined) !== '',
  )
  expect(shown.map(([name]) => name)).toEqual([type])
})

it('a number stays as it is: it may be a year', () => {
  expect(valueText(number, 2026, 'en-US', () => undefined)).toBe('2026')
})

it.each([
  [1e-7, '0.0000001'],
  [1e21, '1000000000000000000000'],
])('a number is written as people write it: %d', (value, text) => {
  expect(valueText(number, value, 'zh-CN', () => undefined)).toBe(text)
})

it('a text of before shows what a text of today would be', () => {
  const text = Field.parse({ key: 'x', type: 'textarea', label: { 'zh-CN': '事由' } })
  const shown = (value: string) => valueText(text, value, 'zh-CN', () => undefined)
  expect(shown('abc\u202Edef\r\n\u0000g ')).toBe('abcdef\ng')
  expect(shown('\u3164\u200b')).toBe('未填写')
})

it('a table is its number of rows and its total, exact, each currency by itself', () => {
  const label = { 'zh-CN': '字段' }
  const columns = [
    { key: 'qty', label, type: 'number' },
    { key: 'price', label, type: 'money', currencies: ['CNY', 'USD'] },
  ]
  const table = Field.parse({ key: 'items', label, type: 'table', columns })
  const rows = (...amounts: [string, string][]) =>
    amounts.map(([amount, currency]) => ({ qty: 1, price: { amount, currency } }))
  const shown = (value: Parameters<typeof valueText>[1], locale: 'zh-CN' | 'en-US' | 'ja-JP' = 'zh-CN') =>
    valueText(table, value, locale, () => undefined)
  expect(shown(rows(['0.10', 'CNY'], ['0.20', 'CNY'], ['1234.2', 'CNY']))).toBe('3 项, 合计 CNY 1,234.50')
  expect(shown(rows(['999999999999999.99', 'CNY'], ['0.02', 'CNY']))).toBe(
    '2 项, 合计 CNY 1,000,000,000,000,000.01',
  )
  expect(shown(rows(['1', 'CNY'], ['2.5', 'USD']), 'en-US')).toBe('2 items, total CNY 1.00 + USD 2.50')
  expect(shown([{ qty: 1 }], 'ja-JP')).toBe('1 件')
  expect(shown(undefined)).toBe('未填写')
})
