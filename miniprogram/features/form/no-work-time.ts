import type { FormStep } from '../../../shared/formula/form.ts'
import type { FormulaTree } from '../../../shared/formula/tree.ts'

/** The formulas that count working time, as `length` or `items.length`: 0 is worth a word there. */
export const countingWorkTime = (steps: readonly FormStep[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap(({ key, table, formula }) =>
      formula && countsWorkTime(formula.tree) ? [table === undefined ? key : `${table}.${key}`] : [],
    ),
  )

function countsWorkTime(tree: FormulaTree): boolean {
  switch (tree.kind) {
    case 'number':
    case 'field':
      return false
    case 'minus':
      return countsWorkTime(tree.of)
    case 'binary':
      return [tree.left, tree.right].some(countsWorkTime)
    case 'if':
      return [tree.yes, tree.no].some(countsWorkTime)
    case 'call':
      return tree.name === 'workdays' || tree.name === 'workhours' || tree.args.some(countsWorkTime)
  }
}
