import type { Condition } from '../form/condition.ts'
import { MOST_DECIMALS } from './exact.ts'
import type { FormulaType } from './types.ts'

/** What formulas have to know of a field; every field of a definition is one. */
export type FormulaField = {
  key: string
  type: string
  required?: unknown
  visible?: Condition | undefined
  currencies?: readonly string[] | undefined
  integer?: boolean | undefined
  decimals?: number | undefined
  unit?: string | Readonly<Record<string, string | undefined>> | undefined
  columns?: readonly FormulaField[] | undefined
  minRows?: number | undefined
  formula?: string | undefined
  capital?: boolean | undefined
}

/** A field with what a formula can do with it. `result`: what it counts as; of a formula once that is checked. */
export type KnownField = {
  field: FormulaField
  result: FormulaType | undefined
  columns: KnownFields
}
export type KnownFields = Map<string, KnownField>

export const toKnownFields = (form: readonly FormulaField[]): KnownFields =>
  new Map(
    form.map((field) => [
      field.key,
      { field, result: resultOf(field), columns: toKnownFields(field.columns ?? []) },
    ]),
  )

function resultOf(field: FormulaField): FormulaType | undefined {
  switch (field.type) {
    case 'number': {
      const decimals = field.integer === true ? 0 : Math.min(field.decimals ?? MOST_DECIMALS, MOST_DECIMALS)
      return { kind: 'number', decimals, unit: unitOf(field) }
    }
    case 'money':
      return { kind: 'money', currencies: field.currencies ?? ['CNY'] }
    default:
      return undefined
  }
}

/** One name of a unit, so that two can be compared: the first, where there is one for each language. */
export function unitOf({ unit }: FormulaField): string | undefined {
  return typeof unit === 'object' ? Object.values(unit)[0] : unit
}

/** Why a field can be without a value when the form is sent; undefined where it cannot. */
export function lackOf({ key, type, required, visible, minRows }: FormulaField): string | undefined {
  if (visible !== undefined) return `${key} is not always shown`
  if (type === 'formula') return undefined
  if (type === 'table')
    return required === true || (minRows ?? 0) > 0 ? undefined : `${key} can be without rows`
  return required === true ? undefined : `${key} can be left empty`
}
