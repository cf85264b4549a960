import { currencyDigits } from '../currencies.ts'
import { isDate } from '../dates.ts'
import { plainNumber } from '../decimals.ts'
import { nearest } from '../nearest.ts'
import { own } from '../own.ts'
import { cleanText, lengthOf } from '../person-text.ts'
import type { Fault } from '../plain-words.ts'
import type { Comparison, Condition } from './condition.ts'
import type { Field, FieldOf, FieldType } from './field.ts'

/** The fields that a condition may look at, by their keys. */
export type ComparedFields = ReadonlyMap<string, Field>

type Op = Comparison['op']
/** What a comparison takes a field for; `nothing`: it can only be empty or filled. */
type Kind = 'number' | 'date' | 'time' | 'option' | 'text' | 'list' | 'nothing'

const ORDER: readonly Op[] = ['gt', 'gte', 'lt', 'lte']
const SAME: readonly Op[] = ['eq', 'ne', 'in']
const OPS: Readonly<Record<Kind, readonly Op[]>> = {
  number: [...SAME, ...ORDER],
  date: [...SAME, ...ORDER],
  time: ORDER,
  option: SAME,
  text: [...SAME, 'contains'],
  list: ['contains'],
  nothing: [],
}

const KINDS: Readonly<Record<FieldType, Kind>> = {
  text: 'text',
  textarea: 'text',
  number: 'number',
  money: 'number',
  date: 'date',
  datetime: 'time',
  daterange: 'nothing',
  timespan: 'nothing',
  select: 'option',
  multiselect: 'list',
  contact: 'list',
  department: 'list',
  link: 'nothing',
  phone: 'nothing',
  account: 'nothing',
  approval: 'nothing',
  image: 'nothing',
  attachment: 'nothing',
  formula: 'number',
  note: 'nothing',
  table: 'nothing',
}

/** Why a condition can never be evaluated or never hold: its field, its operator, or a value that nobody can give. */
export function conditionFaults(condition: Condition, fields: ComparedFields, depth = 1): Fault[] {
  if (depth > 5) return [{ path: [], message: 'is nested more than 5 deep' }]
  if ('field' in condition) return partFaults(condition, fields)
  const key = 'all' in condition ? 'all' : 'any'
  const parts = 'all' in condition ? condition.all : condition.any
  return parts.flatMap((part, at) =>
    conditionFaults(part, fields, depth + 1).map((fault) => ({ ...fault, path: [key, at, ...fault.path] })),
  )
}

function partFaults(part: Extract<Condition, { field: string }>, fields: ComparedFields): Fault[] {
  const compared = fields.get(part.field)
  if (!compared) return [{ path: ['field'], message: noField(part.field, [...fields.keys()]) }]
  if (compared.type === 'note')
    return [{ path: ['field'], message: `${part.field} is a note, which nobody fills in` }]
  return 'value' in part ? comparisonFaults(part, compared) : []
}

function noField(key: string, known: readonly string[]): string {
  const words = `no form field has the key ${key}`
  if (key.includes('.')) return `${words}: compare a formula field, as of sum(${key})`
  const guess = nearest(key, known)
  return guess === undefined ? words : `${words}; did you mean ${guess}?`
}

function comparisonFaults({ op, value }: Comparison, field: Field): Fault[] {
  const kind = KINDS[field.type]
  if (!OPS[kind].includes(op)) return [{ path: ['op'], message: unfit(op, kind, field) }]
  if (Array.isArray(value) !== (op === 'in')) {
    return [{ path: ['value'], message: op === 'in' ? 'is a list for in' : 'is one value, not a list' }]
  }
  const isNumeric = kind === 'number'
  return (Array.isArray(value) ? value : [value]).flatMap((one, at): Fault[] => {
    const path = Array.isArray(value) ? ['value', at] : ['value']
    if ((typeof one === 'number') !== isNumeric) {
      const message = `is ${isNumeric ? 'a number' : 'a text'} for a ${field.type} field`
      return [{ path, message, wanted: isNumeric ? 'number' : 'string' }]
    }
    const message = typeof one === 'number' ? numberFault(field, op, one) : textFault(field, op, one)
    return message === undefined ? [] : [{ path, message }]
  })
}

function unfit(op: Op, kind: Kind, { key, type }: Field): string {
  const words = `${op} does not fit a ${type} field`
  if (kind !== 'nothing') return words
  const formula = own(BY_FORMULA, type)
  return formula === undefined
    ? `${words}: ${key} can be empty or filled`
    : `${words}: compare a formula field, as of ${formula}(${key})`
}

const BY_FORMULA: Readonly<Record<string, string>> = { daterange: 'days', timespan: 'hours', table: 'count' }

/** What no form can hold, so that the condition is decided before anybody fills it in. */
function textFault(field: Field, op: Op, value: string): string | undefined {
  if (cleanText(value) === '') return 'is empty: a field that is left empty fulfils ne alone'
  switch (field.type) {
    case 'select':
    case 'multiselect':
      if (!Array.isArray(field.options)) return undefined
      return field.options.some((option) => option.value === value)
        ? undefined
        : `${value} is no option of ${field.key}, which has ${field.options.map((one) => one.value).join(', ')}`
    case 'date':
      return isDate(value) ? undefined : `${value} is no day: it is written like 2026-01-05`
    case 'datetime':
      return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(value) && isDate(value.slice(0, 10))
        ? undefined
        : `${value} is no time: it is written like 2026-01-05T14:30`
    case 'text':
    case 'textarea':
      if (op !== 'ne' && op !== 'contains' && cleanText(value) !== value)
        return 'has spaces around it, or what nobody sees, and no text keeps those'
      if (op === 'ne' || lengthOf(value) <= field.maxLength) return undefined
      return `is longer than the ${field.maxLength} characters that ${field.key} may have`
    default:
      return undefined
  }
}

type Bounds = { min: number; max: number }

/** Whether some number within the bounds fulfils the comparison. */
const CAN_HOLD: Readonly<Record<string, (value: number, bounds: Bounds) => boolean>> = {
  eq: (value, { min, max }) => value >= min && value <= max,
  in: (value, { min, max }) => value >= min && value <= max,
  gt: (value, { max }) => max > value,
  gte: (value, { max }) => max >= value,
  lt: (value, { min }) => min < value,
  lte: (value, { min }) => min <= value,
}

/** What a formula can come to is not known here. */
function numberFault(field: Field, op: Op, value: number): string | undefined {
  if (field.type !== 'number' && field.type !== 'money') return undefined
  const least = field.type === 'money' ? 0 : -Infinity
  const { min = least, max = Infinity } = field
  const places = field.type === 'money' ? Math.max(...field.currencies.map(currencyDigits)) : placesOf(field)
  if ((op === 'eq' || op === 'in') && decimalsOf(value) > places)
    return `never holds: ${field.key} has no more than ${places} decimals`
  const isPossible = own(CAN_HOLD, op)?.(value, { min, max }) ?? true
  const span =
    max === Infinity ? `at least ${min}` : `from ${min === -Infinity ? 'any number' : min} to ${max}`
  return isPossible ? undefined : `never holds: ${field.key} is ${span}`
}

const placesOf = ({ integer, decimals = Infinity }: FieldOf<'number'>): number =>
  integer === true ? 0 : decimals

const decimalsOf = (value: number): number => plainNumber(value).split('.')[1]?.length ?? 0
