import { checkFormulas, type FormStep } from '../formula/form.ts'
import type { Field } from './field.ts'
import { parsePattern } from './pattern/parse.ts'
import type { CheckedForm, CheckedStep } from './read-form.ts'

const CHECKED = new WeakMap<readonly Field[], CheckedForm>()

/** The form of a definition that was accepted, once for all who read forms by it. */
export function checkedForm(fields: readonly Field[]): CheckedForm {
  const known = CHECKED.get(fields)
  if (known) return known
  const steps = checkFormulas(fields).steps.map((step) => withPattern(step, fields))
  const checked = { fields, steps }
  CHECKED.set(fields, checked)
  return checked
}

function withPattern(step: FormStep, fields: readonly Field[]): CheckedStep {
  const { key, table } = step
  const beside = table === undefined ? fields : columnsOf(fields.find((field) => field.key === table))
  const field = beside.find((one) => one.key === key)
  if (!field || !('pattern' in field) || !field.pattern) return step
  return { ...step, pattern: parsePattern(field.pattern.regex).pattern }
}

const columnsOf = (table: Field | undefined): readonly Field[] =>
  table?.type === 'table' ? table.columns : []
