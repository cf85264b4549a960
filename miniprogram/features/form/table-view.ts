import type { Column, TableField } from '../../../shared/form/field.ts'
import { textIn, type Language } from '../../../shared/languages.ts'
import { toOptions, type FieldView, type TableView } from './field-view.ts'

/** A row. On a phone it is a line that opens, and has cells only then. */
export type RowView = {
  cells: FieldView[]
  /** In words, by cell. */
  faults: string[]
  /** Of the row as a whole. */
  fault: string
  open: boolean
  summary: string
  amount: string
  /** Whether anything in it has a fault. */
  bad: boolean
}

type Parts = { rows: string[]; isShown: (column: Column) => boolean; canAdd: boolean; locale: Language }

export function toTableView(table: TableField, { rows, isShown, canAdd, locale }: Parts): TableView {
  const columns = table.columns.map((column) => ({
    key: column.key,
    label: textIn(column.label, locale),
    help: column.help ? textIn(column.help, locale) : '',
    required: 'required' in column && column.required === true,
    shown: isShown(column),
    options:
      column.type === 'select' && Array.isArray(column.options) ? toOptions(column.options, [], locale) : [],
  }))
  const widths = table.columns.filter((_, at) => columns[at]?.shown).map(widthOf)
  const tracks = widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')
  return {
    columns,
    rows,
    canAdd,
    style: `grid-template-columns: ${NUMBER_PX}px ${tracks} ${MENU_PX}px`,
    minWidth: `min-width: ${widths.reduce((sum, width) => sum + width + GAP_PX, NUMBER_PX + MENU_PX)}px`,
  }
}

const NUMBER_PX = 32
const MENU_PX = 48
const GAP_PX = 8

/** The least pixels that a cell needs. */
function widthOf(column: Column): number {
  switch (column.type) {
    case 'number':
      return column.unit === undefined ? 96 : 128
    case 'money':
      return column.currencies.length > 1 ? 212 : 150
    case 'date':
      return column.required === true ? 116 : 148
    case 'formula':
    case 'phone':
    case 'select':
      return 140
    case 'text':
      return 160
    case 'link':
    case 'textarea':
    case 'multiselect':
    case 'contact':
    case 'department':
    case 'approval':
    case 'image':
    case 'attachment':
    case 'account':
    case 'note':
      return 180
    case 'datetime':
      return 220
    case 'daterange':
      return column.unit === 'halfday' ? 300 : 260
    case 'timespan':
      return 240
  }
}
