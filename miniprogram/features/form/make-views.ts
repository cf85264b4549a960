import type { Column, Field, FormValue, TableRow, TableField } from '../../../shared/form/field.ts'
import { cellPath } from '../../../shared/form/form-fault.ts'
import { valueText, type NameOf } from '../../../shared/form/form-text.ts'
import { holds, type ValueOf } from '../../../shared/form/holds.ts'
import { rowsOf } from '../../../shared/form/leaves.ts'
import { textIn, type Language } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import type { Device } from '../../view/links.ts'
import type { Say } from '../../view/words.ts'
import { nameAt } from './draft.ts'
import { isFull } from './edit-rows.ts'
import { cellId, inTable, rowFaultId } from './field-id.ts'
import type { FieldInput } from './field-input.ts'
import { isShownAlready, NO_FIELD, toContent, type FieldView } from './field-view.ts'
import type { WorkTimes } from './no-work-time.ts'
import { rowsIn, type RowInput } from './form-input.ts'
import type { FormState } from './form-state.ts'
import { summaryOf } from './row-summary.ts'
import { toTableView, type RowView } from './table-view.ts'
import type { ShownForm } from './view-changes.ts'

/** Views by the page's names of their places, each with what it was made of. */
export type MadeViews = Map<string, { of: readonly unknown[]; view: FieldView }>

type Given = {
  state: FormState
  device: Device
  locale: Language
  say: Say
  /** So many rows of each table. */
  drawn: number
  /** In words, by the page's names of places. */
  faults: Readonly<Record<string, string>>
  workTimes: WorkTimes
  before: MadeViews
}
type Making = Given & { made: MadeViews; faultyRows: ReadonlySet<string> }

/** A field, or a column in a row; `place` is the same in every row: `items.amount`. */
type Spot = {
  field: Column
  id: string
  path: string
  place: string
  input: FieldInput | undefined
  value: FormValue | undefined
  valueOf: ValueOf
}

/** What the page shows of a form. A view that is made of the same as before is the same object. */
export function makeViews(given: Given): { shown: ShownForm; made: MadeViews } {
  const faultyRows = new Set(Object.keys(given.faults).map((id) => id.split('.')[0] ?? ''))
  const making: Making = { ...given, made: new Map(), faultyRows }
  const { state, locale, faults } = given
  const { form } = state.definition
  const shown: ShownForm = {
    fields: form.map((field) =>
      field.type === 'table' ? tableView(making, field) : fieldView(making, spotOf(state, field)),
    ),
    faults: form.map(({ key }) => own(faults, key) ?? ''),
    lines: form.map((field) => (field.type === 'table' ? lineOf(state, field, locale) : '')),
    rows: Object.fromEntries(
      form.flatMap((field) => (field.type === 'table' ? rowViews(making, field) : [])),
    ),
  }
  return { shown, made: making.made }
}

const lineOf = ({ draft, read }: FormState, table: TableField, locale: Language): string =>
  rowsIn(draft, table.key).length === 0
    ? ''
    : valueText(table, own(read.form, table.key), locale, () => undefined)

const spotOf = ({ draft, read }: FormState, field: Column): Spot => ({
  field,
  id: field.key,
  path: field.key,
  place: field.key,
  input: own(draft.inputs, field.key),
  value: own(read.form, field.key),
  valueOf: (key) => own(read.form, key),
})

function fieldView(making: Making, spot: Spot): FieldView {
  const { state, locale } = making
  const { draft, busy, focus, read } = state
  const { field, id, input, place, value } = spot
  const isShown = read.shown.has(spot.path)
  const isAsked = isShown && isRequired(field, spot.valueOf)
  const computed = field.type === 'formula' ? JSON.stringify(value) : ''
  const remark = remarkOn(making, spot)
  const isBusy = busy.has(id)
  const hasFocus = focus === id
  const of = [
    ...[input, isShown, isAsked, computed, remark],
    ...[draft.names, draft.files, draft.key, isBusy, hasFocus],
  ]
  return remembered(making, id, of, () => ({
    ...NO_FIELD,
    ...toCaption(field, locale),
    id: `${draft.key}:${id}`,
    key: id,
    shown: isShown,
    required: isAsked,
    busy: isBusy,
    focus: hasFocus,
    ...toContent(field, {
      input,
      value,
      remark,
      draft,
      nameOf: (one) => nameAt(draft.names, place, one) ?? one,
      locale,
      isCell: place !== id,
    }),
  }))
}

