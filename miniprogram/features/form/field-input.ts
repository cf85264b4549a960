import { isHeldExactly, plainNumber } from '../../../shared/decimals.ts'
import type { Column, Field, FormValue } from '../../../shared/form/field.ts'
import { isEmpty } from '../../../shared/form/is-empty.ts'
import type { AskedField } from '../../../shared/form/read-value.ts'
import { cleanLine } from '../../../shared/person-text.ts'

export type { AskedField } from '../../../shared/form/read-value.ts'

/** What stands in one field as it was typed or picked, fitting or not; in parts where it has more than one input. */
export type FieldInput = string | string[] | Parts
export type Parts = Readonly<Record<string, string>>

export const isAsked = (field: Field): field is AskedField =>
  field.type !== 'table' && field.type !== 'formula' && field.type !== 'note'

export function emptyInput(field: AskedField): FieldInput {
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'number':
    case 'date':
    case 'select':
    case 'link':
    case 'phone':
      return ''
    case 'money':
      return { amount: '', currency: field.currencies[0] ?? '' }
    case 'datetime':
      return { day: '', time: '' }
    case 'daterange':
      return field.unit === 'halfday'
        ? { from: '', fromHalf: 'am', to: '', toHalf: 'pm' }
        : { from: '', to: '' }
    case 'timespan':
      return { fromDay: '', fromTime: '', toDay: '', toTime: '' }
    case 'account':
      return { name: '', bank: '', number: '' }
    case 'multiselect':
    case 'contact':
    case 'department':
    case 'approval':
    case 'image':
    case 'attachment':
      return []
  }
}

/** What was kept, if it has the shape that the field takes; of several options, those that are still there. */
export function fittingInput(field: AskedField, kept: unknown): FieldInput {
  const empty = emptyInput(field)
  if (!hasShape(empty, kept)) return empty
  if (field.type !== 'multiselect' || !Array.isArray(field.options)) return kept
  const { options } = field
  return (kept as string[]).filter((one) => options.some(({ value }) => value === one))
}

function hasShape(empty: FieldInput, input: unknown): input is FieldInput {
  if (typeof empty === 'string') return typeof input === 'string'
  if (Array.isArray(empty)) return Array.isArray(input) && input.every((one) => typeof one === 'string')
  if (typeof input !== 'object' || input === null) return false
  const keys = Object.keys(empty)
  return (
    Object.keys(input).length === keys.length &&
    keys.every((key) => typeof (input as Record<string, unknown>)[key] === 'string')
  )
}

/** A value that was stored, as it would have been typed. */
export function toInput(field: AskedField, value: FormValue | undefined): FieldInput {
  return fittingInput(field, typedValue(field, value))
}

function typedValue(field: AskedField, value: FormValue | undefined): unknown {
  if (typeof value === 'number') return plainNumber(value)
  if (field.type === 'datetime' && typeof value === 'string') {
    const [day, time] = halvesOf(value)
    return { day, time }
  }
  if (field.type === 'timespan' && typeof value === 'object' && 'from' in value && 'to' in value) {
    const [fromDay, fromTime] = halvesOf(value.from)
    const [toDay, toTime] = halvesOf(value.to)
    return { fromDay, fromTime, toDay, toTime }
  }
  return value
}

const halvesOf = (time: string): [string, string] => {
  const [day = '', clock = ''] = time.split('T')
  return [day, clock]
}

/** The value as it is read and sent; undefined for nothing. */
export function toValue(field: AskedField, input: FieldInput): unknown {
  if (typeof input === 'string') {
    if (isEmpty(input)) return undefined
    return field.type === 'number' ? toNumber(input) : input
  }
  if (Array.isArray(input)) return input.length === 0 ? undefined : input
  return missingParts(input) === 'all' ? undefined : ofParts(field, input)
}

function ofParts(field: AskedField, parts: Parts): unknown {
  const { amount = '', currency, day, time, fromDay, fromTime, toDay, toTime } = parts
  if (field.type === 'money') return { amount: toDigits(amount), currency }
  if (field.type === 'datetime') return `${day}T${time}`
  if (field.type === 'timespan') return { from: `${fromDay}T${fromTime}`, to: `${toDay}T${toTime}` }
  return parts
}

/** There is always one of them. */
const NEVER_MISSING = ['currency', 'fromHalf', 'toHalf']

/** How much of a value in parts is not there yet. */
export function missingParts(parts: Parts): 'all' | 'some' | 'none' {
  const asked = Object.entries(parts).filter(([name]) => !NEVER_MISSING.includes(name))
  const missing = asked.filter(([, text]) => isEmpty(text)).length
  if (missing === asked.length) return 'all'
  return missing > 0 ? 'some' : 'none'
}

/** Text that is no number, or none that can be held exactly, stays text, which the rules then refuse. */
function toNumber(text: string): number | string {
  const digits = toDigits(text)
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return text
  return isHeldExactly(digits) ? Number(digits) : digits
}

/** `１，２３４．５`, `+1,234.5`, `01234.5` and ` 1234.5 ` are the same number to a person. */
function toDigits(text: string): string {
  const narrow = cleanLine(text)
    .replace(/[０-９－＋．，]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u2212/g, '-')
    .replace(/\s/g, '')
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(narrow) ? narrow.replace(/,/g, '') : narrow
  return plain.replace(/^\+(?=\d)/, '').replace(/^(-?)0+(?=\d)/, '$1')
}

const TYPED: readonly Field['type'][] = ['text', 'textarea', 'number', 'money', 'link', 'phone', 'account']

export const isTyped = ({ type }: Pick<Column, 'type'> | Pick<Field, 'type'>): boolean => TYPED.includes(type)
