import { currencyDigits } from '../currencies.ts'
import type { Definition } from '../definition.ts'
import { plainNumber } from '../decimals.ts'
import { decimalSum } from '../formula/exact.ts'
import { textIn, type Language } from '../languages.ts'
import { own } from '../own.ts'
import { cleanText } from '../person-text.ts'
import { say, TEXTS } from '../texts.ts'
import { dateTimeText, dayRangeText, timespanText } from '../time/time-text.ts'
import type {
  Account,
  CellValue,
  Column,
  Field,
  FieldOf,
  FormValue,
  FormValues,
  Money,
  TableRow,
} from './field.ts'
import { isEmpty } from './is-empty.ts'
import { isRows, rowsOf } from './leaves.ts'

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
  return isRows(value) ? '' : cellText(field, value, locale, (id) => nameOf(id, field.key))
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

type Shown = Exclude<Column, { type: 'note' }>
type NameIn = (id: string) => string | undefined

/** By the type of the field; a value of another shape than it takes shows nothing. */
function cellText(field: Shown, value: CellValue, locale: Language, nameOf: NameIn): string {
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'date':
    case 'link':
    case 'phone':
      return typeof value === 'string' ? cleanText(value) : ''
    case 'number':
      return typeof value === 'number' ? withUnit(field, plainNumber(value), locale) : ''
    case 'formula':
      if (typeof value === 'string') return withUnit(field, value, locale)
      return isMoneyValue(value) ? moneyText(value) : ''
    case 'money':
      return isMoneyValue(value) ? moneyText(value) : ''
    case 'datetime':
      return typeof value === 'string' ? dateTimeText(value) : ''
    case 'daterange':
      return isSpan(value) ? dayRangeText(value, locale) : ''
    case 'timespan':
      return isSpan(value) ? timespanText(value) : ''
    case 'select':
      return typeof value === 'string' ? optionText(field, value, locale, nameOf) : ''
    case 'multiselect':
      return listText(value, locale, (one) => optionText(field, one, locale, nameOf))
    case 'contact':
    case 'department':
    case 'approval':
      return listText(value, locale, (one) => nameOf(one) ?? one)
    case 'account':
      return isAccount(value) ? `${value.name} · ${value.bank} · ${value.number}` : ''
    case 'image':
    case 'attachment':
      return Array.isArray(value) ? say(TEXTS.files, locale, { count: value.length }) : ''
  }
}

function withUnit(
  { unit }: Pick<FieldOf<'number' | 'formula'>, 'unit'>,
  text: string,
  locale: Language,
): string {
  const name = unitText(unit, locale)
  return name === '' ? text : `${text} ${name}`
}

export const unitText = (unit: FieldOf<'number'>['unit'], locale: Language): string =>
  typeof unit === 'object' ? textIn(unit, locale) : (unit ?? '')

/**
 * `CNY 99,999,999.00` in every language, as what stands on a card is compared with what stands in the page; with all
 * digits of its currency, however it was typed, as amounts stand below each other.
 */
function moneyText({ amount, currency }: Money): string {
  const [whole = '', fraction = ''] = amount.split('.')
  const digits = fraction.padEnd(currencyDigits(currency), '0')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${currency} ${digits === '' ? grouped : `${grouped}.${digits}`}`
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

function listText(value: CellValue, locale: Language, textOf: (one: string) => string): string {
  return Array.isArray(value) ? value.map(textOf).join(locale === 'en-US' ? ', ' : '、') : ''
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
  const counted = columns.filter(
    (column) => column.type === 'money' || column.type === 'number' || column.type === 'formula',
  )
  const valuesIn = ({ key }: Column): CellValue[] => rows.flatMap((row) => own(row, key) ?? [])
  const isMoney = (column: Column): boolean => valuesIn(column).some((value) => isMoneyValue(value))
  const column =
    counted.findLast((one) => 'summary' in one && one.summary) ?? counted.findLast((one) => isMoney(one))
  if (!column) return ''
  const sums = new Map<string, string>()
  for (const value of valuesIn(column)) {
    const { amount, currency } = isMoneyValue(value) ? value : { amount: decimalOf(value), currency: '' }
    sums.set(currency, decimalSum(sums.get(currency) ?? '0', amount))
  }
  return [...sums]
    .map(([currency, amount]) =>
      currency === '' && column.type !== 'money'
        ? withUnit(column, amount, locale)
        : moneyText({ amount, currency }),
    )
    .join(' + ')
}

const isMoneyValue = (value: CellValue): value is Money => typeof value === 'object' && 'amount' in value
const isAccount = (value: CellValue): value is Account => typeof value === 'object' && 'bank' in value
const isSpan = (value: CellValue): value is Span => typeof value === 'object' && 'from' in value

type Span = Extract<CellValue, { from: string }>

const decimalOf = (value: CellValue): string =>
  typeof value === 'number' ? plainNumber(value) : typeof value === 'string' ? value : '0'
