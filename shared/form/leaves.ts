import { own } from '../own.ts'
import type { CellValue, Column, Field, FieldType, FormValue, FormValues, TableRow } from './field.ts'
import { cellPath } from './form-fault.ts'

/**
 * A value that is no table, where it stands: `path` is `items[2].supplier`, `place` is `items.supplier`, the same in
 * every row. `row`: what it stands in, in a table.
 */
export type Leaf = { field: Column; value: CellValue; path: string; place: string; row?: TableRow }

/** Every value of a form that was read, in its order, those in rows too. */
export function leavesOf(fields: readonly Field[], form: FormValues): Leaf[] {
  const leaves: Leaf[] = []
  mapLeaves(fields, form, (leaf) => {
    leaves.push(leaf)
    return leaf.value
  })
  return leaves
}

/** The form with another value in place of each. What no field describes stays as it is. */
export function mapLeaves(
  fields: readonly Field[],
  form: FormValues,
  change: (leaf: Leaf) => CellValue,
): FormValues {
  const next: FormValues = { ...form }
  for (const field of fields) {
    const value = own(form, field.key)
    if (value === undefined) continue
    if (field.type !== 'table') {
      if (!isRows(value)) next[field.key] = change({ field, value, path: field.key, place: field.key })
    } else if (isRows(value))
      next[field.key] = value.map((row, at) =>
        mapRow(field.columns, row, (column, cell) =>
          change({
            field: column,
            value: cell,
            path: cellPath(field.key, at, column.key),
            place: `${field.key}.${column.key}`,
            row,
          }),
        ),
      )
  }
  return next
}

function mapRow(
  columns: readonly Column[],
  row: TableRow,
  change: (column: Column, value: CellValue) => CellValue,
): TableRow {
  const next: TableRow = { ...row }
  for (const column of columns) {
    const value = own(row, column.key)
    if (value !== undefined) next[column.key] = change(column, value)
  }
  return next
}

/** The ids in all fields of some types, in their order. */
export const idsIn = (fields: readonly Field[], form: FormValues, types: readonly FieldType[]): string[] =>
  leavesOf(fields, form).flatMap(({ field, value }) => (types.includes(field.type) ? listOf(value) : []))

/** What a field of a list holds; nothing for any other. */
export const listOf = (value: FormValue | undefined): readonly string[] => (isList(value) ? value : [])

const isList = (value: FormValue | undefined): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** The rows of a table. A list of nothing is either. */
export const isRows = (value: FormValue): value is TableRow[] =>
  Array.isArray(value) && value.some((one) => typeof one !== 'string')

/** Rows of a table that may be without any. */
export const rowsOf = (value: FormValue | undefined): readonly TableRow[] =>
  value !== undefined && isRows(value) ? value : []
