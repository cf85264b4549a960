import { MOST_DECIMALS } from './exact.ts'
import type { FormulaTree } from './tree.ts'

/**
 * What a formula results in. `decimals`: at most so many places. `unit` is what a field calls its numbers, `time` what
 * the functions of time count. `currencies`: one of them, as only the values tell.
 */
export type FormulaType = NumberType | MoneyType
export type NumberType = {
  kind: 'number'
  decimals: number
  unit?: string | undefined
  time?: 'days' | 'hours' | undefined
}
export type MoneyType = { kind: 'money'; currencies: readonly string[] }

/** What was checked, and can be evaluated. `columns`: the keys that are looked up in the row first. */
export type CheckedFormula = { tree: FormulaTree; type: FormulaType; columns: readonly string[] }

export const ANY_NUMBER: NumberType = { kind: 'number', decimals: MOST_DECIMALS }

/** Where two numbers are added or compared: undefined if one counts something else than the other. */
export function sameMeasure(one: NumberType, other: NumberType): NumberType | undefined {
  if (differ(one.unit, other.unit) || differ(one.time, other.time)) return undefined
  return {
    kind: 'number',
    decimals: Math.max(one.decimals, other.decimals),
    unit: one.unit ?? other.unit,
    time: one.time ?? other.time,
  }
}

/** Of two measures nobody knows what their product is called. */
export function productOf(one: NumberType, other: NumberType): NumberType {
  return {
    kind: 'number',
    decimals: Math.min(one.decimals + other.decimals, MOST_DECIMALS),
    unit: onlyOne(one.unit, other.unit),
    time: onlyOne(one.time, other.time),
  }
}

export function quotientOf(one: NumberType, other: NumberType): NumberType {
  if (other.unit !== undefined || other.time !== undefined) return ANY_NUMBER
  return { kind: 'number', decimals: MOST_DECIMALS, unit: one.unit, time: one.time }
}

/** As in "an amount in CNY and a number of km". */
export function nameOf(type: FormulaType): string {
  if (type.kind === 'money') return `an amount in ${type.currencies.join(' or ')}`
  const measure = type.unit ?? type.time
  return measure === undefined ? 'a number' : `a number of ${measure}`
}

const differ = <T>(one: T | undefined, other: T | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other

const onlyOne = <T>(one: T | undefined, other: T | undefined): T | undefined =>
  one === undefined ? other : other === undefined ? one : undefined
