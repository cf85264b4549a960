import type { Field, FormValues, TableRow } from '../../../shared/form/field.ts'
import type { FormFault, FormRule } from '../../../shared/form/form-fault.ts'
import { rowsOf } from '../../../shared/form/leaves.ts'
import { readForm, type CheckedForm, type FormRead } from '../../../shared/form/read-form.ts'
import type { TimeRules } from '../../../shared/time/time-rules.ts'
import { own } from '../../../shared/own.ts'
import { isAsked, isTyped, missingParts } from './field-input.ts'
import { idOf, placeOf, type Place } from './field-id.ts'
import { inputAt } from './edit-draft.ts'
import { toForm, type FormInputs } from './form-input.ts'

/** What a form is read by. */
export type Rules = { checked: CheckedForm; time: TimeRules }

export const readInputs = ({ checked, time }: Rules, filled: FormInputs): FormRead =>
  readForm(checked, toForm(checked.fields, filled), time)

/** What is sent of what was read: what somebody filled in. What formulas come to, the server works out itself. */
export function toSend(fields: readonly Field[], form: FormValues): FormValues {
  const sent: FormValues = {}
  for (const field of fields) {
    const value = own(form, field.key)
    if (value === undefined || field.type === 'formula') continue
    sent[field.key] = field.type === 'table' ? rowsOf(value).map((row) => askedOf(field.columns, row)) : value
  }
  return sent
}

function askedOf(columns: readonly Field[], row: TableRow): TableRow {
  const asked: TableRow = {}
  for (const column of columns) {
    const value = own(row, column.key)
    if (value !== undefined && isAsked(column)) asked[column.key] = value
  }
  return asked
}

/** What keeps a form from being sent. What a formula lacks does not: the server knows more. */
export const faultsIn = ({ faults }: Pick<FormRead, 'faults'>): FormFault[] =>
  faults.filter(({ rule }) => rule !== 'not_computed')

/** What a person may still be on the way to: nothing yet, `12.` before `12.5`, or a number that grows. */
const PREMATURE: ReadonlySet<FormRule> = new Set([
  ...(['required', 'incomplete', 'type', 'too_small', 'too_large', 'too_few', 'not_a_date'] as const),
  ...(['not_a_time', 'not_a_link', 'not_a_phone', 'not_a_number', 'pattern'] as const),
])

/** The faults to show, by what the page calls their places; what may only be premature is none before it is left. */
export function shownFaults(
  fields: readonly Field[],
  filled: FormInputs,
  read: Pick<FormRead, 'faults'>,
  left: ReadonlySet<string>,
): FormFault[] {
  return faultsIn(read).flatMap((fault) => {
    const id = idOf(fields, filled, fault.field)
    if (id === undefined) return []
    const shown = isPartial(fields, filled, id) ? { field: id, rule: 'incomplete' as const } : fault
    return left.has(id) || !PREMATURE.has(shown.rule) ? [{ ...shown, field: id }] : []
  })
}

/** Of two days only one is there: that is said, rather than that it is none. */
function isPartial(fields: readonly Field[], filled: FormInputs, id: string): boolean {
  const place = placeOf(fields, filled, id)
  const input = place && inputAt(filled, place)
  return typeof input === 'object' && !Array.isArray(input) && missingParts(input) === 'some'
}

/** The fields that count as left after one was edited: once it is right, typing goes on as in the beginning. */
export function leftAfter(
  { id, field }: Pick<Place, 'id' | 'field'>,
  shown: readonly FormFault[],
  left: ReadonlySet<string>,
): ReadonlySet<string> {
  const isRight = shown.every((fault) => fault.field !== id)
  return isTyped(field) && isRight && left.has(id) ? new Set([...left].filter((one) => one !== id)) : left
}
