import { currencyDigits } from '../currencies.ts'
import { isDate } from '../dates.ts'
import { compareDecimals, isHeldExactly, isNumber, isUnheld, plainNumber } from '../decimals.ts'
import { cleanLine, cleanText, hiddenIn, lengthOf } from '../person-text.ts'
import type { OffsetAt } from '../time/clock.ts'
import {
  readDateTime,
  readDayRange,
  readHalfDayRange,
  readMembers,
  readTimespan,
} from '../time/read-times.ts'
import type { CellValue, Column, FieldOf } from './field.ts'
import type { FormFault } from './form-fault.ts'

export type ValueFinding = Omit<FormFault, 'field'>
export type ValueRead = { value: CellValue } | ValueFinding

/** A field that somebody fills in, by itself or as a column. */
export type AskedField = Exclude<Column, { type: 'formula' | 'note' }>

const WRONG_TYPE: ValueFinding = { rule: 'type' }

/** What one field is given: the value to be stored, or what is wrong with it. */
export function readValue(field: AskedField, given: unknown, offsetAt: OffsetAt): ValueRead {
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
    case 'datetime':
      return readDateTime(given, offsetAt)
    case 'daterange':
      return field.unit === 'halfday' ? readHalfDayRange(given) : readDayRange(given)
    case 'timespan':
      return readTimespan(given, field, offsetAt)
    case 'select':
      if (typeof given !== 'string') return WRONG_TYPE
      return hasOption(field, given) ? { value: given } : { rule: 'not_an_option' }
    case 'multiselect':
      return readList(given, mostOptions(field), (one) => hasOption(field, one))
    case 'link':
      return readLine(given, LONGEST_LINK, LINK, 'not_a_link')
    case 'phone':
      return readLine(given, LONGEST_PHONE, PHONE, 'not_a_phone')
    case 'account':
      return readAccount(given)
    case 'contact':
    case 'department':
    case 'approval':
    case 'image':
    case 'attachment':
      return readList(given, field.maxCount, isId)
  }
}

function readText(field: FieldOf<'text' | 'textarea'>, given: unknown): ValueRead {
  if (typeof given !== 'string') return WRONG_TYPE
  const value = field.type === 'text' ? cleanLine(given) : cleanText(given)
  const { maxLength: limit } = field
  return lengthOf(value) > limit ? { rule: 'too_long', limit } : { value }
}

export const LONGEST_LINK = 2_000
export const LONGEST_PHONE = 40
/** Without a name or password in front of its host, which would hide where it leads. */
const LINK = /^https:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/i
/** Digits as people group them: `+86 (10) 8888-6666`. A pattern as well, so that others can be held against it. */
export const PHONE_PATTERN = '[+(]?\\d(?:[ ()./#-]{0,2}\\d){2,24}'
const PHONE = new RegExp(`^${PHONE_PATTERN}$`)

function readLine(
  given: unknown,
  limit: number,
  shape: RegExp,
  rule: 'not_a_link' | 'not_a_phone',
): ValueRead {
  if (typeof given !== 'string') return WRONG_TYPE
  const value = cleanLine(given)
  if (lengthOf(value) > limit) return { rule: 'too_long', limit }
  return shape.test(value) ? { value } : { rule }
}

/** What is a number and cannot be held stays a text in a page, and an `UnheldNumber` in a request. */
function readNumber(field: FieldOf<'number'>, given: unknown): ValueRead {
  if (typeof given === 'string' && isNumber(given) && !isHeldExactly(given)) return { rule: 'inexact' }
  if (isUnheld(given)) return { rule: 'inexact' }
  if (typeof given !== 'number' || !Number.isFinite(given)) return WRONG_TYPE
  const plain = plainNumber(given)
  if (!isHeldExactly(plain)) return { rule: 'inexact' }
  const decimals = plain.split('.')[1]?.length ?? 0
  const limit = field.integer === true ? 0 : (field.decimals ?? Infinity)
  if (decimals > limit) return limit === 0 ? { rule: 'not_whole' } : { rule: 'too_many_decimals', limit }
  return outOf(field, plain) ?? { value: given === 0 ? 0 : given }
}

type Bounds = { min?: number | undefined; max?: number | undefined }

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

function readMoney(field: FieldOf<'money'>, given: unknown): ValueRead {
  const money = readMembers(given, ['amount', 'currency'])
  if (!money || !AMOUNT.test(money.amount)) return WRONG_TYPE
  const { amount, currency } = money
  if (!field.currencies.includes(currency)) return { rule: 'currency' }
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.')
  const digits = currencyDigits(currency)
  if (fraction.length > digits) return digits === 0 ? { rule: 'whole' } : { rule: 'decimals', limit: digits }
  if (whole.length > MOST_WHOLE_DIGITS) return { rule: 'inexact' }
  return outOf({ min: field.min ?? 0, max: field.max }, amount) ?? { value: { amount, currency } }
}

export const LONGEST_ACCOUNT_NAME = 100
export const LONGEST_ACCOUNT_NUMBER = 40
const ACCOUNT_NUMBER = /^[0-9A-Za-z](?:[ .-]?[0-9A-Za-z]){2,34}$/

function readAccount(given: unknown): ValueRead {
  const members = readMembers(given, ['name', 'bank', 'number'])
  if (!members) return WRONG_TYPE
  const [name, bank, number] = [cleanLine(members.name), cleanLine(members.bank), cleanLine(members.number)]
  if (name === '' || bank === '' || number === '') return { rule: 'incomplete' }
  if (Math.max(lengthOf(name), lengthOf(bank)) > LONGEST_ACCOUNT_NAME)
    return { rule: 'too_long', limit: LONGEST_ACCOUNT_NAME }
  return ACCOUNT_NUMBER.test(number) ? { value: { name, bank, number } } : { rule: 'not_a_number' }
}

function readList(given: unknown, limit: number, fits: (one: string) => boolean): ValueRead {
  if (!isTexts(given)) return WRONG_TYPE
  if (new Set(given).size !== given.length) return { rule: 'repeated' }
  if (given.length > limit) return { rule: 'too_many', limit }
  return given.every(fits) ? { value: given } : { rule: 'not_an_option' }
}

const isTexts = (given: unknown): given is string[] =>
  Array.isArray(given) && given.every((one) => typeof one === 'string')

export const LONGEST_OPTION = 64
export const MOST_OUTSIDE_OPTIONS = 100

export const mostOptions = ({ options }: FieldOf<'multiselect'>): number =>
  Array.isArray(options) ? options.length : MOST_OUTSIDE_OPTIONS

/** Of options from outside only the shape can be told here; whether they are offered is asked when it is submitted. */
function hasOption({ options }: FieldOf<'select' | 'multiselect'>, value: string): boolean {
  if (Array.isArray(options)) return options.some((option) => option.value === value)
  return isOptionId(value)
}

/** What a form can hold of the ids that other systems give to options: some letters, on one line, all of them seen. */
export const isOptionId = (value: string): boolean =>
  value !== '' &&
  lengthOf(value) <= LONGEST_OPTION &&
  hiddenIn(value) === undefined &&
  cleanLine(value) === value

/** Ids are ASCII: Feishu's, or ours of a file. */
export const LONGEST_ID = 200
const isId = (one: string): boolean => one.length <= LONGEST_ID && cleanLine(one) !== ''
