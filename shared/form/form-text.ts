import { currencyDigits } from '../currencies.ts'
import type { Definition } from '../definition.ts'
import { plainNumber } from '../decimals.ts'
import { decimalSum } from '../formula/exact.ts'
import { textIn, type Language } from '../languages.ts'
import { own } from '../own.ts'
import { cleanText } from '../person-text.ts'
import { say, TEXTS } from '../texts.ts'
import { dateTimeText, dayRangeText, timespanText } from '../time/time-text.ts'
import type { CellValue, Column, Field, FieldOf, FormValue, FormValues, Money, TableRow } from './field.ts'
import { isEmpty } from './is-empty.ts'
import { rowsOf } from './leaves.ts'

/**
 * Names for the ids in a form: people by user_id, departments, approvals, and options of other systems by the place of
 * their field (`items.supplier`); what has none stands for itself.
 */
export type NameOf = (id: string, place: string) => string | undefined

/** The label and value of each `summary` field, in the order of the form, for lists and cards. */
export function summaryLines(
  definition: Pick<Definition, 'form'>,
  form: FormValues,
  locale: Language,
  nameOf: NameOf,
): { label: string; value: string }[] {
  return summaryFields(definition.form, form).map((field) => ({
    label: textIn(field.label, locale),
    value: valueText(field, own(form, field.key), locale, nameOf),
  }))
}

/** Without those that are not shown because of what the others say. */
export const summaryFields = (fields: readonly Field[], form: FormValues): Field[] =>
  fields.filter((field) => 'summary' in field && field.summary && isShownIn(field, form))

/** What may be hidden and holds nothing is left out wherever a form is read: whether it was hidden, nobody needs to know. */
export const isShownIn = ({ key, visible, type }: Field, form: FormValues): boolean =>
  type === 'note' ? visible === undefined : visible === undefined || own(form, key) !== undefined

/** One value as a person reads it. */
export function valueText(
  field: Field,
  value: FormValue | undefined,
  locale: Language,
  nameOf: NameOf,
): string {
  if (field.type === 'note') return textIn(field.text, locale)
  if (field.type === 'table') return tableText(field, rowsOf(value), locale)
  if (isEmpty(value)) return say(TEXTS.notGiven, locale)
  return Array.isArray(value) && rowsOf(value).length > 0
    ? ''
    : cellText(field, value as CellValue, locale, (id) => nameOf(id, field.key))
}

/** A value in a row. */
export function cellValueText(
  { table, column }: { table: FieldOf<'table'>; column: Column },
  value: CellValue | undefined,
  locale: Language,
  nameOf: NameOf,
): string {
  if (column.type === 'note') return textIn(column.text, locale)
  if (isEmpty(value)) return ''
  return cellText(column, value, locale, (id) => nameOf(id, `${table.key}.${column.key}`))
}

type NameIn = (id: string) => string | undefined

function cellText(field: Column, value: CellValue, locale: Language, nameOf: NameIn): string {
  if (typeof value === 'number') return withUnit(field, plainNumber(value), locale)
  if (typeof value === 'string') return lineText(field, value, locale, nameOf)
  if (Array.isArray(value)) return listText(field, value, locale, nameOf)
  if ('amount' in value) return moneyText(value)
  if ('bank' in value) return `${value.name} · ${value.bank} · ${value.number}`
  return field.type === 'timespan' ? timespanText(value) : dayRangeText(value, locale)
}

function lineText(field: Column, value: string, locale: Language, nameOf: NameIn): string {
  switch (field.type) {
    case 'formula':
      return withUnit(field, value, locale)
    case 'datetime':
      return dateTimeText(value)
    case 'select':
      return optionText(field, value, locale, nameOf)
    default:
      return cleanText(value)
  }
}

function withUnit(field: Column, text: string, locale: Language): string {
  if (field.type !== 'number' && field.type !== 'formula') return text
  const unit = unitText(field.unit, locale)
  return unit === '' ? text : `${text} ${unit}`
}

export const unitText = (unit: FieldOf<'number'>['unit'], locale: Language): string =>
  typeof unit === 'object' ? textIn(unit, locale) : (unit ?? '')

const moneyText = ({ amount, currency }: Money): string => `${currency} ${grouped(amount)}`

/** `99,999,999.99` in every language: what stands on a card is compared with what stands in the page. */
function grouped(amount: string): string {
  const [whole = '', ...rest] = amount.split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.')
}

function optionText(
  { options }: FieldOf<'select' | 'multiselect'>,
  value: string,
  locale: Language,
  nameOf: NameIn,
): string {
  const option = Array.isArray(options) ? options.find((one) => one.value === value) : undefined
  return option ? textIn(option.label, locale) : (nameOf(value) ?? value)
}

function listText(field: Column, values: string[], locale: Language, nameOf: NameIn): string {
  if (field.type === 'image' || field.type === 'attachment')
    return say(TEXTS.files, locale, { count: values.length })
  const separator = locale === 'en-US' ? ', ' : '、'
  return values
    .map((value) =>
      field.type === 'multiselect' ? optionText(field, value, locale, nameOf) : (nameOf(value) ?? value),
    )
    .join(separator)
}

/** `3 项, 合计 CNY 1,234.50`; amounts of several currencies stand beside each other. */
function tableText(table: FieldOf<'table'>, rows: readonly TableRow[], locale: Language): string {
  if (rows.length === 0) return say(TEXTS.notGiven, locale)
  const count = say(rows.length === 1 ? TEXTS.row : TEXTS.rows, locale, { count: rows.length })
  const total = totalText(table, rows, locale)
  return total === '' ? count : `${count}, ${say(TEXTS.total, locale, { amount: total })}`
}

/** Of the column that sums up the others: the last one with `summary`, else the last one with amounts of money. */
function totalText({ columns }: FieldOf<'table'>, rows: readonly TableRow[], locale: Language): string {
  const counted = columns.filter(({ type }) => type === 'money' || type === 'number' || type === 'formula')
  const valuesIn = ({ key }: Column): CellValue[] => rows.flatMap((row) => own(row, key) ?? [])
  const isMoney = (column: Column): boolean => valuesIn(column).some((value) => isMoneyValue(value))
  const column =
    counted.findLast((one) => 'summary' in one && one.summary) ?? counted.findLast((one) => isMoney(one))
  if (!column) return ''
  const sums = new Map<string, string>()
  for (const value of valuesIn(column)) {
    const { amount, currency } = isMoneyValue(value) ? value : { amount: decimalOf(value), currency: '' }
    sums.set(currency, decimalSum(sums.get(currency) ?? zeroOf(currency), amount))
  }
  return [...sums]
    .map(([currency, amount]) =>
      currency === '' ? withUnit(column, amount, locale) : moneyText({ amount, currency }),
    )
    .join(' + ')
}

/** A sum has all the digits of its currency, whatever its amounts were typed with. */
const zeroOf = (currency: string): string => (currency === '' ? '0' : (0).toFixed(currencyDigits(currency)))

const isMoneyValue = (value: CellValue): value is Money => typeof value === 'object' && 'amount' in value

const decimalOf = (value: CellValue): string =>
  typeof value === 'number' ? plainNumber(value) : typeof value === 'string' ? value : '0'
