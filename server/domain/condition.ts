import type { Comparison, Condition } from '../../shared/condition.ts'
import type { FormValue, FormValues } from '../../shared/field.ts'
import { isEmpty } from '../../shared/form-rules.ts'

/** Whether a `when` holds for this form. A field that was left empty fulfils only `ne`. */
export function holds(condition: Condition, form: FormValues): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, form))
  if ('any' in condition) return condition.any.some((part) => holds(part, form))
  return compares(condition, form[condition.field])
}

function compares({ op, value }: Comparison, given: FormValue | undefined): boolean {
  if (isEmpty(given)) return op === 'ne'
  if (op === 'contains') {
    return Array.isArray(given) || typeof given === 'string' ? given.includes(String(value)) : false
  }
  const left = comparable(given)
  if (op === 'in') return Array.isArray(value) && value.some((one) => one === left)
  if (Array.isArray(value)) return false
  switch (op) {
    case 'eq':
      return left === value
    case 'ne':
      return left !== value
    case 'gt':
      return left > value
    case 'gte':
      return left >= value
    case 'lt':
      return left < value
    case 'lte':
      return left <= value
  }
}

/** Money counts by its amount; dates are ISO days, whose order is that of their letters. */
function comparable(value: FormValue): string | number {
  if (typeof value === 'object') return 'amount' in value ? Number(value.amount) : ''
  return value
}
