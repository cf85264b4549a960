import type { Column, TableRow, TableField } from '../../../shared/form/field.ts'
import { cellValueText, type NameOf } from '../../../shared/form/form-text.ts'
import type { Language } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'

type Words = { locale: Language; nameOf: NameOf }

/** A row in one line: what stands in it, and apart from that the amount that it comes to. */
export function summaryOf(
  table: TableField,
  row: TableRow,
  { locale, nameOf }: Words,
): { summary: string; amount: string } {
  const last = amountColumn(table.columns)
  const textOf = (column: Column): string =>
    cellValueText({ table, column }, own(row, column.key), locale, nameOf)
  const others = table.columns.filter((column) => column !== last && column.type !== 'note')
  return {
    summary: others
      .map(textOf)
      .filter((text) => text !== '')
      .join(' · '),
    amount: last ? textOf(last) : '',
  }
}

/** The column that the others lead to: the last one that a summary shows, else the last one that is reckoned or is money. */
function amountColumn(columns: readonly Column[]): Column | undefined {
  const sums = columns.filter(({ type }) => type === 'money' || type === 'formula')
  return sums.findLast((column) => 'summary' in column && column.summary) ?? sums.at(-1)
}
