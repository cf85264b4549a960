import type { Field, FormValue, FormValues } from './field.ts'
import type { FormFault } from './form-fault.ts'
import { readValue } from './read-value.ts'
import { own } from '../own.ts'
import { cleanText } from '../person-text.ts'

/** A form as it comes in: any JSON, with `UnheldNumber` in place of a number that a double would change. */
export type FormInput = Readonly<Record<string, unknown>>

/** Every fault of a form, in the order of its fields; none means that it may be submitted. Used by server and pages alike. */
export const checkForm = (fields: readonly Field[], form: FormInput): FormFault[] =>
  readForm(fields, form).faults

/**
 * What a form says, field by field, and its faults, at most one a field. Texts are cleaned; what is empty or does not
 * fit is left out.
 */
export function readForm(
  fields: readonly Field[],
  given: FormInput,
): { form: FormValues; faults: FormFault[] } {
  const known = new Set(fields.map(({ key }) => key))
  const unknown = Object.keys(given).filter((key) => !known.has(key))
  const form: [string, FormValue][] = []
  const faults: FormFault[] = unknown.map((field) => ({ field, rule: 'unknown' }))
  for (const field of fields) {
    const value = own(given, field.key)
    const read = isEmpty(value) ? undefined : readValue(field, value)
    if (read === undefined) {
      if (field.required) faults.push({ field: field.key, rule: 'required' })
    } else if ('rule' in read) faults.push({ field: field.key, ...read })
    else form.push([field.key, read.value])
  }
  return { form: Object.fromEntries(form), faults }
}

/** Whether a value says nothing: a text of which nobody sees anything, an empty list. */
export function isEmpty(value: unknown): value is undefined | '' | readonly [] {
  if (value === undefined) return true
  if (typeof value === 'string') return cleanText(value) === ''
  return Array.isArray(value) && value.length === 0
}
