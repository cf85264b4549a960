import { describe, expect, it } from 'vitest'
import { Field, type FormValue } from '../../shared/field.ts'
import { checkForm } from '../../shared/form-rules.ts'

const label = { 'zh-CN': '字段' }
const options = [
  { value: 'a', label },
  { value: 'b', label },
]

describe('a field takes only what it is made for', () => {
  it.each<[object, FormValue, string | null]>([
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
    [{ type: 'multiselect', options }, ['a', 'a'], 'too_many'],
    [{ type: 'contact', maxCount: 1 }, ['u1', 'u2'], 'too_many'],
    [{ type: 'contact' }, 'u1', 'type'],
    [{ type: 'attachment' }, ['f1'], null],
  ])('%j holding %j: %s', (field, value, rule) => {
    const fields = [Field.parse({ key: 'x', label, ...field })]

    expect(checkForm(fields, { x: value }).map((fault) => fault.rule)).toEqual(rule === null ? [] : [rule])
  })
})

it('what is required must say something, and what the form does not have is refused', () => {
  const fields = [Field.parse({ key: 'x', label, type: 'text', required: true })]

  expect(checkForm(fields, { x: '  ', y: 'z' })).toEqual([
    { field: 'y', rule: 'unknown' },
    { field: 'x', rule: 'required' },
  ])
})
