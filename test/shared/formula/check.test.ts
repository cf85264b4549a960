import { describe, expect, it } from 'vitest'
import { inRow, typeOf } from './a-form.ts'

const number = (decimals: number, measure = {}) => ({ kind: 'number', decimals, ...measure })
const money = (...currencies: string[]) => ({ kind: 'money', currencies })

describe('what a formula results in', () => {
  it.each([
    ['1.50', number(2)],
    ['n', number(10)],
    ['-n', number(10)],
    ['1.5 + 2.25', number(2)],
    ['1.5 * 2.25', number(3)],
    ['3 / 2', number(10)],
    ['round(n, 2)', number(2)],
    ['round(1.5, 2)', number(1)],
    ['count(items)', number(0)],
    ['count(items.tip)', number(0)],
    ['count(quotes)', number(0)],
    ['count(items.proof)', number(0)],
    ['sum(items.qty)', number(0)],
    ['sum(opt)', number(10)],
    ['sum(opt * 2, maybe, shown)', number(10)],
    ['max(opt, 0)', number(10)],
    ['min(legs.qty)', number(0)],
    ['km * 2 + 5', number(10, { unit: 'km' })],
    ['km / 2', number(10, { unit: 'km' })],
    ['2 / km', number(10)],
    ['km * people', number(10)],
    ['km / km', number(10)],
    ['days(leave)', number(1, { time: 'days' })],
    ['workdays(leave) * people', number(10, { time: 'days', unit: '人' })],
    ['hours(extra) + workhours(extra)', number(10, { time: 'hours' })],
    ['sum(days(off))', number(1, { time: 'days' })],
    ['days(leave) + people', number(10, { time: 'days', unit: '人' })],
    ['cny', money('CNY')],
    ['-cny', money('CNY')],
    ['cny * 1.06', money('CNY')],
    ['n * cny', money('CNY')],
    ['cny / 3', money('CNY')],
    ['cny / cny', number(10)],
    ['round(cny, 0)', money('CNY')],
    ['fee', money('CNY', 'USD')],
    ['cny + fee', money('CNY')],
    ['fee - fee', money('CNY', 'USD')],
    ['sum(items.amount)', money('CNY')],
    ['sum(items.tip)', money('CNY')],
    ['sum(legs.bill)', money('CNY', 'USD')],
    ['sum(items.amount, cny)', money('CNY')],
    ['max(legs.amount)', money('CNY')],
    ['max(0, cny - cny)', money('CNY')],
    ['if(n > 1, cny, 0)', money('CNY')],
    ['if(n > 1, 0.00, cny)', money('CNY')],
    ['if(n > 1, cny, usd)', money('CNY', 'USD')],
    ['if(cny > 5000, 1, 2)', number(0)],
    ['if(5000 <= cny, 1, 2)', number(0)],
    ['if(fee > cny, 1, 2)', number(0)],
    ['if(fee > 0, 1, 2)', number(0)],
    ['sum + if + net-total + constructor', number(10)],
  ])('%s', (text, expected) => {
    expect(typeOf(text)).toEqual(expected)
  })

  it.each([
    ['qty * price', money('CNY')],
    ['qty * n', number(10)],
    ['qty * cny', money('CNY')],
    ['days(range)', number(1, { time: 'days' })],
    ['count(proof)', number(0)],
    ['amount + sum(tip)', money('CNY')],
  ])('%s, in a row', (text, expected) => {
    expect(inRow(text)).toEqual(expected)
  })
})

