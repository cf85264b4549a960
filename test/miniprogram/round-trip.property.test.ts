import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toForm, toInputs } from '../../miniprogram/features/form/form-input.ts'
import { readInputs, toSend } from '../../miniprogram/features/form/form-reading.ts'
import { Field, type Column } from '../../shared/form/field.ts'
import { readForm } from '../../shared/form/read-form.ts'
import { valueText } from '../../shared/form/form-text.ts'
import { LOCALES } from '../../shared/locale.ts'
import { rulesOf } from '../support/form-basis.ts'

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

const time = fc.oneof(
  fc.tuple(day, fc.constantFrom('00:00', '09:30', '23:59')).map((parts) => parts.join('T')),
  fc.constantFrom('2026-11-20T24:00', '2026-11-20', 'T', '2026-11-20T14:30'),
)
const ends = (one: fc.Arbitrary<string>) =>
  fc.tuple(one, one).map((two) => ({ from: two.sort()[0], to: two[1] }))
const half = fc.constantFrom('am', 'pm')

/** A field of every type that is filled in, with what may be given it. */
const CASES: Record<Exclude<Column['type'], 'formula' | 'note'>, [object, fc.Arbitrary<unknown>]> = {
  text: [{ maxLength: 12 }, nastyText],
  textarea: [{ maxLength: 12 }, nastyText],
  number: [{}, number],
  money: [
    { currencies: ['CNY', 'JPY', 'KWD'], min: -1e15 },
    fc.record({ amount, currency: fc.constantFrom('CNY', 'JPY', 'KWD', 'USD') }),
  ],
  date: [{}, day],
  datetime: [{}, time],
  daterange: [
    { unit: 'halfday' },
    fc
      .tuple(ends(day), half, half)
      .map(([{ from, to }, fromHalf, toHalf]) => ({ from, fromHalf, to, toHalf })),
  ],
  timespan: [{}, fc.oneof(ends(time), fc.constant({ from: '2026-11-20T19:00', to: '2026-11-21T01:00' }))],
  link: [{}, fc.oneof(nastyText, fc.webUrl({ validSchemes: ['https'] }))],
  phone: [
    {},
    fc.oneof(fc.stringMatching(/^[+(]?\d[\d ()-]{2,20}$/), fc.constantFrom('+86 (10) 8888-6666', '110')),
  ],
  account: [
    {},
    fc.record({ name: nastyText, bank: nastyText, number: fc.stringMatching(/^[0-9A-Z]{3,20}$/) }),
  ],
  approval: [{ maxCount: 3 }, list(fc.constantFrom('i1', 'i2', 'i3', 'i4'))],
  select: [{ options }, fc.constantFrom('a', 'b', 'c', 'constructor', '1')],
  multiselect: [{ options }, list(fc.constantFrom('a', 'b', 'c', 'constructor', '1'))],
  contact: [{ maxCount: 3 }, list(fc.constantFrom('u_a', 'ou_b', 'toString', ' '))],
  department: [{ maxCount: 3 }, list(fc.constantFrom('od-1', 'od-2', 'od-3', 'od-4'))],
  image: [{ maxCount: 3 }, list(fc.constantFrom('f1', 'f2', 'f3', 'f4'))],
  attachment: [{ maxCount: 3 }, list(fc.constantFrom('f1', 'f2', 'f3', 'f4'))],
}

const isTaken = (x: unknown) => x !== undefined

it.each(Object.entries(CASES))(
  'what a field of %s takes, alone or in rows, comes back to be edited, is taken again unchanged, and shown alike',
  (type, [settings, values]) => {
    const column = { key: 'x', label, type, ...settings }
    const fields = [
      Field.parse(column),
      Field.parse({ key: 'rows', label, type: 'table', columns: [column] }),
    ]
    const rules = rulesOf(fields)
    const anything = fc.oneof({ weight: 9, arbitrary: values }, fc.jsonValue())
    let taken = 0
    fc.assert(
      fc.property(anything, fc.array(values, { maxLength: 4 }), (x, cells) => {
        const given = { x, rows: cells.map((cell) => ({ x: cell })) }
        const { form } = readForm(rules.checked, given, rules.time)
        taken += [form['x'], ...((form['rows'] ?? []) as { x?: unknown }[]).map((row) => row.x)].filter(
          isTaken,
        ).length
        const stored = JSON.parse(JSON.stringify(form)) as typeof form
        const again = readInputs(rules, toInputs(fields, stored))
        expect(again).toMatchObject({ form, faults: [] })
        expect(toSend(fields, again.form)).toEqual(form)
        expect(toForm(fields, toInputs(fields, stored))).toEqual(form)
        for (const locale of LOCALES) {
          const [before, after] = [form, again.form].map((one) =>
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
