import type { Field } from '../../../shared/form/field.ts'
import { leavesOf, type Leaf } from '../../../shared/form/leaves.ts'
import { textIn, type Language } from '../../../shared/languages.ts'
import type { InstanceView } from '../../../shared/responses.ts'
import type { FormRule } from '../../../shared/form/form-fault.ts'
import { emptyDraft } from './draft.ts'
import { inputAt, isAskedPlace, withInput } from './edit-draft.ts'
import { emptyInput, isAsked, toValue } from './field-input.ts'
import { idOf, placeOf } from './field-id.ts'
import { toInputs, type FormInputs } from './form-input.ts'
import { faultsIn, readInputs, type Rules } from './form-reading.ts'

/** What is not there yet is no reason to empty anything. */
const MISSING: readonly FormRule[] = ['required', 'too_few']

/** What of an earlier form still fits, and the names of the fields and columns of which something is left out. */
export function takenOver(
  rules: Rules,
  { form, fields: earlier }: Pick<InstanceView, 'form' | 'fields'>,
  locale: Language,
): { filled: FormInputs; lost: string[] } {
  const { fields } = rules.checked
  const filled = withoutFaults(rules, toInputs(fields, form))
  const lost = leavesOf(earlier, form).filter((leaf) => isAsked(leaf.field) && !isKept(fields, filled, leaf))
  return { filled, lost: [...new Set(lost.map((leaf) => nameOf(earlier, leaf, locale)))] }
}

function withoutFaults(rules: Rules, offered: FormInputs): FormInputs {
  const { fields } = rules.checked
  let draft = { ...emptyDraft(''), ...offered }
  for (const { field: path, rule } of faultsIn(readInputs(rules, offered))) {
    const place = placeOf(fields, draft, idOf(fields, draft, path) ?? '')
    if (place && isAskedPlace(place) && !MISSING.includes(rule))
      draft = withInput(draft, place, emptyInput(place.field))
  }
  const { inputs, tables } = draft
  return { inputs, tables }
}

function isKept(fields: readonly Field[], filled: FormInputs, { path, value }: Leaf): boolean {
  const place = placeOf(fields, filled, idOf(fields, filled, path) ?? '')
  const input = place && inputAt(filled, place)
  if (!place || !isAsked(place.field) || input === undefined) return false
  return JSON.stringify(toValue(place.field, input)) === JSON.stringify(value)
}

/** A column is named with its table. */
function nameOf(fields: readonly Field[], { field, place }: Leaf, locale: Language): string {
  const table = place === field.key ? undefined : fields.find(({ key }) => key === place.split('.')[0])
  return [...(table ? [table] : []), field].map(({ label }) => textIn(label, locale)).join(' · ')
}
