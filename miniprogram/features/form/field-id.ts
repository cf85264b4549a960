import type { Column, Field, TableField } from '../../../shared/form/field.ts'
import { cellPath } from '../../../shared/form/form-fault.ts'
import { rowsIn, type FormInputs } from './form-input.ts'

/**
 * What the page calls a value: a field by its key, a value in a row `r3.amount`. Rows keep their ids wherever they are
 * moved to, so that a fault stays with what it is about.
 */
export const cellId = (row: string, column: string): string => `${row}.${column}`

/** Where a field stands, the same in every row: `items.amount`. */
export const inTable = ({ key }: { key: string }, table: { key: string } | undefined): string =>
  table ? `${table.key}.${key}` : key

/** What is wrong with a row as a whole. */
export const rowFaultId = (row: string): string => `${row}.`

/** A field, or a column in one row; `path` is what readers and the server call it by now. */
export type Place = { id: string; path: string; field: Column; table?: TableField; row?: string }

/** Undefined for what is not in the form, and for tables. */
export function placeOf(
  fields: readonly Field[],
  filled: Pick<FormInputs, 'tables'>,
  id: string,
): Place | undefined {
  const [row = '', key] = id.split('.')
  if (key === undefined) {
    const field = fields.find((one) => one.key === id)
    return field && field.type !== 'table' ? { id, path: id, field } : undefined
  }
  const found = rowPlace(fields, filled, row)
  const field = found?.table.columns.find((column) => column.key === key)
  if (!found || !field) return undefined
  return { id, path: cellPath(found.table.key, found.at, key), field, table: found.table, row }
}

/** In which table a row is, and where. */
export function rowPlace(
  fields: readonly Field[],
  filled: Pick<FormInputs, 'tables'>,
  row: string,
): { table: TableField; at: number } | undefined {
  for (const table of fields) {
    if (table.type !== 'table') continue
    const at = rowsIn(filled, table.key).findIndex(({ id }) => id === row)
    if (at >= 0) return { table, at }
  }
  return undefined
}

const IN_ROW = /^([^[\].]+)\[(\d+)\](?:\.(.+))?$/

/** What the page calls what readers and the server name by its path; undefined for what is not in the form. */
export function idOf(
  fields: readonly Field[],
  filled: Pick<FormInputs, 'tables'>,
  path: string,
): string | undefined {
  const [, key = path, at, column] = IN_ROW.exec(path) ?? []
  const field = fields.find((one) => one.key === key)
  if (at === undefined) return field?.key
  const row = field?.type === 'table' ? rowsIn(filled, key)[Number(at)] : undefined
  if (!row || field?.type !== 'table') return undefined
  if (column === undefined) return rowFaultId(row.id)
  return field.columns.some((one) => one.key === column) ? cellId(row.id, column) : undefined
}

/** Every field, every row and every cell. */
export const allIds = (fields: readonly Field[], filled: Pick<FormInputs, 'tables'>): string[] =>
  fields.flatMap((field) => [
    field.key,
    ...(field.type === 'table'
      ? rowsIn(filled, field.key).flatMap(({ id }) => field.columns.map(({ key }) => cellId(id, key)))
      : []),
  ])
