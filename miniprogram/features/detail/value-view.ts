import type { CellValue, Column, Field, FormValue } from '../../../shared/form/field.ts'
import { cellValueText, isShownIn, valueText, type NameOf } from '../../../shared/form/form-text.ts'
import { listOf } from '../../../shared/form/leaves.ts'
import { isEmpty } from '../../../shared/form/is-empty.ts'
import { inCapitals } from '../../../shared/formula/capitals.ts'
import { textIn } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import type { InstanceView } from '../../../shared/responses.ts'
import type { FileItem } from '../../view/node-item.ts'
import { toFile } from './file-item.ts'
import type { Reading } from './reading.ts'
import { toTable } from './table-view.ts'
import { NO_VALUE, type CellItem, type ValueItem } from './value-item.ts'

type Filled = Pick<InstanceView, 'fields' | 'form' | 'names' | 'optionLabels' | 'files'>

/** What was submitted, in the order of the form, without what was not visible. */
export function toValues(filled: Filled, reading: Reading): ValueItem[] {
  const { fields, form, files } = filled
  const showing = { ...reading, files, nameOf: namesOf(filled) }
  return fields
    .filter((field) => isShownIn(field, form))
    .map((field) => toValue(field, own(form, field.key), showing))
}

/** People, departments and approvals by their ids, options of other systems by where they stand. */
const namesOf =
  ({ names, optionLabels }: Pick<Filled, 'names' | 'optionLabels'>): NameOf =>
  (id, place) =>
    own(own(optionLabels, place) ?? {}, id) ?? own(names, id)

export type Showing = Reading & Pick<Filled, 'files'> & { nameOf: NameOf }

function toValue(field: Field, value: FormValue | undefined, showing: Showing): ValueItem {
  const { locale, nameOf } = showing
  const item = { ...NO_VALUE, key: field.key, label: textIn(field.label, locale) }
  const text = valueText(field, value, locale, nameOf)
  if (field.type === 'table') {
    const toCell = (column: Column, cell: CellValue | undefined): CellItem =>
      toCellOf(field, column, cell, showing)
    return { ...item, text, table: toTable(field, value, { locale, toCell }) }
  }
  if (isEmpty(value)) return { ...item, text }
  return { ...item, text, ...waysOf(field, value, (id) => nameOf(id, field.key), showing) }
}

function toCellOf(
  table: Extract<Field, { type: 'table' }>,
  column: Column,
  value: CellValue | undefined,
  showing: Showing,
): CellItem {
  const { locale, nameOf } = showing
  const text = cellValueText({ table, column }, value, locale, nameOf)
  const { key, visible } = column
  const cell = { key, label: textIn(column.label, locale), text }
  const shown = visible === undefined || value !== undefined
  if (isEmpty(value)) return { ...cell, shown, value: undefined }
  const ways = waysOf(column, value, (id) => nameOf(id, `${table.key}.${key}`), showing)
  return { ...cell, shown, value: hasMore(ways) ? { ...NO_VALUE, ...cell, ...ways } : undefined }
}

const hasMore = (ways: Partial<ValueItem>): boolean => Object.keys(ways).length > 0

/** What is shown besides its text, or in place of it. */
function waysOf(
  field: Column,
  value: FormValue,
  nameOf: (id: string) => string | undefined,
  showing: Showing,
): Partial<ValueItem> {
  switch (field.type) {
    case 'link':
      return isAddress(value) ? { link: value } : {}
    case 'phone':
      return typeof value === 'string' ? { phone: value } : {}
    case 'account':
      return typeof value === 'object' && 'bank' in value ? { account: value, text: '' } : {}
    case 'approval':
      return { linked: listOf(value).map((id) => ({ id, name: nameOf(id) ?? id })), text: '' }
    case 'image':
    case 'attachment': {
      const files = listOf(value).flatMap((id) => own(showing.files, id) ?? [])
      return files.length > 0 ? { files: files.map((file) => toFile(file, showing)), text: '' } : {}
    }
    case 'formula':
      return field.capital && typeof value === 'object' && 'amount' in value
        ? { capitals: inCapitals(value.amount) ?? '' }
        : {}
    default:
      return {}
  }
}

/** Nothing else is opened, whatever stands in the store. */
const isAddress = (value: FormValue): value is string =>
  typeof value === 'string' && /^https:\/\/[^\s/]/i.test(value)

/** The files of values, those in rows too. */
export const filesIn = (values: readonly ValueItem[]): FileItem[] =>
  values.flatMap(({ files, table }) => [
    ...files,
    ...table.rows.flatMap(({ cells }) => cells.flatMap(({ value }) => value?.files ?? [])),
  ])
