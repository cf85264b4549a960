import type { Column, Field } from '../../../shared/form/field.ts'
import type { FormInput } from '../../../shared/form/read-form.ts'
import { rowsOf } from '../../../shared/form/leaves.ts'
import { own } from '../../../shared/own.ts'
import type { Draft } from './draft.ts'
import { inputAt, withInput, type AskedPlace } from './edit-draft.ts'
import { allIds, inTable, placeOf, rowPlace, type Place } from './field-id.ts'
import { emptyInput } from './field-input.ts'
import type { FormState } from './form-state.ts'

export type OutsidePlace = AskedPlace & {
  field: Extract<Column, { options: unknown }> & { options: { dependsOn: string[] } }
}

export const isOutside = (place: Place): place is OutsidePlace =>
  'options' in place.field && !Array.isArray(place.field.options)

/** What the server is told of where options are wanted: the place, and no more of the form than they depend on. */
export function questionOf(
  { definition, draft, read }: Pick<FormState, 'definition' | 'draft' | 'read'>,
  { field, table, row }: OutsidePlace,
): { field: string; form: FormInput; row: FormInput } {
  const { dependsOn } = field.options
  const at = row === undefined ? undefined : rowPlace(definition.form, draft, row)?.at
  const values = table && at !== undefined ? (rowsOf(own(read.form, table.key))[at] ?? {}) : {}
  return {
    field: inTable(field, table),
    form: picked(read.form, dependsOn),
    row: picked(values, dependsOn),
  }
}

function picked(values: FormInput, keys: readonly string[]): FormInput {
  const known = keys.map((key) => [key, own(values, key)] as const)
  return Object.fromEntries(known.filter(([, value]) => value !== undefined))
}

/** The draft without what was chosen elsewhere by what this place said before; and without what depends on that. */
export function withoutStale(fields: readonly Field[], draft: Draft, changed: string): Draft {
  const source = placeOf(fields, draft, changed)
  // With each key that is typed somebody waits: most forms have nothing of the kind.
  if (!source || !fields.some((field) => hasLed(field, source.field.key))) return draft
  const stale = allIds(fields, draft)
    .map((id) => placeOf(fields, draft, id))
    .filter((place) => place !== undefined)
    .filter((place) => isOutside(place) && place.id !== changed && leads(source, place))
    .filter((place): place is OutsidePlace => isOutside(place) && isFilled(draft, place))
  return stale.reduce(
    (rest, place) => withoutStale(fields, withInput(rest, place, emptyInput(place.field)), place.id),
    draft,
  )
}

const hasLed = (field: Field, key: string): boolean =>
  field.type === 'table'
    ? field.columns.some((column) => hasLed(column, key))
    : 'options' in field && !Array.isArray(field.options) && field.options.dependsOn.includes(key)

/** In a row its columns go before the fields of the form. */
function leads(source: Place, { field, table, row }: OutsidePlace): boolean {
  if (!field.options.dependsOn.includes(source.field.key)) return false
  const isColumn = table?.columns.some(({ key }) => key === source.field.key) ?? false
  return isColumn ? source.table === table && source.row === row : source.table === undefined
}

function isFilled(draft: Draft, place: OutsidePlace): boolean {
  const input = inputAt(draft, place)
  return typeof input === 'string' || Array.isArray(input) ? input.length > 0 : false
}
