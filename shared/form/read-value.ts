import { currencyDigits } from '../currencies.ts'
import { compareDecimals, isHeldExactly, isNumber, isUnheld, plainNumber } from '../decimals.ts'
import { isDate } from '../dates.ts'
import type { Field, FormValue } from './field.ts'
import type { FormFault } from './form-fault.ts'
import { cleanLine, cleanText, lengthOf } from '../person-text.ts'

export type ValueFinding = Omit<FormFault, 'field'>
type Read = { value: FormValue } | ValueFinding

const WRONG_TYPE: ValueFinding = { rule: 'type' }

/** What one field is given: the value to be stored, or what is wrong with it. */
export function readValue(field: Field, given: unknown): Read {
  switch (field.type) {
    case 'text':
    case 'textarea':
      return readText(field, given)
    case 'number':
      return readNumber(field, given)
    case 'money':
      return readMoney(field, given)
    case 'date':
      if (typeof given !== 'string') return WRONG_TYPE
      return isDate(given) ? { value: given } : { rule: 'not_a_date' }
    case 'daterange':
      return readDateRange(given)
    case 'select':
      if (typeof given !== 'string') return WRONG_TYPE
      return hasOption(field, given) ? { value: given } : { rule: 'not_an_option' }
    case 'multiselect':
      return readList(given, field.options.length, (one) => hasOption(field, one))
    case 'contact':
    case 'department':
    case 'image':
    case 'attachment':
      return readList(given, field.maxCount, isId)
  }
}

function readText(field: Extract<Field, { type: 'text' | 'textarea' }>, given: unknown): Read {
  if (typeof given !== 'string') return WRONG_TYPE
  const value = field.type === 'text' ? cleanLine(given) : cleanText(given)
  const { maxLength: limit } = field
  return lengthOf(value) > limit ? { rule: 'too_long', limit } : { value }
}

type Bounds = { min?: number | undefined; max?: number | undefined }

/** What is a number and cannot be held stays a text in a page, and an `UnheldNumber` in a request. */
function readNumber(bounds: Bounds, given: unknown): Read {
  if (typeof given === 'string' && isNumber(given) && !isHeldExactly(given)) return { rule: 'inexact' }
  if (isUnheld(given)) return { rule: 'inexact' }
  if (typeof given !== 'number' || !Number.isFinite(given)) return WRONG_TYPE
  const plain = plainNumber(given)
  if (!isHeldExactly(plain)) return { rule: 'inexact' }
  return outOf(bounds, plain) ?? { value: given === 0 ? 0 : given }
}

function outOf({ min, max }: Bounds, value: string): ValueFinding | undefined {
  if (min !== undefined && compareDecimals(value, plainNumber(min)) < 0)
    return { rule: 'too_small', limit: min }
  if (max !== undefined && compareDecimals(value, plainNumber(max)) > 0)
    return { rule: 'too_large', limit: max }
  return undefined
}

/** A plain number; no zeros in front, and nothing owed of nothing. */
const AMOUNT = /^(?!-0(\.0+)?$)-?(0|[1-9]\d*)(\.\d+)?$/
const MOST_WHOLE_DIGITS = 15

function readMoney(field: Extract<Field, { type: 'money' }>, given: unknown): Read {
  const money = readPair(given, 'amount', 'currency')
  if (!money || !AMOUNT.test(money.amount)) return WRONG_TYPE
  const { amount, currency } = money
  if (!field.currencies.includes(currency)) return { rule: 'currency' }
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.')
  const digits = currencyDigits(currency)
  if (fraction.length > digits) return digits === 0 ? { rule: 'whole' } : { rule: 'decimals', limit: digits }
  if (whole.length > MOST_WHOLE_DIGITS) return { rule: 'inexact' }
  return outOf({ min: field.min ?? 0, max: field.max }, amount) ?? { value: { amount, currency } }
}

function readDateRange(given: unknown): Read {
  const range = readPair(given, 'from', 'to')
  if (!range) return WRONG_TYPE
  if (!isDate(range.from) || !isDate(range.to)) return { rule: 'not_a_date' }
  return range.from > range.to ? { rule: 'ends_before_start' } : { value: range }
}

/** An object of two texts and nothing else. */
function readPair<One extends string, Other extends string>(
  given: unknown,
  one: One,
  other: Other,
): Record<One | Other, string> | undefined {
  if (typeof given !== 'object' || given === null || Object.keys(given).length !== 2) return undefined
  const { [one]: first, [other]: second } = given as Record<string, unknown>
  if (typeof first !== 'string' || typeof second !== 'string') return undefined
  return { [one]: first, [other]: second } as Record<One | Other, string>
}

function readList(given: unknown, limit: number, fits: (one: string) => boolean): Read {
  if (!isTexts(given)) return WRONG_TYPE
  if (new Set(given).size !== given.length) return { rule: 'repeated' }
  if (given.length > limit) return { rule: 'too_many', limit }
  return given.every(fits) ? { value: given } : { rule: 'not_an_option' }
}

const isTexts = (given: unknown): given is string[] =>
  Array.isArray(given) && given.every((one) => typeof one === 'string')

const hasOption = (field: Extract<Field, { type: 'select' | 'multiselect' }>, value: string): boolean =>
  field.options.some((option) => option.value === value)

/** Ids are ASCII: Feishu's, or ours of a file. */
export const LONGEST_ID = 200
const isId = (one: string): boolean => one.length <= LONGEST_ID && cleanLine(one) !== ''
