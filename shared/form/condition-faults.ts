import type { Comparison, Condition } from './condition.ts'
import { isDate } from '../dates.ts'
import type { Field, FieldType } from './field.ts'
import { own } from '../own.ts'
import { cleanText, lengthOf } from '../person-text.ts'
import type { Fault } from '../plain-words.ts'

const ORDERED: readonly FieldType[] = ['number', 'money', 'date']
const LISTS: readonly FieldType[] = ['multiselect', 'contact', 'department']
const SINGLE: readonly FieldType[] = ['text', 'textarea', 'number', 'money', 'date', 'select']

const FITS: Record<Comparison['op'], readonly FieldType[]> = {
  eq: SINGLE,
  ne: SINGLE,
  gt: ORDERED,
  gte: ORDERED,
  lt: ORDERED,
  lte: ORDERED,
  in: SINGLE,
  contains: [...LISTS, 'text', 'textarea'],
}

/** Why a condition can never be evaluated or never hold: its field, its operator, or a value that nobody can give. */
export function conditionFaults(
  condition: Condition,
  fields: ReadonlyMap<string, Field>,
  depth = 1,
): Fault[] {
  if (depth > 5) return [{ path: [], message: 'is nested more than 5 deep' }]
  if ('field' in condition) return comparisonFaults(condition, fields)
  const key = 'all' in condition ? 'all' : 'any'
  const parts = 'all' in condition ? condition.all : condition.any
  return parts.flatMap((part, at) =>
    conditionFaults(part, fields, depth + 1).map((fault) => ({ ...fault, path: [key, at, ...fault.path] })),
  )
}

function comparisonFaults(comparison: Comparison, fields: ReadonlyMap<string, Field>): Fault[] {
  const { field: key, op, value } = comparison
  const field = fields.get(key)
  if (!field) return [{ path: ['field'], message: `no form field has the key ${key}` }]
  if (!FITS[op].includes(field.type))
    return [{ path: ['op'], message: `${op} does not fit a ${field.type} field` }]
  if (Array.isArray(value) !== (op === 'in')) {
    return [{ path: ['value'], message: op === 'in' ? 'is a list for in' : 'is one value, not a list' }]
  }
  const isNumeric = field.type === 'number' || field.type === 'money'
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

/** What no form can hold, so that the condition is decided before anybody fills it in. */
function textFault(field: Field, op: Comparison['op'], value: string): string | undefined {
  if (cleanText(value) === '') return 'is empty: a field that is left empty fulfils ne alone'
  switch (field.type) {
    case 'select':
    case 'multiselect':
      return field.options.some((option) => option.value === value)
        ? undefined
        : `${value} is no option of ${field.key}, which has ${field.options.map((one) => one.value).join(', ')}`
    case 'date':
      return isDate(value) ? undefined : `${value} is no day: it is written like 2026-01-05`
    case 'text':
    case 'textarea':
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

function numberFault(field: Field, op: Comparison['op'], value: number): string | undefined {
  if (field.type !== 'number' && field.type !== 'money') return undefined
  const least = field.type === 'money' ? 0 : -Infinity
  const { min = least, max = Infinity } = field
  const isPossible = own(CAN_HOLD, op)?.(value, { min, max }) ?? true
  const span =
    max === Infinity ? `at least ${min}` : `from ${min === -Infinity ? 'any number' : min} to ${max}`
  return isPossible ? undefined : `never holds: ${field.key} is ${span}`
}
