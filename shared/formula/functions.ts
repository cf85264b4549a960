import type { FormulaFunction } from './tree.ts'

type Call = { form: string; values: 'one' | 'two' | 'any' }

/** Besides `if`, which is read by itself. */
export const FORMULA_FUNCTIONS: Readonly<Record<FormulaFunction, Call>> = {
  sum: { form: 'sum(items.amount)', values: 'any' },
  count: { form: 'count(items)', values: 'one' },
  min: { form: 'min(a, b)', values: 'any' },
  max: { form: 'max(a, b)', values: 'any' },
  round: { form: 'round(x, 2)', values: 'two' },
  days: { form: 'days(range)', values: 'one' },
  workdays: { form: 'workdays(range)', values: 'one' },
  hours: { form: 'hours(span)', values: 'one' },
  workhours: { form: 'workhours(span)', values: 'one' },
}

const NAMES = Object.keys(FORMULA_FUNCTIONS)
export const FUNCTION_NAMES: readonly string[] = [...NAMES, 'if']

export const isFormulaFunction = (name: string): name is FormulaFunction => NAMES.includes(name)

export function takes(name: FormulaFunction, count: number): boolean {
  switch (FORMULA_FUNCTIONS[name].values) {
    case 'one':
      return count === 1
    case 'two':
      return count === 2
    case 'any':
      return count > 0
  }
}
