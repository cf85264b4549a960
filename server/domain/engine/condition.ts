import type { Comparison, Condition } from '../../../shared/form/condition.ts'
import { compareDecimals, plainNumber } from '../../../shared/decimals.ts'
import type { FormValue, FormValues } from '../../../shared/form/field.ts'
import { isEmpty } from '../../../shared/form/read-form.ts'
import { own } from '../../../shared/own.ts'

/** Whether a `when` holds for this form. A field that was left empty fulfils only `ne`. */
export function holds(condition: Condition, form: FormValues): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, form))
  if ('any' in condition) return condition.any.some((part) => holds(part, form))
  return compares(condition, own(form, condition.field))
}

function compares({ op, value }: Comparison, given: FormValue | undefined): boolean {
  if (isEmpty(given)) return op === 'ne'
  if (op === 'contains') {
    return Array.isArray(given) || typeof given === 'string' ? given.includes(String(value)) : false
  }
  if (op === 'in') return Array.isArray(value) && value.some((one) => order(given, one) === 0)
  if (Array.isArray(value)) return false
  const by = order(given, value)
  switch (op) {
    case 'eq':
      return by === 0
    case 'ne':
      return by !== 0
    case 'gt':
      return by > 0
    case 'gte':
      return by >= 0
    case 'lt':
      return by < 0
    case 'lte':
      return by <= 0
  }
}

/** Money counts by its amount, to the digit; dates are ISO days, whose order is that of their letters. NaN: of no kind. */
function order(given: FormValue, value: string | number): number {
  if (typeof value === 'number') {
    if (typeof given === 'number') return given - value
    if (typeof given !== 'object' || !('amount' in given)) return NaN
    return compareDecimals(given.amount, plainNumber(value))
  }
  if (typeof given !== 'string') return NaN
  return given === value ? 0 : given < value ? -1 : 1
}
