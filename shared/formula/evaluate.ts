import { currencyDigits } from '../currencies.ts'
import { MOST_ROWS } from '../form/bounds.ts'
import { own } from '../own.ts'
import {
  divide,
  exactText,
  isTooLong,
  isZero,
  MOST_DECIMALS,
  MOST_WHOLE_DIGITS,
  roundTo,
  toExact,
  wholeDigits,
  ZERO,
  type Exact,
} from './exact.ts'
import type {
  FormulaChoice,
  FormulaComparator,
  FormulaNode,
  FormulaOperator,
  FormulaTime,
  FormulaTree,
} from './tree.ts'
import type { CheckedFormula, FormulaType } from './types.ts'

/** Values by the keys of their fields, as they are stored. */
export type FormulaValues = Readonly<Record<string, unknown>>

/** How much time a field holds, as a decimal; undefined for what holds none, or what only the server can tell. */
export type TimeFunctions = Readonly<Record<FormulaTime, (value: unknown) => string | undefined>>

/** A decimal number is a text, since a double would change it. */
export type FormulaValue = string | { amount: string; currency: string }

/** `empty`: not everything is filled in yet. `unreadable`: a value that its field cannot hold. */
export type FormulaRule = 'empty' | 'two_currencies' | 'division_by_zero' | 'too_large' | 'unreadable'
export type FormulaFault = { rule: FormulaRule; currencies?: readonly string[] | undefined }
export type FormulaResult = { value: FormulaValue; fault?: never } | { value?: never; fault: FormulaFault }

/** Ends the evaluation of one formula; never leaves this file. */
class FormulaFailure extends Error {
  readonly fault: FormulaFault

  constructor(rule: FormulaRule, currencies?: readonly string[]) {
    super(rule)
    this.fault = { rule, currencies }
  }
}

/** An amount where it has a currency; a sum of nothing has none and fits all. */
type Amount = { exact: Exact; currency: string | undefined }

type Given = {
  values: FormulaValues
  row: FormulaValues | undefined
  columns: readonly string[]
  time: TimeFunctions
}

/**
 * What a formula comes to, or why it comes to nothing. Exact but for divisions, which are rounded half-up to the digits
 * of their currency or 10 places, and so is what comes out. The same for the same values, here as on a page.
 */
export function evaluateFormula(
  { tree, type, columns }: CheckedFormula,
  values: FormulaValues,
  time: TimeFunctions,
  row?: FormulaValues,
): FormulaResult {
  try {
    const amount = amountOf(tree, { values, row, columns, time })
    if (!amount) throw new FormulaFailure('empty')
    return { value: toValue(amount, type) }
  } catch (error) {
    if (error instanceof FormulaFailure) return { fault: error.fault }
    throw error
  }
}

function toValue({ exact, currency }: Amount, type: FormulaType): FormulaValue {
  if (type.kind === 'number') return exactText(inBounds(roundTo(exact, MOST_DECIMALS)))
  const [only = '', ...others] = type.currencies
  const known = currency ?? (others.length === 0 ? only : undefined)
  if (known === undefined) throw new FormulaFailure('empty')
  // Beside an empty sum, which has no currency, one comes this far that the formula cannot result in.
  if (!type.currencies.includes(known)) throw new FormulaFailure('two_currencies', [known, only])
  const digits = currencyDigits(known)
  return { amount: exactText(inBounds(roundTo(exact, digits)), digits), currency: known }
}

function inBounds(exact: Exact): Exact {
  if (wholeDigits(exact) > MOST_WHOLE_DIGITS) throw new FormulaFailure('too_large')
  return exact
}

/** Undefined for nothing: an empty field, and all that is reckoned with one. */
function amountOf(tree: FormulaTree, given: Given): Amount | undefined {
  switch (tree.kind) {
    case 'number':
      return { exact: toExact(tree.text), currency: undefined }
    case 'field':
      return readAmount(valueOf(tree, given))
    case 'minus': {
      const amount = amountOf(tree.of, given)
      return amount && { exact: ZERO.minus(amount.exact), currency: amount.currency }
    }
    case 'binary': {
      const [left, right] = [amountOf(tree.left, given), amountOf(tree.right, given)]
      return left && right && kept(reckon(tree.op, left, right))
    }
    case 'if':
      return amountOfChoice(tree, given)
    case 'call':
      return amountOfCall(tree, given)
  }
}

function reckon(op: FormulaOperator, left: Amount, right: Amount): Amount {
  switch (op) {
    case '+':
      return { exact: left.exact.plus(right.exact), currency: commonCurrency(left, right) }
    case '-':
      return { exact: left.exact.minus(right.exact), currency: commonCurrency(left, right) }
    case '*':
      return { exact: left.exact.times(right.exact), currency: left.currency ?? right.currency }
    case '/':
      return quotient(left, right)
  }
}

