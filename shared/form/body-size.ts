import type { FlowNode } from '../flow.ts'
import type { Field } from './field.ts'
import { LONGEST_ID } from './read-value.ts'

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
const PERSON_BYTES = 64
const MOST_PEOPLE = 100
/** The names of the keys of a request, its definition's code, `from` and `instance`. */
const HEAD_BYTES = 2_048

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

/** The bytes of the longest value that a field takes. */
function bytesOf(field: Field): number {
  switch (field.type) {
    case 'text':
    case 'textarea':
      return field.maxLength * LETTER_BYTES
    case 'number':
      return NUMBER_BYTES
    case 'money':
      return MONEY_BYTES
    case 'date':
      return DATE_BYTES
    case 'daterange':
      return named('from', DATE_BYTES) + named('to', DATE_BYTES)
    case 'select':
      return Math.max(...field.options.map(optionBytes))
    case 'multiselect':
      return sum(field.options.map((option) => optionBytes(option) + AROUND))
    case 'contact':
    case 'department':
    case 'image':
    case 'attachment':
      return field.maxCount * (LONGEST_ID + AROUND)
  }
}

const PEOPLE_BYTES = MOST_PEOPLE * (PERSON_BYTES + AROUND)

const optionBytes = ({ value }: { value: string }): number => value.length * UNIT_BYTES

const named = (key: string, bytes: number): number => key.length + AROUND + bytes + AROUND

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
