import type { Field, FormValue, FormValues } from '../../../shared/form/field.ts'
import { isHeldExactly, plainNumber } from '../../../shared/decimals.ts'
import type { FormFault, FormRule } from '../../../shared/form/form-fault.ts'
import { checkForm, isEmpty } from '../../../shared/form/read-form.ts'
import { own } from '../../../shared/own.ts'
import { cleanLine } from '../../../shared/person-text.ts'

/** What stands in one field as it was typed or picked, fitting or not. */
export type FieldInput =
  string | string[] | { amount: string; currency: string } | { from: string; to: string }
export type Inputs = Readonly<Record<string, FieldInput>>

export function emptyInput(field: Field): FieldInput {
  switch (field.type) {
    case 'money':
      return { amount: '', currency: field.currencies[0] ?? '' }
    case 'daterange':
      return { from: '', to: '' }
    case 'multiselect':
    case 'contact':
    case 'department':
    case 'image':
    case 'attachment':
      return []
    case 'text':
    case 'textarea':
    case 'number':
    case 'date':
    case 'select':
      return ''
  }
}

/** Of `inputs`, what has the shape that its field takes; fields that are gone are left out. */
export function fittingInputs(fields: readonly Field[], inputs: Readonly<Record<string, unknown>>): Inputs {
  return Object.fromEntries(
    fields.map((field) => {
      const empty = emptyInput(field)
      const input = own(inputs, field.key)
      return [field.key, hasShape(empty, input) ? (input as FieldInput) : empty]
    }),
  )
}

/** Values that were submitted, as they would have been typed. */
export function toInputs(fields: readonly Field[], form: FormValues): Inputs {
  const typed = Object.entries(form).map(([key, value]) => [
    key,
    typeof value === 'number' ? plainNumber(value) : value,
  ])
  return fittingInputs(fields, Object.fromEntries(typed) as Record<string, unknown>)
}

function hasShape(empty: FieldInput, input: unknown): boolean {
  if (typeof empty === 'string') return typeof input === 'string'
  if (Array.isArray(empty)) return Array.isArray(input) && input.every((one) => typeof one === 'string')
  if (typeof input !== 'object' || input === null) return false
  return Object.keys(empty).every((key) => typeof (input as Record<string, unknown>)[key] === 'string')
}

/** The form as it is sent; what is empty is left out. */
export function toForm(fields: readonly Field[], inputs: Inputs): FormValues {
  const entries = fields.flatMap((field): [string, FormValue][] => {
    const value = toValue(field, own(inputs, field.key) ?? emptyInput(field))
    return value === undefined ? [] : [[field.key, value]]
  })
  return Object.fromEntries(entries)
}

function toValue(field: Field, input: FieldInput): FormValue | undefined {
  if (typeof input === 'string') {
    if (isEmpty(input)) return undefined
    return field.type === 'number' ? toNumber(input) : input
  }
  if (Array.isArray(input)) return input.length === 0 ? undefined : input
  if ('amount' in input) {
    const amount = toDigits(input.amount)
    return amount === '' ? undefined : { amount, currency: input.currency }
  }
  return input.from === '' && input.to === '' ? undefined : input
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

/** What fits so far: enough to ask who would approve. */
export function fittingForm(fields: readonly Field[], inputs: Inputs): FormValues {
  const form = toForm(fields, inputs)
  const faulty = new Set(checkForm(fields, form).map(({ field }) => field))
  return Object.fromEntries(Object.entries(form).filter(([key]) => !faulty.has(key)))
}

const TYPED: readonly Field['type'][] = ['text', 'textarea', 'number', 'money']

export const isTyped = ({ type }: Pick<Field, 'type'>): boolean => TYPED.includes(type)

/** What a person may still be on the way to: nothing yet, `12.` before `12.5`, or a number that grows. */
const PREMATURE: ReadonlySet<FormRule> = new Set(['required', 'type', 'too_small', 'too_large', 'not_a_date'])

/** The faults to show; what may only be premature is none before its field is left. */
export const shownFaults = (
  fields: readonly Field[],
  inputs: Inputs,
  left: ReadonlySet<string>,
): FormFault[] =>
  checkForm(fields, toForm(fields, inputs)).filter(
    ({ field, rule }) => left.has(field) || !PREMATURE.has(rule),
  )

/** The fields that count as left after one was edited: once it is right, typing goes on as in the beginning. */
export function leftAfter(
  edited: Field,
  fields: readonly Field[],
  inputs: Inputs,
  left: ReadonlySet<string>,
): ReadonlySet<string> {
  const isRight = shownFaults(fields, inputs, left).every(({ field }) => field !== edited.key)
  return isTyped(edited) && isRight ? new Set([...left].filter((key) => key !== edited.key)) : left
}
