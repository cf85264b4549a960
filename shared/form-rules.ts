import type { Field, FormValue, FormValues } from './field.ts'

/** What can be wrong with one field; `limit` is the bound that was crossed. */
export type FormRule =
  | 'unknown'
  | 'required'
  | 'type'
  | 'too_long'
  | 'too_small'
  | 'too_large'
  | 'too_many'
  | 'not_an_option'
  | 'not_a_date'
  | 'ends_before_start'
  | 'currency'

export type FormFault = { field: string; rule: FormRule; limit?: number | undefined }

type Finding = Omit<FormFault, 'field'> | undefined

/** Every fault of a form, in the order of its fields; none means that it may be submitted. Used by server and pages alike. */
export function checkForm(fields: readonly Field[], form: FormValues): FormFault[] {
  const known = new Set(fields.map(({ key }) => key))
  const unknown = Object.keys(form).filter((key) => !known.has(key))
  return [
    ...unknown.map((field): FormFault => ({ field, rule: 'unknown' })),
    ...fields.flatMap((field) => checkField(field, form[field.key])),
  ]
}

/** The faults (at most one) of one field. An empty text or list counts as not given. */
function checkField(field: Field, value: FormValue | undefined): FormFault[] {
  if (isEmpty(value)) return field.required ? [{ field: field.key, rule: 'required' }] : []
  const finding = checkValue(field, value)
  return finding ? [{ field: field.key, ...finding }] : []
}

/** Whether a value says nothing. */
export function isEmpty(value: FormValue | undefined): value is undefined | '' {
  if (value === undefined) return true
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) && value.length === 0
}

function checkValue(field: Field, value: FormValue): Finding {
  switch (field.type) {
    case 'text':
    case 'textarea':
      if (typeof value !== 'string') return { rule: 'type' }
      return value.length > field.maxLength ? { rule: 'too_long', limit: field.maxLength } : undefined
    case 'number':
      return typeof value === 'number' ? checkBounds(value, field) : { rule: 'type' }
    case 'money':
      return checkMoney(field, value)
    case 'date':
      if (typeof value !== 'string') return { rule: 'type' }
      return isDate(value) ? undefined : { rule: 'not_a_date' }
    case 'daterange':
      return checkDateRange(value)
    case 'select':
      if (typeof value !== 'string') return { rule: 'type' }
      return field.options.some((option) => option.value === value) ? undefined : { rule: 'not_an_option' }
    case 'multiselect':
      return checkList(value, field.options.length, (one) =>
        field.options.some((option) => option.value === one),
      )
    case 'contact':
    case 'department':
    case 'image':
    case 'attachment':
      return checkList(value, field.maxCount, (one) => one.trim() !== '')
  }
}

function checkBounds(
  value: number,
  { min, max }: { min?: number | undefined; max?: number | undefined },
): Finding {
  if (!Number.isFinite(value)) return { rule: 'type' }
  if (min !== undefined && value < min) return { rule: 'too_small', limit: min }
  if (max !== undefined && value > max) return { rule: 'too_large', limit: max }
  return undefined
}

// Twelve digits and two decimals stay exact in a double.
const AMOUNT = /^-?\d{1,12}(\.\d{1,2})?$/

function checkMoney(field: Extract<Field, { type: 'money' }>, value: FormValue): Finding {
  if (typeof value !== 'object' || !('amount' in value)) return { rule: 'type' }
  if (!AMOUNT.test(value.amount)) return { rule: 'type' }
  if (!field.currencies.includes(value.currency)) return { rule: 'currency' }
  return checkBounds(Number(value.amount), { min: 0, ...field })
}

function checkDateRange(value: FormValue): Finding {
  if (typeof value !== 'object' || !('from' in value)) return { rule: 'type' }
  if (!isDate(value.from) || !isDate(value.to)) return { rule: 'not_a_date' }
  return value.from > value.to ? { rule: 'ends_before_start' } : undefined
}

function checkList(value: FormValue, limit: number, fits: (one: string) => boolean): Finding {
  if (!Array.isArray(value)) return { rule: 'type' }
  if (value.length > limit) return { rule: 'too_many', limit }
  if (new Set(value).size !== value.length) return { rule: 'too_many', limit: 1 }
  return value.every(fits) ? undefined : { rule: 'not_an_option' }
}

/** A day of the calendar, written `2026-11-20`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const parsed = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}
