import { currencyDigits } from '../currencies.ts'
import { plainNumber } from '../decimals.ts'
import { hasDecimal } from '../formula/exact.ts'
import { checkFormulas } from '../formula/form.ts'
import { LOCALES } from '../languages.ts'
import { lengthOf } from '../person-text.ts'
import type { Fault } from '../plain-words.ts'
import { faultText } from '../texts.ts'
import { conditionFaults } from './condition-faults.ts'
import type { Column, Field, FieldOf, TableField } from './field.ts'
import { shortestOfBoth } from './pattern/both.ts'
import { exampleOf } from './pattern/example.ts'
import { matches } from './pattern/matches.ts'
import { parsePattern } from './pattern/parse.ts'
import type { Pattern } from './pattern/pattern.ts'
import { LONGEST_PHONE, mostOptions, PHONE_PATTERN, readValue, type AskedField } from './read-value.ts'

const PHONE: Pattern = parsePattern(PHONE_PATTERN).pattern ?? { sets: [], steps: [] }

type Path = Fault['path']
type Fields = ReadonlyMap<string, Field>

/** What is wrong with a form although each value in it may stand where it stands. */
export function formFaults(form: readonly Field[]): Fault[] {
  const fields = byKey(form)
  return [
    ...form.flatMap((field, at) => under(['form', at], fieldFaults(field, fields))),
    ...twice(form).map((at) => fault(['form', at, 'key'], 'is used twice')),
    ...form.flatMap((field, at) =>
      field.type === 'table' ? under(['form', at], tableFaults(field, fields)) : [],
    ),
    ...checkFormulas(form).faults,
    ...(form.every(({ type }) => type === 'note') ? [fault(['form'], 'has nothing that is filled in')] : []),
  ]
}

function tableFaults({ columns, minRows, maxRows }: TableField, fields: Fields): Fault[] {
  // In a row its columns go before the fields of the form.
  const seen = new Map([...fields, ...byKey(columns)])
  return [
    ...columns.flatMap((column, at) => under(['columns', at], fieldFaults(column, seen))),
    ...twice(columns).map((at) => fault(['columns', at, 'key'], 'is used twice')),
    ...(minRows > maxRows ? [fault(['minRows'], `is above maxRows, which is ${maxRows}`)] : []),
  ]
}

function fieldFaults(field: Field, fields: Fields): Fault[] {
  const { visible } = field
  const required = 'required' in field && typeof field.required === 'object' ? field.required : undefined
  return [
    ...(visible ? under(['visible'], conditionFaults(visible, fields)) : []),
    ...(required ? under(['required'], conditionFaults(required, fields)) : []),
    ...kindFaults(field, fields),
    ...('pattern' in field && field.pattern ? patternFaults(field, field.pattern.regex) : []),
    ...('default' in field && field.default !== undefined ? defaultFaults(field) : []),
  ]
}

function kindFaults(field: Field, fields: Fields): Fault[] {
  switch (field.type) {
    case 'number':
      return [
        ...boundFaults(field, [field.integer === true ? 0 : field.decimals]),
        ...(field.integer === true && (field.decimals ?? 0) > 0
          ? [fault(['decimals'], 'cannot stand beside integer: true')]
          : []),
      ]
    case 'money':
      return [...boundFaults(field, field.currencies.map(currencyDigits)), ...moneyFaults(field)]
    case 'select':
    case 'multiselect':
      return optionFaults(field, fields)
    case 'note':
      return LOCALES.some((locale) => field.text[locale] !== undefined)
        ? []
        : [fault(['text'], 'needs at least one of zh-CN, en-US, ja-JP')]
    default:
      return []
  }
}

function patternFaults(field: FieldOf<'text' | 'phone'>, regex: string): Fault[] {
  const { pattern, mistake } = parsePattern(regex)
  const at = ['pattern', 'regex']
  if (mistake) return [fault(at, `column ${mistake.column}: ${mistake.message}`)]
  const most = field.type === 'text' ? field.maxLength : LONGEST_PHONE
  const least = field.type === 'text' ? lengthOf(exampleOf(pattern) ?? '') : shortestOfBoth(pattern, PHONE)
  if (least === undefined)
    return [fault(at, 'fits no phone number: those are 3 to 25 digits, with + ( ) . / # - and spaces')]
  if (least > most) return [fault(at, `fits no text of at most ${most} characters: it takes ${least}`)]
  return typeof field.default === 'string' && !matches(pattern, field.default)
    ? [fault(['default'], 'does not fit the pattern of the field')]
    : []
}

