import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDefinitionFiles } from '../../server/definitions/read-files.ts'
import { own } from '../../shared/own.ts'
import { faultText } from '../../shared/texts.ts'
import { BAD_SAMPLES, GOOD_SAMPLES } from '../support/samples.ts'
import { readFields } from '../support/read-forms.ts'

const files = await readDefinitionFiles(join(import.meta.dirname, '../../sandbox/definitions'))
const formOf = (code: string) => files.definitions.find((one) => one.code === code)?.form ?? []

it('ten forms that every company has are shipped, and can be applied', () => {
  expect(files.faults).toEqual([])
  expect(files.definitions.map(({ code }) => code).sort()).toEqual(Object.keys(GOOD_SAMPLES).sort())
  expect(files.definitions).toHaveLength(10)
})

it.each(Object.entries(GOOD_SAMPLES))(
  '%s can be filled in, and comes to what it should',
  (code, { given, comesTo }) => {
    const { form, faults } = readFields(formOf(code), given)
    expect(faults).toEqual([])
    expect(form).toMatchObject(comesTo)
  },
)

it('each is shown what is wrong at least three times', () => {
  for (const code of Object.keys(GOOD_SAMPLES))
    expect(BAD_SAMPLES.filter(([of]) => of === code).length).toBeGreaterThanOrEqual(3)
})

describe('what is wrong is said at its place', () => {
  it.each(BAD_SAMPLES)('%s: %s is %s', (code, place, words, change) => {
    const given = { ...own(GOOD_SAMPLES, code)?.given, ...change }
    const { faults } = readFields(formOf(code), given)
    expect(faults.map((fault) => [fault.field, faultText(fault, 'zh-CN')])).toContainEqual([place, words])
  })
})

it('a leave from the first to the last of December is 23 working days, whatever is sent for them', () => {
  const period = { from: '2026-12-01', fromHalf: 'am', to: '2026-12-31', toHalf: 'pm' }
  const { form, faults } = readFields(formOf('leave'), { kind: 'annual', period, days: 1 })
  expect(faults).toEqual([])
  expect(form['days']).toBe('23')
})
