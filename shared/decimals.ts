/** A number as its sign, its digits without zeros at either end, and the power of ten that they are multiplied by. */
type Decimal = { negative: boolean; digits: string; power: number }

/** Longer ones are shown with an exponent. */
const LONGEST_NUMBER = 30

/** Undefined for what is no number as JSON writes them. */
function toDecimal(text: string): Decimal | undefined {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text)
  if (!found) return undefined
  const [, sign = '', whole = '', fraction = '', power = '0'] = found
  const all = `${whole}${fraction}`.replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  if (digits === '') return { negative: false, digits: '0', power: 0 }
  return {
    negative: sign === '-',
    digits,
    power: Number(power) - fraction.length + all.length - digits.length,
  }
}

/**
 * Whether a number as it was written is still the same one as a double, and can be written without an exponent in the
 * field it came from. Numbers that are not are refused, never rounded.
 */
export function isHeldExactly(written: string): boolean {
  const [given, held] = [toDecimal(written), toDecimal(String(Number(written)))]
  if (!given || !held) return false
  const isSame =
    given.digits === held.digits && given.power === held.power && given.negative === held.negative
  return isSame && plainNumber(Number(written)).length <= LONGEST_NUMBER
}

/** As people write it: `0.0000001` rather than `1e-7`. */
export function plainNumber(value: number): string {
  const decimal = toDecimal(String(value))
  return decimal ? written(decimal) : String(value)
}

function written({ negative, digits, power }: Decimal): string {
  const sign = negative ? '-' : ''
  if (power >= 0) return `${sign}${digits}${'0'.repeat(power)}`
  const padded = digits.padStart(1 - power, '0')
  return `${sign}${padded.slice(0, power)}.${padded.slice(power)}`
}

/**
 * Below, at or above zero as `a` is below, equal to or above `b`, whatever their number of digits; NaN where one is no
 * number.
 */
export function compareDecimals(a: string, b: string): number {
  const [one, other] = [toDecimal(a), toDecimal(b)]
  if (!one || !other) return NaN
  if (one.negative !== other.negative) return one.negative ? -1 : 1
  const size = compareSizes(one, other)
  return one.negative ? 0 - size : size
}

function compareSizes(one: Decimal, other: Decimal): number {
  if (one.digits === '0' || other.digits === '0') return Number(one.digits) - Number(other.digits)
  const [size, otherSize] = [one.digits.length + one.power, other.digits.length + other.power]
  if (size !== otherSize) return size - otherSize
  const length = Math.max(one.digits.length, other.digits.length)
  const [left, right] = [one.digits.padEnd(length, '0'), other.digits.padEnd(length, '0')]
  return left === right ? 0 : left < right ? -1 : 1
}

/** In place of a number that a double would change: what was written, for whoever says so. */
export type UnheldNumber = { unheld: string }

export const isUnheld = (value: unknown): value is UnheldNumber =>
  typeof value === 'object' && value !== null && 'unheld' in value

/** Whether a text is a number, held exactly or not. */
export const isNumber = (text: string): boolean => toDecimal(text) !== undefined
