import fc from 'fast-check'
import { expect, it } from 'vitest'
import { timeRulesOf } from '../../../server/domain/calendar.ts'
import { toCompanyTime } from '../../../server/domain/company-time.ts'
import { checkedForm } from '../../../shared/form/checked-form.ts'
import { Field, type FormValues } from '../../../shared/form/field.ts'
import { formFaults } from '../../../shared/form/form-faults.ts'
import { leavesOf, mapLeaves } from '../../../shared/form/leaves.ts'
import { readForm, type CheckedForm } from '../../../shared/form/read-form.ts'
import { toTimeRules } from '../../../shared/time/time-rules.ts'
import { A_CALENDAR } from '../../support/read-forms.ts'
import { aForm, aSubmission, KEYS, LIKELY_VALUES } from './arbitrary-forms.ts'

const RUNS = Number(process.env['FORM_RUNS'] ?? 400)

const ON_SERVER = timeRulesOf(A_CALENDAR)
/** As a page has it: what was sent as JSON. */
const ON_PAGE = toTimeRules(
  JSON.parse(JSON.stringify(toCompanyTime(A_CALENDAR, '2026-11-20'))) as ReturnType<typeof toCompanyTime>,
)

const accepted = aForm.map(acceptable)

/** Beside notes alone, or where nothing else is left. */
const A_TEXT = { key: 'left', type: 'text', label: { 'zh-CN': '字段' } }

/** Without what is refused in it. */
function acceptable(form: object[]): Field[] {
  let left = form
  for (;;) {
    const fields = left.map((field) => Field.parse(field))
    const [fault] = formFaults(fields)
    if (!fault) return fields
    left = without(left, fault.path)
    if (left.every((field) => 'type' in field && field.type === 'note')) left = [...left, A_TEXT]
  }
}

/** Without the key at a path; where a field needs it, without the field. */
function without(form: object[], path: readonly (string | number)[]): object[] {
  const [, at = 0, key, ...more] = path
  return form.flatMap((field, index): object[] => {
    if (index !== at) return [field]
    if (key === 'columns' && 'columns' in field) {
      const columns = without(field.columns as object[], ['columns', ...more])
      return columns.length > 0 ? [{ ...field, columns }] : []
    }
    if (key !== 'visible' && key !== 'required') return []
    const entries = Object.entries(field).filter(([name]) => name !== key)
    return [Object.fromEntries(entries)]
  })
}

it('server and page read every form alike, to the last digit', () => {
  fc.assert(
    fc.property(accepted, fc.dictionary(fc.constantFrom(...KEYS), LIKELY_VALUES), (fields, given) => {
      const checked = checkedForm(fields)
      const sent = JSON.parse(JSON.stringify(checked)) as CheckedForm
      const [server, page] = [readForm(checked, given, ON_SERVER), readForm(sent, given, ON_PAGE)]
      expect(page.form).toEqual(server.form)
      expect(page.faults).toEqual(server.faults)
      expect([...page.shown]).toEqual([...server.shown])
    }),
    { numRuns: RUNS },
  )
})

it('what was read is read again as the same, is plain data, and nothing that is not shown is in it', () => {
  fc.assert(
    fc.property(accepted, fc.dictionary(fc.constantFrom(...KEYS), LIKELY_VALUES), (fields, given) => {
      const checked = checkedForm(fields)
      const { form, faults, shown } = readForm(checked, given, ON_SERVER)
      for (const { path } of leavesOf(fields, form)) expect(shown.has(path)).toBe(true)
      for (const key of Object.keys(form)) expect(fields.map((field) => field.key)).toContain(key)
      const stored = JSON.parse(JSON.stringify(form)) as FormValues
      expect(stored).toEqual(form)
      if (faults.length > 0) return
      expect(readForm(checked, stored, ON_SERVER)).toMatchObject({ form, faults: [] })
      expect(mapLeaves(fields, form, ({ value }) => value)).toEqual(form)
    }),
    { numRuns: RUNS },
  )
})

it('whatever is sent for formulas and for what is not shown changes nothing', () => {
  fc.assert(
    fc.property(
      accepted,
      fc.dictionary(fc.constantFrom(...KEYS), LIKELY_VALUES),
      fc.jsonValue(),
      (fields, given, forged) => {
        const checked = checkedForm(fields)
        const honest = readForm(checked, given, ON_SERVER)
        const isForged = ({ key, type }: Field) =>
          type === 'formula' || type === 'note' || !honest.shown.has(key)
        const more = Object.fromEntries(fields.filter(isForged).map(({ key }) => [key, forged]))
        expect(readForm(checked, { ...given, ...more }, ON_SERVER).form).toEqual(honest.form)
      },
    ),
    { numRuns: RUNS },
  )
})

it('every form that is accepted can be submitted by somebody', () => {
  let hadTables = 0
  let hadHidden = 0
  fc.assert(
    fc.property(accepted, fc.infiniteStream(fc.nat()), (fields, chance) => {
      const { given, rounds } = aSubmission(fields, chance, ON_SERVER)
      const { form, faults, shown } = readForm(checkedForm(fields), given, ON_SERVER)
      expect({ faults, rounds, fields: faults.length > 0 ? fields : [] }).toEqual({
        faults: [],
        rounds,
        fields: [],
      })
      if (Object.values(form).some((value) => Array.isArray(value) && typeof value[0] === 'object'))
        hadTables += 1
      if (fields.some(({ key }) => !shown.has(key))) hadHidden += 1
    }),
    { numRuns: RUNS },
  )
  expect(hadTables).toBeGreaterThan(RUNS / 20)
  expect(hadHidden).toBeGreaterThan(RUNS / 20)
})
