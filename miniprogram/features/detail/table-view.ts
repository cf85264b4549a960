import type { CellValue, Column, FormValue, TableField } from '../../../shared/form/field.ts'
import { rowsOf } from '../../../shared/form/leaves.ts'
import { textIn, type Language } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import type { CellItem, TableItem } from './value-item.ts'

type Making = { locale: Language; toCell: (column: Column, value: CellValue | undefined) => CellItem }

/** Without the columns that no row shows. */
export function toTable(
  table: TableField,
  value: FormValue | undefined,
  { locale, toCell }: Making,
): TableItem {
  const rows = rowsOf(value)
  const isFilled = ({ key }: Column): boolean => rows.some((row) => own(row, key) !== undefined)
  const columns = table.columns.filter(
    (column) => column.type !== 'note' && (column.visible === undefined || isFilled(column)),
  )
  return {
    columns: columns.map(({ key, label, type }) => ({
      key,
      label: textIn(label, locale),
      end: COUNTED.has(type),
    })),
    rows: rows.map((row, at) => ({
      number: at + 1,
      cells: columns.map((column) => toCell(column, own(row, column.key))),
    })),
    notes: table.columns.flatMap((column) =>
      column.type === 'note' && column.visible === undefined ? [textIn(column.text, locale)] : [],
    ),
    ...widthsOf(columns),
  }
}

const COUNTED: ReadonlySet<string> = new Set(['number', 'money', 'formula'])

const NUMBER_PX = 32
const GAP_PX = 16

function widthsOf(columns: readonly Column[]): { style: string; minWidth: string } {
  const widths = columns.map(({ type }) => WIDTHS[type] ?? 150)
  const tracks = widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')
  const least = widths.reduce((sum, width) => sum + width + GAP_PX, NUMBER_PX)
  return { style: `grid-template-columns: ${NUMBER_PX}px ${tracks}`, minWidth: `min-width: ${least}px` }
}

/** The least pixels that a cell needs. */
const WIDTHS: { readonly [Type in Column['type']]?: number } = {
  number: 80,
  date: 96,
  money: 120,
  formula: 120,
  phone: 150,
  link: 200,
  textarea: 180,
  image: 200,
  attachment: 200,
  account: 200,
  approval: 200,
}
