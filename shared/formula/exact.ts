import { Big } from 'big.js'

/** A decimal number without an end to its digits. Engines of pages know no BigInt. */
export type Exact = Big

/** A constructor of our own, so that nobody else's settings reach it. */
const Decimal = Big()
const HALF_UP = 1
Decimal.RM = HALF_UP

/** To how many places a division and the result are rounded, where no currency says otherwise. */
export const MOST_DECIMALS = 10
/** Like what a field of money takes. */
export const MOST_WHOLE_DIGITS = 15
/** More than any form needs, and few enough that no formula takes long. */
const MOST_DIGITS = 100

/** Of a text that is a number as JSON writes them. */
export const toExact = (text: string): Exact => new Decimal(text)

export const ZERO = toExact('0')

/** Half-up at so many places; halves below zero go away from it, as amounts are rounded. */
export function divide(one: Exact, other: Exact, places: number): Exact {
  Decimal.DP = places
  return one.div(other)
}

/** Half-up, like `divide`. */
export const roundTo = (value: Exact, places: number): Exact => value.round(places, HALF_UP)

/** With exactly so many places, or as many as it has. Never `-0`, of what is rounded already. */
export const exactText = (value: Exact, places?: number): string => value.toFixed(places)

export const isZero = (value: Exact): boolean => value.eq(ZERO)

/** So long that what is reckoned with it could take its time. */
export const isTooLong = ({ c: digits, e: power }: Exact): boolean =>
  digits.length > MOST_DIGITS || Math.abs(power) > MOST_DIGITS

export const wholeDigits = ({ e: power }: Exact): number => Math.max(power + 1, 1)

/** Of two decimals; the sum has as many places as the one that has more. */
export function decimalSum(one: string, other: string): string {
  const places = (text: string): number => text.split('.')[1]?.length ?? 0
  return exactText(toExact(one).plus(toExact(other)), Math.max(places(one), places(other)))
}

/** Whether there is a decimal of so many places from one to the other. */
export function hasDecimal(from: string, to: string, places: number): boolean {
  const [least, most] = [toExact(from), toExact(to)]
  const near = roundTo(least, places)
  return (near.lt(least) ? near.plus(toExact(`1e-${places}`)) : near).lte(most)
}
