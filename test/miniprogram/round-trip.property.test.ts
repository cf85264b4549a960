import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toForm, toInputs } from '../../miniprogram/features/form/form-input.ts'
import { Field } from '../../shared/form/field.ts'
import { readForm } from '../../shared/form/read-form.ts'
import { valueText } from '../../shared/form/form-text.ts'
import { LOCALES } from '../../shared/locale.ts'

const label = { 'zh-CN': '字段' }
const options = ['a', 'b', 'constructor', '1'].map((value) => ({ value, label }))

const nastyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\r', '\n', '\t', '\u0000', '\uD83D', '\uDE00', '\u200B', '\u202E', '\u200D', '\u2028'),
    fc.constantFrom(' ', '*', '<', '&', '@', '字', '😀', 'ا', '\u0301', '\u3164', '0', '.'),
  ),
  maxLength: 24,
})
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(1e-7, 1e21, -0, 5e-324, 0.1, 1e16, Number.MAX_SAFE_INTEGER, 123456.789e-9),
)
const amount = fc.oneof(
  fc.stringMatching(/^-?\d{0,17}\.?\d{0,4}$/),
  fc.constantFrom('0', '-0', '007', '+5', '0.1', '999999999999999.99', '１２'),
)
const day = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9999-12-31') })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom('2026-02-30', '0000-01-01', '2024-02-29', '9999-12-31'),
)
const list = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 5 })

/** A field of every type, with what may be given it. */
const CASES: Record<Field['type'], [object, fc.Arbitrary<unknown>]> = {
  text: [{ maxLength: 12 }, nastyText],
  textarea: [{ maxLength: 12 }, nastyText],
  number: [{}, number],
  money: [
    { currencies: ['CNY', 'JPY', 'KWD'], min: -1e15 },
    fc.record({ amount, currency: fc.constantFrom('CNY', 'JPY', 'KWD', 'USD') }),
  ],
  date: [{}, day],
  daterange: [{}, fc.tuple(day, day).map((days) => ({ from: days.sort()[0], to: days[1] }))],
  select: [{ options }, fc.constantFrom('a', 'b', 'c', 'constructor', '1')],
  multiselect: [{ options }, list(fc.constantFrom('a', 'b', 'c', 'constructor', '1'))],
  contact: [{ maxCount: 3 }, list(fc.constantFrom('u_a', 'ou_b', 'toString', ' '))],
  department: [{ maxCount: 3 }, list(fc.constantFrom('od-1', 'od-2', 'od-3', 'od-4'))],
  image: [{ maxCount: 3 }, list(fc.constantFrom('f1', 'f2', 'f3', 'f4'))],
  attachment: [{ maxCount: 3 }, list(fc.constantFrom('f1', 'f2', 'f3', 'f4'))],
}

it.each(Object.entries(CASES))(
  'what a field of %s takes comes back to be edited, is taken again unchanged, and shown alike',
  (type, [settings, values]) => {
    const fields = [Field.parse({ key: 'x', label, type, ...settings })]
    let taken = 0
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: values }, fc.jsonValue()), (x) => {
        const { form, faults } = readForm(fields, { x })
        if (faults.length > 0) return
        taken += 1
        const stored = JSON.parse(JSON.stringify(form)) as typeof form
        const again = toForm(fields, toInputs(fields, stored))
        expect(again).toEqual(form)
        expect(readForm(fields, again)).toEqual({ form, faults: [] })
        for (const locale of LOCALES) {
          const [before, after] = [form, again].map((one) =>
            valueText(fields[0] as Field, one['x'], locale, () => undefined),
          )
          expect(after).toBe(before)
          // Words may look like an exponent.
          if (type === 'number' || type === 'money') expect(before).not.toMatch(/e[-+]?\d/)
        }
      }),
      { numRuns: 400 },
    )
    expect(taken).toBeGreaterThan(50)
  },
)
