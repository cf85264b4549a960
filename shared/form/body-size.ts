import type { FlowNode } from '../flow.ts'
import type { Field, FieldOf } from './field.ts'
import {
  LONGEST_ACCOUNT_NAME,
  LONGEST_ACCOUNT_NUMBER,
  LONGEST_ID,
  LONGEST_LINK,
  LONGEST_OPTION,
  LONGEST_PHONE,
  MOST_OUTSIDE_OPTIONS,
  mostOptions,
} from './read-value.ts'

/** A body of this size is taken everywhere; more, only where a form is sent. */
export const SMALL_BODY_BYTES = 64 * 1024

/** No form may need more: `plan` refuses a definition of which one could. */
export const LARGEST_BODY_BYTES = 8 * 1024 * 1024

/** A letter beyond the first 65,536, written as two escapes: `\ud83d\ude00`. */
const LETTER_BYTES = 12
/** Half of it: what `length` counts. */
const UNIT_BYTES = 6
/** Quotes, a comma or colon, and the indent of whoever writes JSON for people. */
const AROUND = 19
/** The longest that a double is without an exponent. */
const NUMBER_BYTES = 400
const MONEY_BYTES = 150
const DATE_BYTES = 10
const TIME_BYTES = 16
const HALF_BYTES = 2
const PERSON_BYTES = 64
const MOST_PEOPLE = 100
/** The names of the keys of a request, its definition's code, `from` and `instance`. */
const HEAD_BYTES = 2_048

type Options = FieldOf<'select'>['options']

type Parts = {
  form: readonly Field[]
  way: readonly { node: Pick<FlowNode, 'id' | 'approvers'> }[]
}

/** The bytes of the largest body that a form may be sent in, with whom the initiator names, however it is escaped. */
export function bytesOfForm({ form, way }: Parts): number {
  const choices = way.filter(({ node }) => 'initiatorChoice' in node.approvers)
  return (
    HEAD_BYTES +
    sum(form.map((field) => named(field.key, bytesOf(field)))) +
    sum(choices.map(({ node }) => named(node.id, PEOPLE_BYTES))) +
    named('cc', PEOPLE_BYTES)
  )
}

/** The bytes that a body may have where this form is sent. */
export const bodyLimitOf = (parts: Parts): number =>
  Math.min(LARGEST_BODY_BYTES, Math.max(SMALL_BODY_BYTES, bytesOfForm(parts)))

/** The bytes of the longest value that a field takes. What is computed is ignored where it is sent all the same. */
function bytesOf(field: Field): number {
  switch (field.type) {
    case 'table':
      return field.maxRows * (AROUND + sum(field.columns.map((column) => named(column.key, bytesOf(column)))))
    case 'note':
      return 0
    case 'formula':
      return MONEY_BYTES
    case 'text':
    case 'textarea':
      return field.maxLength * LETTER_BYTES
    case 'number':
      return NUMBER_BYTES
    case 'money':
      return MONEY_BYTES
    case 'date':
      return DATE_BYTES
    case 'datetime':
      return TIME_BYTES
    case 'daterange':
      return named('from', DATE_BYTES) + named('to', DATE_BYTES) + 2 * named('fromHalf', HALF_BYTES)
    case 'timespan':
      return named('from', TIME_BYTES) + named('to', TIME_BYTES)
    case 'select':
      return Math.max(...optionBytes(field.options))
    case 'multiselect':
      return sum(optionBytes(field.options)) + mostOptions(field) * AROUND
    case 'link':
      return LONGEST_LINK * LETTER_BYTES
    case 'phone':
      return LONGEST_PHONE * LETTER_BYTES
    case 'account':
      return (
        named('name', LONGEST_ACCOUNT_NAME * LETTER_BYTES) +
        named('bank', LONGEST_ACCOUNT_NAME * LETTER_BYTES) +
        named('number', LONGEST_ACCOUNT_NUMBER * LETTER_BYTES)
      )
    case 'approval':
    case 'contact':
    case 'department':
    case 'image':
    case 'attachment':
      return field.maxCount * (LONGEST_ID + AROUND)
  }
}

const PEOPLE_BYTES = MOST_PEOPLE * (PERSON_BYTES + AROUND)

/** Of each of the options that can be chosen at once. */
const optionBytes = (options: Options): number[] =>
  Array.isArray(options)
    ? options.map(({ value }) => value.length * UNIT_BYTES)
    : Array.from({ length: MOST_OUTSIDE_OPTIONS }, () => LONGEST_OPTION * LETTER_BYTES)

const named = (key: string, bytes: number): number => key.length + AROUND + bytes + AROUND

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
