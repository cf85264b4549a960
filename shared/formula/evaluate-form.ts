import { own } from '../own.ts'
import { evaluateFormula, type FormulaFault, type FormulaValues, type TimeFunctions } from './evaluate.ts'
import type { FormStep } from './form.ts'

/** `row` counts from 0. */
export type FormulaFinding = { key: string; table?: string; row?: number; fault: FormulaFault }

type Values = Record<string, unknown>
/** Where a value stands that is no longer wanted once everything is evaluated. */
type Place = { values: Values; key: string }

/** In place of what cannot be evaluated, so that no sum leaves it out as if it were empty. */
const UNREADABLE = NaN

/**
 * All formulas of a form at once, in the order that `checkForm` found: values with what they come to, in place of
 * whatever was given for them, and the formulas that come to nothing. What is given stays as it is.
 */
export function evaluateForm(
  steps: readonly FormStep[],
  given: FormulaValues,
  time: TimeFunctions,
): { values: Values; findings: FormulaFinding[] } {
  const values = withRows(given, steps)
  const findings: FormulaFinding[] = []
  const failed: Place[] = []
  for (const { key, table, formula } of steps) {
    if (!formula) continue
    const compute = (place: Values, row?: Values): FormulaFault | undefined => {
      const { value, fault } = evaluateFormula(formula, values, time, row)
      if (fault && fault.rule !== 'empty') failed.push({ values: place, key })
      put(place, key, fault && fault.rule !== 'empty' ? UNREADABLE : value)
      return fault
    }
    if (table === undefined) {
      const fault = compute(values)
      if (fault) findings.push({ key, fault })
    } else {
      rowsIn(values, table).forEach((one, row) => {
        const fault = compute(one, one)
        if (fault) findings.push({ key, table, row, fault })
      })
    }
  }
  for (const place of failed) put(place.values, place.key, undefined)
  return { values, findings }
}

/** A copy, down to each row that a value is put into. */
function withRows(given: FormulaValues, steps: readonly FormStep[]): Values {
  const values: Values = { ...given }
  for (const { table, formula } of steps) {
    const rows = formula && table !== undefined ? own(given, table) : undefined
    if (table !== undefined && Array.isArray(rows))
      values[table] = rows.map((row: unknown) => (isRow(row) ? { ...row } : row))
  }
  return values
}

function rowsIn(values: Values, table: string): Values[] {
  const rows = own(values, table)
  return Array.isArray(rows) ? rows.filter(isRow) : []
}

const isRow = (value: unknown): value is Values => typeof value === 'object' && value !== null

function put(values: Values, key: string, value: unknown): void {
  if (value === undefined) Reflect.deleteProperty(values, key)
  else values[key] = value
}