/** `digits`: of each of which a value may have so many behind the point; undefined: any. */
function boundFaults(
  { min, max }: Extract<Field, { min?: unknown }>,
  digits: readonly (number | undefined)[],
): Fault[] {
  if (min === undefined || max === undefined) return []
  if (min > max) return [fault([], 'min is above max')]
  const [from, to] = [plainNumber(min), plainNumber(max)]
  const isEmpty = digits.every((most) => most !== undefined && !hasDecimal(from, to, most))
  const most = Math.max(...digits.map((one) => one ?? 0))
  return isEmpty
    ? [fault([], `nothing fits: no number from ${from} to ${to} has ${most} decimals or fewer`)]
    : []
}

function moneyFaults({ min, max, currencies }: Extract<Field, { type: 'money' }>): Fault[] {
  return [
    ...(min === undefined && max !== undefined && max < 0
      ? [fault([], 'no amount fits: without min the least is 0, and max is below it')]
      : []),
    ...(new Set(currencies).size < currencies.length ? [fault([], 'has a currency twice')] : []),
  ]
}

function optionFaults({ key, options }: Extract<Field, { options: unknown }>, fields: Fields): Fault[] {
  if (Array.isArray(options)) return []
  const unknown = options.dependsOn.flatMap((name, at) => {
    const other = fields.get(name)
    if (other && name !== key && CAN_LEAD.has(other.type)) return []
    const why = other ? `cannot depend on ${name}` : `no form field has the key ${name}`
    return [fault(['options', 'dependsOn', at], why)]
  })
  return [...(options.from === undefined ? [fault(['options', 'from'], 'is missing')] : []), ...unknown]
}

/** What another system can be told in one text. */
const CAN_LEAD: ReadonlySet<Field['type']> = new Set([
  ...(['text', 'textarea', 'number', 'money', 'date', 'datetime', 'select', 'multiselect'] as const),
  ...(['contact', 'department', 'phone', 'link', 'formula'] as const),
])

/** A word that stands for what is known when the form is opened. */
const WORDS: Readonly<Record<string, string>> = { date: 'today', datetime: 'now' }
const OF_INITIATOR: Readonly<Record<string, string>> = { contact: 'self', department: 'department' }

/** Times are checked by any clock: one that leaps is told when the form is sent. */
function defaultFaults(field: Extract<AskedField, { default?: unknown }>): Fault[] {
  const value = field.default
  if (value === WORDS[field.type]) return []
  const who = OF_INITIATOR[field.type]
  if (who !== undefined)
    return isInitiator(value, who) ? [] : [fault(['default'], `is { initiator: ${who} }, and nothing else`)]
  const read = readValue(field, value, () => 0)
  if (!('rule' in read)) return []
  const word = WORDS[field.type] === undefined ? '' : `, or ${WORDS[field.type]}`
  const most = field.type === 'multiselect' ? mostOptions(field) : undefined
  const words = faultText({ rule: read.rule, limit: read.limit ?? most }, 'en-US')
  return [fault(['default'], `does not fit the field: ${words}${word}`)]
}

const isInitiator = (value: unknown, who: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'initiator' in value &&
  value.initiator === who &&
  Object.keys(value).length === 1

const byKey = (fields: readonly (Field | Column)[]): Map<string, Field> =>
  new Map(fields.map((field) => [field.key, field]))

const fault = (path: Path, message: string): Fault => ({ path, message })

export const under = (path: Path, faults: readonly Fault[]): Fault[] =>
  faults.map((one) => ({ ...one, path: [...path, ...one.path] }))

/** Positions of what stood earlier already. */
function twice(fields: readonly { key: string }[]): number[] {
  const keys = fields.map(({ key }) => key)
  return keys.flatMap((key, at) => (keys.indexOf(key) < at ? [at] : []))
}
