import { currencyDigits } from '../../../shared/currencies.ts'
import type { FormulaTree } from '../../../shared/formula/tree.ts'

/**
 * Formulas reckoned a second time, as fractions of whole numbers. Rounding, the order of operations and what is
 * empty are written down here anew; nothing is taken from the evaluator.
 */
export type Fraction = { over: bigint; under: bigint; currency: string | undefined }

export class OracleFault extends Error {}

export type OracleValues = Record<string, unknown>

export function oracleResult(tree: FormulaTree, values: OracleValues, moneyOf: string | undefined): unknown {
  const found = reckon(tree, values)
  if (!found) throw new OracleFault('empty')
  const currency = moneyOf === undefined ? undefined : (found.currency ?? moneyOf)
  const places = currency === undefined ? 10 : currencyDigits(currency)
  const { over } = roundedTo(found, places)
  const digits = (over < 0n ? -over : over).toString().padStart(places + 1, '0')
  const [whole, decimals] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)]
  if (whole.length > 15) throw new OracleFault('too_large')
  const sign = over < 0n ? '-' : ''
  if (currency !== undefined)
    return { amount: `${sign}${whole}${places > 0 ? `.${decimals}` : ''}`, currency }
  const kept = decimals.replace(/0+$/, '')
  return `${sign}${whole}${kept === '' ? '' : `.${kept}`}`
}

function reckon(tree: FormulaTree, values: OracleValues): Fraction | undefined {
  switch (tree.kind) {
    case 'number':
      return fraction(tree.text)
    case 'field':
      return valueIn(values[tree.key])
    case 'minus': {
      const of = reckon(tree.of, values)
      return of && { over: -of.over, under: of.under, currency: of.currency }
    }
    case 'binary': {
      const [one, other] = [reckon(tree.left, values), reckon(tree.right, values)]
      return one && other && binary(tree.op, one, other)
    }
    case 'if': {
      const [one, other] = [reckon(tree.left, values), reckon(tree.right, values)]
      if (!one || !other) return undefined
      const order = one.over * other.under - other.over * one.under
      const holds = {
        '<': order < 0n,
        '<=': order <= 0n,
        '>': order > 0n,
        '>=': order >= 0n,
        '=': order === 0n,
        '!=': order !== 0n,
      }
      return reckon(holds[tree.op] ? tree.yes : tree.no, values)
    }
    case 'call':
      return call(tree, values)
  }
}

function binary(op: string, one: Fraction, other: Fraction): Fraction {
  const currency = one.currency ?? other.currency
  if (op === '*') return { over: one.over * other.over, under: one.under * other.under, currency }
  if (op === '/') {
    if (other.over === 0n) throw new OracleFault('division_by_zero')
    const sign = other.over < 0n ? -1n : 1n
    const ofKind = other.currency === undefined ? one.currency : undefined
    const exact = {
      over: sign * one.over * other.under,
      under: sign * one.under * other.over,
      currency: ofKind,
    }
    return roundedTo(exact, ofKind === undefined ? 10 : currencyDigits(ofKind))
  }
  const minus = op === '-' ? -1n : 1n
  return {
    over: one.over * other.under + minus * other.over * one.under,
    under: one.under * other.under,
    currency,
  }
}

function call(
  { name, args }: Extract<FormulaTree, { kind: 'call' }>,
  values: OracleValues,
): Fraction | undefined {
  const [first, second] = args
  if (name === 'count') return { over: BigInt(rowsIn(values, first).length), under: 1n, currency: undefined }
  if (name === 'round' && first && second?.kind === 'number') {
    const value = reckon(first, values)
    return value && roundedTo(value, Number(second.text))
  }
  const all = args
    .flatMap((arg) =>
      arg.kind === 'field' && arg.column !== undefined
        ? rowsIn(values, arg).map((row) => valueIn(row[arg.column ?? '']))
        : [reckon(arg, values)],
    )
    .filter((one) => one !== undefined)
  if (name === 'sum')
    return all.reduce((sum, one) => binary('+', sum, one), { over: 0n, under: 1n, currency: undefined })
  const sorted = all.toSorted((one, other) => (one.over * other.under < other.over * one.under ? -1 : 1))
  const found = name === 'min' ? sorted[0] : sorted.at(-1)
  return (
    found && { over: found.over, under: found.under, currency: all.find((one) => one.currency)?.currency }
  )
}

function rowsIn(values: OracleValues, tree: FormulaTree | undefined): OracleValues[] {
  return tree?.kind === 'field' ? ((values[tree.key] ?? []) as OracleValues[]) : []
}

function valueIn(value: unknown): Fraction | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number') return fraction(value.toFixed(4))
  const { amount, currency } = value as { amount: string; currency: string }
  return { over: fraction(amount).over, under: fraction(amount).under, currency }
}

function fraction(text: string): Fraction {
  const [whole = '', decimals = ''] = text.split('.')
  return { over: BigInt(`${whole}${decimals}`), under: 10n ** BigInt(decimals.length), currency: undefined }
}

/** To the nearest; from the middle away from zero. */
function roundedTo({ over, under, currency }: Fraction, places: number): Fraction {
  const scale = 10n ** BigInt(places)
  const size = (over < 0n ? -over : over) * scale
  const nearest = (2n * size + under) / (2n * under)
  return { over: over < 0n ? -nearest : nearest, under: scale, currency }
}
