import type { TableField } from '../../../shared/form/field.ts'
import type { Draft } from './draft.ts'
import { emptyInput, isAsked, toValue } from './field-input.ts'
import { defaultInputs, rowsIn, type Defaults, type RowInput } from './form-input.ts'
import { own } from '../../../shared/own.ts'

export const isFull = (draft: Draft, { key, maxRows }: TableField): boolean =>
  rowsIn(draft, key).length >= maxRows

/** With one more row at the end; the same draft where there is no room. */
export const withNewRow = (draft: Draft, table: TableField, defaults: Defaults): Draft =>
  withRow(draft, table, rowsIn(draft, table.key).length, defaultInputs(table.columns, defaults, table))

/** With another one like it behind it, without its files: a receipt is that of one row. */
export function withCopy(draft: Draft, table: TableField, at: number): Draft {
  const row = rowsIn(draft, table.key)[at]
  if (!row) return draft
  const files = table.columns.filter(({ type }) => type === 'image' || type === 'attachment')
  const none = files.map(({ key }): [string, string[]] => [key, []])
  return withRow(draft, table, at + 1, { ...row.inputs, ...Object.fromEntries(none) })
}

function withRow(draft: Draft, table: TableField, at: number, inputs: RowInput['inputs']): Draft {
  if (isFull(draft, table)) return draft
  const rows = rowsIn(draft, table.key)
  return withRows(draft, table, [...rows.slice(0, at), { id: newRowId(draft), inputs }, ...rows.slice(at)])
}

export const withoutRow = (draft: Draft, table: TableField, at: number): Draft =>
  withRows(
    draft,
    table,
    rowsIn(draft, table.key).filter((_, index) => index !== at),
  )

/** With the row `by` places further down, or up below zero; the same draft where it would be none of the table. */
export function withMovedRow(draft: Draft, table: TableField, at: number, by: number): Draft {
  const rows = [...rowsIn(draft, table.key)]
  const [row, other] = [rows[at], rows[at + by]]
  if (!row || !other) return draft
  rows.splice(at, 1)
  rows.splice(at + by, 0, row)
  return withRows(draft, table, rows)
}

const withRows = (draft: Draft, { key }: TableField, rows: readonly RowInput[]): Draft => ({
  ...draft,
  tables: { ...draft.tables, [key]: rows },
})

/** Rows of all tables have their names from one row of numbers. */
function newRowId({ tables }: Draft): string {
  const numbers = Object.values(tables).flatMap((rows) => rows.map(({ id }) => Number(id.slice(1))))
  return `r${Math.max(0, ...numbers) + 1}`
}

/** Whether somebody filled something in that stood in no new row. */
export function isFilled({ columns, key }: TableField, { inputs }: RowInput, defaults: Defaults): boolean {
  const fresh = defaultInputs(columns, defaults, { key })
  return columns.some((column) => {
    if (!isAsked(column)) return false
    const [value, first] = [inputs, fresh].map((some) =>
      toValue(column, own(some, column.key) ?? emptyInput(column)),
    )
    return value !== undefined && JSON.stringify(value) !== JSON.stringify(first)
  })
}