/** Of a length of 0 though its times are there: days off alone, or none of the working hours. */
function remarkOn({ workTimes, say }: Making, { place, value, valueOf }: Spot): string {
  if (value !== '0') return ''
  const isGiven = workTimes.get(place)?.some((key) => valueOf(key) !== undefined) ?? false
  return isGiven ? say('noWorkTime') : ''
}

/** The view of before, where it was made of the same, or differs in nothing that has to be sent. */
function remembered(
  { before, made }: Making,
  id: string,
  of: readonly unknown[],
  make: () => FieldView,
): FieldView {
  const known = before.get(id)
  if (known?.of.every((one, at) => one === of[at])) {
    made.set(id, known)
    return known.view
  }
  const next = make()
  const view = known && isShownAlready(known.view, next) ? known.view : next
  made.set(id, { of, view })
  return view
}

const toCaption = (field: Field, locale: Language): Partial<FieldView> => ({
  type: field.type,
  label: textIn(field.label, locale),
  help: field.help ? textIn(field.help, locale) : '',
  placeholder: 'placeholder' in field && field.placeholder ? textIn(field.placeholder, locale) : '',
})

function isRequired(field: Field, valueOf: ValueOf): boolean {
  if (!('required' in field)) return false
  return typeof field.required === 'boolean' ? field.required : holds(field.required, valueOf)
}

function tableView(making: Making, table: TableField): FieldView {
  const { state, locale, drawn } = making
  const { draft, read } = state
  const { key } = table
  const isShown = read.shown.has(key)
  const required = isShown && (table.minRows > 0 || isRequired(table, (one) => own(read.form, one)))
  const all = rowsIn(draft, key)
  const rows = all.slice(0, drawn).map(({ id }) => id)
  const isColumnShown = (column: Column): boolean =>
    column.visible === undefined || all.some((_, at) => read.shown.has(cellPath(key, at, column.key)))
  const shownColumns = table.columns.filter(isColumnShown)
  const canAdd = !isFull(draft, table)
  const of = [isShown, required, canAdd, draft.key, rows.join(), shownColumns.map((one) => one.key).join()]
  return remembered(making, key, of, () => ({
    ...NO_FIELD,
    ...toCaption(table, locale),
    id: `${draft.key}:${key}`,
    key,
    shown: isShown,
    required,
    table: toTableView(table, { rows, isShown: (column) => shownColumns.includes(column), canAdd, locale }),
  }))
}

function rowViews(making: Making, table: TableField): [string, RowView][] {
  const { state, drawn } = making
  const values = rowsOf(own(state.read.form, table.key))
  return rowsIn(state.draft, table.key)
    .slice(0, drawn)
    .map((row, at) => [row.id, rowView(making, table, { row, at, values: values[at] ?? {} })])
}

type RowSpot = { row: RowInput; at: number; values: TableRow }

function rowView(making: Making, table: TableField, spot: RowSpot): RowView {
  const { state, device, locale, faults, faultyRows } = making
  const { id } = spot.row
  const open = device === 'pc' || state.open === id
  const cells = open ? cellViews(making, table, spot) : []
  const nameOf: NameOf = (one, place) => nameAt(state.draft.names, place, one)
  const { summary, amount } =
    device === 'pc' ? { summary: '', amount: '' } : summaryOf(table, spot.values, { locale, nameOf })
  return {
    cells,
    faults: cells.map(({ key }) => own(faults, key) ?? ''),
    fault: own(faults, rowFaultId(id)) ?? '',
    bad: faultyRows.has(id),
    open,
    summary,
    amount,
  }
}

function cellViews(making: Making, table: TableField, { row, at, values }: RowSpot): FieldView[] {
  const { form } = making.state.read
  const keys = new Set(table.columns.map(({ key }) => key))
  const valueOf: ValueOf = (key) => own(keys.has(key) ? values : form, key)
  return table.columns.map((field) =>
    fieldView(making, {
      field,
      id: cellId(row.id, field.key),
      path: cellPath(table.key, at, field.key),
      place: inTable(field, table),
      input: own(row.inputs, field.key),
      value: own(values, field.key),
      valueOf,
    }),
  )
}
