import type { CellValue, Field, FormValues, TableField } from '../../../shared/form/field.ts'
import { rowsOf } from '../../../shared/form/leaves.ts'
import type { FormInput } from '../../../shared/form/read-form.ts'
import { own } from '../../../shared/own.ts'
import {
  emptyInput,
  fittingInput,
  isAsked,
  toInput,
  toValue,
  type AskedField,
  type FieldInput,
} from './field-input.ts'

export type Inputs = Readonly<Record<string, FieldInput>>

/** A row of a table. It keeps its id wherever it is moved to; no two rows of a form have the same. */
export type RowInput = { id: string; inputs: Inputs }

/** What stands in a form. */
export type FormInputs = {
  inputs: Inputs
  /** By the keys of the tables. */
  tables: Readonly<Record<string, readonly RowInput[]>>
}

/** What stands in fields at first, and as `items.date` in the columns of a new row. */
export type Defaults = Readonly<Record<string, CellValue>>

export const rowsIn = ({ tables }: Pick<FormInputs, 'tables'>, table: string): readonly RowInput[] =>
  own(tables, table) ?? []

/** Inputs of the fields of a form, or of the columns in a row. */
type InputsOf<Given> = (fields: readonly Field[], given: Given, table?: TableField) => Inputs

/** Goes through a form, with what is given for it and for each row. Rows are numbered anew. */
function make<Given>(
  fields: readonly Field[],
  given: Given,
  rowsGiven: (table: TableField) => readonly Given[],
  inputsOf: InputsOf<Given>,
): FormInputs {
  let made = 0
  const tables = fields.flatMap((field) => {
    if (field.type !== 'table') return []
    const rows = rowsGiven(field).slice(0, field.maxRows)
    const numbered = rows.map((row) => ({
      id: `r${(made += 1)}`,
      inputs: inputsOf(field.columns, row, field),
    }))
    return [[field.key, numbered] as const]
  })
  return { inputs: inputsOf(fields, given), tables: Object.fromEntries(tables) }
}

function eachAsked(fields: readonly Field[], inputOf: (field: AskedField) => FieldInput): Inputs {
  return Object.fromEntries(
    fields.flatMap((field) => (isAsked(field) ? [[field.key, inputOf(field)] as const] : [])),
  )
}

/** A form before anybody typed into it: with defaults, and as many rows as there have to be. */
export function freshInputs(fields: readonly Field[], defaults: Defaults): FormInputs {
  const rows = ({ minRows, required }: TableField): undefined[] =>
    Array.from({ length: Math.max(minRows, required === true ? 1 : 0) })
  return make(fields, undefined, rows, (some, _, table) => defaultInputs(some, defaults, table))
}

/** Of the fields of a form, or of the columns in a new row. */
export const defaultInputs = (
  fields: readonly Field[],
  defaults: Defaults,
  table?: { key: string },
): Inputs =>
  eachAsked(fields, (field) => toInput(field, own(defaults, table ? `${table.key}.${field.key}` : field.key)))

/** Of what was kept on a device, what has the shape that its field takes. */
export function fittingInputs(
  fields: readonly Field[],
  kept: { inputs?: unknown; tables?: unknown },
): FormInputs {
  const rows = ({ key }: TableField): unknown[] => {
    const list = own(recordOf(kept.tables), key)
    return Array.isArray(list) ? list.map((row: unknown) => recordOf(row)['inputs']) : []
  }
  return make<unknown>(fields, kept.inputs, rows, (some, given) =>
    eachAsked(some, (field) => fittingInput(field, own(recordOf(given), field.key))),
  )
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** Values that were submitted, as they would have been typed. */
export function toInputs(fields: readonly Field[], form: FormValues): FormInputs {
  const rows = ({ key }: TableField): readonly FormValues[] => rowsOf(own(form, key))
  return make(fields, form, rows, (some, given) =>
    eachAsked(some, (field) => toInput(field, own(given, field.key))),
  )
}

/** The form as it is read; what is empty is left out, and a row is one though nothing stands in it. */
export function toForm(fields: readonly Field[], filled: FormInputs): FormInput {
  const form: Record<string, unknown> = valuesOf(fields, filled.inputs)
  for (const field of fields) {
    if (field.type !== 'table') continue
    const rows = rowsIn(filled, field.key)
    if (rows.length > 0) form[field.key] = rows.map((row) => rowValues(field, row))
  }
  return form
}

/** A row is never changed, only replaced: what it says is worked out once. */
const ROW_VALUES = new WeakMap<RowInput, Record<string, unknown>>()

function rowValues({ columns }: TableField, row: RowInput): Record<string, unknown> {
  const known = ROW_VALUES.get(row)
  if (known) return known
  const values = valuesOf(columns, row.inputs)
  ROW_VALUES.set(row, values)
  return values
}

function valuesOf(fields: readonly Field[], inputs: Inputs): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    if (!isAsked(field)) continue
    const value = toValue(field, own(inputs, field.key) ?? emptyInput(field))
    if (value !== undefined) values[field.key] = value
  }
  return values
}