describe('what can never be right is told with its column and what to do', () => {
  it.each([
    ['qyt * 2', /^1: no form field has the key qyt$/],
    ['n + cmy', /^5: no form field has the key cmy; did you mean cny\?/],
    ['n-1', /^1: no form field has the key n-1; .*to subtract, put spaces around the minus/],
    ['toString', /^1: no form field has the key toString/],
    ['hasOwnProperty * 2', /^1: no form field has the key hasOwnProperty/],
    ['sum(items.constructor)', /^5: items has no column constructor/],
    ['sum(item.amount)', /^5: no form field has the key item; did you mean items\?/],
    ['sum(items.amuont)', /^5: items has no column amuont; did you mean amount\?/],
    ['sum(n.amount)', /^5: n is of type number and has no columns/],
    ['items.amount', /^1: items\.amount has a value in each row: it stands in sum, count, min or max/],
    ['items.qty * items.price', /^1: items\.qty has a value in each row/],
    ['sum(items.qty * items.price)', /^5: items\.qty has a value in each row/],
    ['round(items.amount, 2)', /^7: items\.amount has a value in each row/],
    ['items * 2', /^1: items is of type table: write count/],
    ['sum(items)', /^5: items is of type table: write count/],
    ['reason * 2', /^1: reason is of type text: it can be counted/],
    ['quotes + 1', /^1: quotes is of type attachment: it can be counted/],
    ['leave + 1', /^1: leave is of type daterange: write days/],
    ['extra * 2', /^1: extra is of type timespan: write hours/],
    [
      'opt + 1',
      /^1: opt can be left empty, so the result could be nothing: make it required, or write sum\(opt\)/,
    ],
    ['n * maybe', /^5: maybe can be left empty/],
    ['n * shown', /^5: shown is not always shown, so the result could be nothing: write sum\(shown\)/],
    ['if(opt > 1, 2, 3)', /^4: opt can be left empty/],
    ['if(n > 1, opt, 3)', /^11: opt can be left empty/],
    ['max(opt)', /^5: opt can be left empty, so the result could be nothing: give max one more value/],
    [
      'min(items.qty)',
      /^5: items can be without rows, so the result could be nothing: give min one more value/,
    ],
    ['max(legs.tip)', /^5: tip can be left empty/],
    ['sum(items.bill)', /^5: items can be without rows.*: ask for a value, or let it be of one currency/],
    ['days(off)', /^6: off can be left empty, .*write sum\(days\(off\)\)/],
    ['days(extra)', /^6: extra is of type timespan, and days takes a daterange field/],
    ['hours(leave)', /^7: leave is of type daterange, and hours takes a timespan field/],
    ['days(n + 1)', /^8: days takes a daterange field alone/],
    ['sum(days(items.range))', /^10: days takes one daterange: make it a column of items/],
    ['count(n + 1)', /^9: count takes a table, a column or a field alone/],
    ['count(nothing)', /^7: no form field has the key nothing/],
    ['cny + 1', /^5: \+ cannot take an amount in CNY and a number together/],
    ['n - cny', /^3: - cannot take a number and an amount in CNY together/],
    ['fee + 0', /^5: \+ cannot take an amount in CNY or USD and a number together/],
    ['max(cny, 1)', /^1: max cannot take an amount in CNY and a number together/],
    ['if(n > 1, cny, 1)', /^1: if cannot take an amount in CNY and a number together/],
    ['if(fee > 5000, 1, 2)', /^4: > cannot take an amount in CNY or USD and a number together/],
    ['cny * cny', /^5: two amounts cannot be multiplied/],
    ['sum(items.amount) * cny', /^19: two amounts cannot be multiplied/],
    ['1 / cny', /^3: a number cannot be divided by an amount/],
    ['cny + usd', /^5: an amount in CNY and an amount in USD never have the same currency/],
    ['cny / usd', /^5: .* never have the same currency/],
    ['if(cny > usd, 1, 2)', /^4: .* never have the same currency/],
    ['sum(items.amount, usd)', /^1: .* never have the same currency/],
    ['km + people', /^4: \+ cannot take a number of km and a number of 人 together/],
    ['days(leave) + hours(extra)', /^13: \+ cannot take a number of days and a number of hours together/],
    ['if(km > people, 1, 2)', /^4: > cannot take/],
    ['n / 0', /^3: divides by 0/],
    ['cny / 0.00', /^5: divides by 0/],
    ['round(n, 11)', /^10: round takes a whole number of places from 0 to 10/],
    ['round(n, 1.5)', /^10: round takes a whole number/],
    ['round(n, m)', /^10: round takes a whole number/],
    ['round(n, -1)', /^10: round takes a whole number/],
  ])('%s', (text, expected) => {
    expect(typeOf(text)).toMatch(expected)
  })

  it.each([
    ['qty * tip', /^7: tip can be left empty/],
    ['sum(items.amount)', /^5: items is a table: in a row, formulas know its columns by their keys alone/],
    ['count(items)', /^7: items is a table/],
    ['quantity * price', /^1: no form field has the key quantity/],
  ])('%s, in a row', (text, expected) => {
    expect(inRow(text)).toMatch(expected)
  })
})

it('a column goes before a field of the same key', () => {
  const form = [{ key: 'qty', type: 'text', required: true }]
  const row = [{ key: 'qty', type: 'number', integer: true, required: true }]
  expect(typeOf('qty', form, row)).toEqual({ kind: 'number', decimals: 0 })
})

it('a field of money without currencies is one of yuan', () => {
  expect(typeOf('a', [{ key: 'a', type: 'money', required: true }])).toEqual(money('CNY'))
})