/** Of two amounts it is a number, of an amount and a number an amount. */
function quotient(left: Amount, right: Amount): Amount {
  if (isZero(right.exact)) throw new FormulaFailure('division_by_zero')
  const currency = right.currency === undefined ? left.currency : undefined
  if (right.currency !== undefined) commonCurrency(left, right)
  const places = currency === undefined ? MOST_DECIMALS : currencyDigits(currency)
  return { exact: divide(left.exact, right.exact, places), currency }
}

function commonCurrency(one: Amount, other: Amount): string | undefined {
  const [a, b] = [one.currency, other.currency]
  if (a !== undefined && b !== undefined && a !== b) throw new FormulaFailure('two_currencies', [a, b])
  return a ?? b
}

/** No formula of a form comes near it. */
function kept(amount: Amount): Amount {
  if (isTooLong(amount.exact)) throw new FormulaFailure('too_large')
  return amount
}

/** Only the branch that is taken is evaluated, so that a comparison can keep a division from 0. */
function amountOfChoice({ op, left, right, yes, no }: FormulaChoice, given: Given): Amount | undefined {
  const [one, other] = [amountOf(left, given), amountOf(right, given)]
  if (!one || !other) return undefined
  commonCurrency(one, other)
  return amountOf(HOLDS[op](one.exact.cmp(other.exact)) ? yes : no, given)
}

const HOLDS: Readonly<Record<FormulaComparator, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
}

function amountOfCall({ name, args }: FormulaNode<'call'>, given: Given): Amount | undefined {
  switch (name) {
    case 'sum':
      return gathered(args, given).reduce((sum, one) => kept(reckon('+', sum, one)), NOTHING)
    case 'min':
      return extreme(gathered(args, given), (order) => order < 0)
    case 'max':
      return extreme(gathered(args, given), (order) => order > 0)
    case 'count':
      return toNumber(args.reduce((sum, arg) => sum + countOf(arg, given), 0))
    case 'round':
      return rounded(args, given)
    case 'days':
    case 'workdays':
    case 'hours':
    case 'workhours':
      return timeOf(name, args, given)
  }
}

const NOTHING: Amount = { exact: ZERO, currency: undefined }
const toNumber = (value: number): Amount => ({ exact: toExact(String(value)), currency: undefined })

/** What there is of columns and single values. */
function gathered(args: readonly FormulaTree[], given: Given): Amount[] {
  return args
    .flatMap((arg) =>
      arg.kind === 'field' && arg.column !== undefined
        ? cellsOf(arg.key, arg.column, given).map(readAmount)
        : [amountOf(arg, given)],
    )
    .filter((one) => one !== undefined)
}

function extreme(amounts: readonly Amount[], isFurther: (order: number) => boolean): Amount | undefined {
  const [first, ...others] = amounts
  return first && others.reduce((best, one) => further(best, one, isFurther), first)
}

function further(best: Amount, one: Amount, isFurther: (order: number) => boolean): Amount {
  const { exact } = isFurther(one.exact.cmp(best.exact)) ? one : best
  return { exact, currency: commonCurrency(best, one) }
}

function countOf(arg: FormulaTree, given: Given): number {
  if (arg.kind !== 'field') return 0
  if (arg.column !== undefined)
    return cellsOf(arg.key, arg.column, given).filter((cell) => !isEmpty(cell)).length
  const value = valueOf(arg, given)
  if (isEmpty(value)) return 0
  return Array.isArray(value) ? value.length : 1
}

function rounded([value, places]: readonly FormulaTree[], given: Given): Amount | undefined {
  if (!value || places?.kind !== 'number') return undefined
  const amount = amountOf(value, given)
  return amount && { exact: roundTo(amount.exact, Number(places.text)), currency: amount.currency }
}

function timeOf(name: FormulaTime, [arg]: readonly FormulaTree[], given: Given): Amount | undefined {
  const value = arg?.kind === 'field' ? valueOf(arg, given) : undefined
  if (isEmpty(value)) return undefined
  return readAmount(given.time[name](value) ?? NaN)
}

function valueOf({ key }: FormulaNode<'field'>, { values, row, columns }: Given): unknown {
  return own(row && columns.includes(key) ? row : values, key)
}

function cellsOf(table: string, column: string, { values }: Given): unknown[] {
  const rows = own(values, table)
  if (isEmpty(rows)) return []
  if (!Array.isArray(rows) || rows.length > MOST_ROWS || !rows.every(isRow))
    throw new FormulaFailure('unreadable')
  return rows.map((row) => own(row, column))
}

const isRow = (value: unknown): value is FormulaValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/

/** A number, a decimal as a formula makes it, or an amount. A double that may have been another number is none. */
function readAmount(value: unknown): Amount | undefined {
  if (isEmpty(value)) return undefined
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new FormulaFailure('too_large')
    return kept(toNumber(value))
  }
  if (typeof value === 'string' && DECIMAL.test(value)) return { exact: toExact(value), currency: undefined }
  if (isRow(value)) {
    const [amount, currency] = [own(value, 'amount'), own(value, 'currency')]
    if (typeof amount === 'string' && typeof currency === 'string' && DECIMAL.test(amount))
      return { exact: toExact(amount), currency }
  }
  throw new FormulaFailure('unreadable')
}
