import { toCompanyTime } from '../../server/domain/company-time.ts'
import type { Field } from '../../shared/form/field.ts'
import { checkFormulas } from '../../shared/formula/form.ts'
import type { FormBasis } from '../../shared/responses.ts'
import { toTimeRules } from '../../shared/time/time-rules.ts'
import { A_CALENDAR } from './read-forms.ts'

const time = toCompanyTime(A_CALENDAR, '2026-11-30')

/** What a page is told of a form besides its fields. */
export const basisOf = (form: readonly Field[], more: Partial<FormBasis> = {}): FormBasis => ({
  steps: checkFormulas(form).steps,
  time,
  defaults: {},
  names: {},
  ...more,
})

/** What a page reads a form by. */
export const rulesOf = (fields: readonly Field[]) => ({
  checked: { fields, steps: checkFormulas(fields).steps },
  time: toTimeRules(time),
})
