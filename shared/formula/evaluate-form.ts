import { own } from '../own.ts'
import { evaluateFormula, type FormulaFault, type FormulaValues, type TimeFunctions } from './evaluate.ts'
import type { FormStep } from './form.ts'

/** `row` counts from 0. */
export type FormulaFinding = { key: string; table?: string; row?: number; fault: FormulaFault }

/**
 * All formulas of a form at once, in the order that `checkForm` found: values with what they come to, in place of
 * whatever was given for them, and the formulas that come to nothing. What is given stays as it is.
 */
export function evaluateForm(
  steps: readonly FormStep[],
  given: FormulaValues,
  time: TimeFunctions,
): { values: Record<string, unknown>; findings: FormulaFinding[] } {
  const values: Record<string, unknown> = { ...given }
  const findings: FormulaFinding[] = []
  for (const { key, table, formula } of steps) {
    if (!formula) continue
    if (table === undefined) {
      const { value, fault } = evaluateFormula(formula, values, time)
      put(values, key, value)
      if (fault) findings.push({ key, fault })
      continue
    }
    const rows = rowsOf(own(values, table))
    if (!rows) continue
    values[table] = rows
    rows.forEach((row, at) => {
      const { value, fault } = evaluateFormula(formula, values, time, row)
      put(row, key, value)
      if (fault) findings.push({ key, table, row: at, fault })
    })
  }
  return { values, findings }
}

/** A copy of each row, as a value is put into it. */
function rowsOf(table: unknown): Record<string, unknown>[] | undefined {
  if (!Array.isArray(table)) return undefined
  return table.map((row: unknown) => (typeof row === 'object' && row !== null ? { ...row } : {}))
}

function put(values: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) Reflect.deleteProperty(values, key)
  else values[key] = value
}
