import { checkFormulas } from '../formula/form.ts'
import type { Field } from './field.ts'
import type { CheckedForm } from './read-form.ts'

const CHECKED = new WeakMap<readonly Field[], CheckedForm>()

/** The form of a definition that was accepted, once for all who read forms by it. */
export function checkedForm(fields: readonly Field[]): CheckedForm {
  const known = CHECKED.get(fields)
  if (known) return known
  const checked = { fields, steps: checkFormulas(fields).steps }
  CHECKED.set(fields, checked)
  return checked
}
