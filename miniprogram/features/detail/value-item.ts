import type { FileItem } from '../../view/node-item.ts'

/** The rows of a table: a grid where there is room, else each by itself. */
export type TableItem = {
  columns: { key: string; label: string; end: boolean }[]
  rows: { number: number; cells: CellItem[] }[]
  /** What its notes say, once for all rows. */
  notes: string[]
  /** How wide its columns are, where they stand side by side. */
  style: string
  minWidth: string
}

/**
 * What a row has of a column; nothing where it is not `shown`. `value` only where there is more to it than a text: a
 * hundred rows are a thousand of these.
 */
export type CellItem = {
  key: string
  label: string
  text: string
  shown: boolean
  value: ValueItem | undefined
}

const NO_TABLE: TableItem = { columns: [], rows: [], notes: [], style: '', minWidth: '' }

export type LinkedItem = { id: string; name: string }

/** What stands in a field, or in a cell of a row, as its template shows it. */
export type ValueItem = {
  key: string
  label: string
  /** Empty where it is shown in another way. */
  text: string
  /** The same amount in capitals. */
  capitals: string
  /** An address that may be opened; a number that may be dialled, or else copied. */
  link: string
  phone: string
  account: { name: string; bank: string; number: string }
  linked: LinkedItem[]
  files: FileItem[]
  table: TableItem
}

/** What a component shows before it is told which value it is. */
export const NO_VALUE: ValueItem = {
  key: '',
  label: '',
  text: '',
  capitals: '',
  link: '',
  phone: '',
  account: { name: '', bank: '', number: '' },
  linked: [],
  files: [],
  table: NO_TABLE,
}
