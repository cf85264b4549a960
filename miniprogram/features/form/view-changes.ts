import type { FieldView } from './field-view.ts'
import type { RowView } from './table-view.ts'

/** All that a page shows of a form. `faults` and `lines` go by the place of their field, `rows` by their ids. */
export type ShownForm = {
  fields: FieldView[]
  /** In words; empty without one. */
  faults: string[]
  /** Of tables: how many rows, and what they come to. */
  lines: string[]
  rows: Record<string, RowView>
}

export const NOTHING_SHOWN: ShownForm = { fields: [], faults: [], lines: [], rows: {} }

/** What differs, as paths for `setData`. A view that is the same object is the same. */
export function viewChanges(shown: ShownForm, next: ShownForm): Record<string, unknown> {
  if (shown.fields.length !== next.fields.length) return next
  const rows = Object.entries(next.rows).map(([id, row]) => {
    const before = shown.rows[id]
    return before ? rowChanges(`rows.${id}`, before, row) : { [`rows.${id}`]: row }
  })
  return Object.assign(
    {},
    changedAt('fields', shown.fields, next.fields),
    changedAt('faults', shown.faults, next.faults),
    changedAt('lines', shown.lines, next.lines),
    ...rows,
  ) as Record<string, unknown>
}

function rowChanges(path: string, shown: RowView, next: RowView): Record<string, unknown> {
  if (shown.cells.length !== next.cells.length) return { [path]: next }
  const { cells, faults, ...others } = next
  const changed = Object.entries(others)
    .filter(([name, value]) => shown[name as keyof RowView] !== value)
    .map(([name, value]) => [`${path}.${name}`, value])
  return Object.assign(
    Object.fromEntries(changed),
    changedAt(`${path}.cells`, shown.cells, cells),
    changedAt(`${path}.faults`, shown.faults, faults),
  ) as Record<string, unknown>
}

function changedAt<Item>(path: string, shown: readonly Item[], next: readonly Item[]): Record<string, Item> {
  const changed: Record<string, Item> = {}
  next.forEach((item, at) => {
    if (item !== shown[at]) changed[`${path}[${at}]`] = item
  })
  return changed
}
