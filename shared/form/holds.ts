import { compareDecimals, plainNumber } from '../decimals.ts'
import type { Comparison, Condition } from './condition.ts'
import { isEmpty } from './is-empty.ts'

/** What stands in a field, by its key; undefined for nothing. */
export type ValueOf = (key: string) => unknown

/** Whether a condition holds for this form. A field that was left empty fulfils only `ne` and `empty`. */
export function holds(condition: Condition, valueOf: ValueOf): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, valueOf))
  if ('any' in condition) return condition.any.some((part) => holds(part, valueOf))
  const given = valueOf(condition.field)
  if ('value' in condition) return compares(condition, given)
  return isEmpty(given) === (condition.op === 'empty')
}

/** The fields that a condition looks at. */
export function fieldsIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsIn)
  if ('any' in condition) return condition.any.flatMap(fieldsIn)
  return [condition.field]
}

function compares({ op, value }: Comparison, given: unknown): boolean {
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

/**
 * Numbers, decimals that a formula came to and amounts of money compare to the digit; dates are ISO days, whose order is
 * that of their letters. NaN: of no kind.
 */
function order(given: unknown, value: string | number): number {
  if (typeof value === 'number') return compareDecimals(decimalIn(given), plainNumber(value))
  if (typeof given !== 'string') return NaN
  return given === value ? 0 : given < value ? -1 : 1
}

function decimalIn(given: unknown): string {
  if (typeof given === 'number') return plainNumber(given)
  if (typeof given === 'object' && given !== null && 'amount' in given) return String(given.amount)
  return typeof given === 'string' ? given : ''
}
