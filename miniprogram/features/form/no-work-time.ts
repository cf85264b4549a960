import type { FormStep } from '../../../shared/formula/form.ts'
import type { FormulaTree } from '../../../shared/formula/tree.ts'

/** For each formula that counts working time, as `length` or `items.length`, the fields in which the time stands. */
export type WorkTimes = ReadonlyMap<string, readonly string[]>

export const workTimesIn = (steps: readonly FormStep[]): WorkTimes =>
  new Map(
    steps.flatMap(({ key, table, formula }) => {
      const times = formula ? timesIn(formula.tree) : []
      return times.length > 0 ? [[table === undefined ? key : `${table}.${key}`, times] as const] : []
    }),
  )

function timesIn(tree: FormulaTree): string[] {
  switch (tree.kind) {
    case 'number':
    case 'field':
      return []
    case 'minus':
      return timesIn(tree.of)
    case 'binary':
      return [tree.left, tree.right].flatMap(timesIn)
    case 'if':
      return [tree.yes, tree.no].flatMap(timesIn)
    case 'call':
      if (tree.name !== 'workdays' && tree.name !== 'workhours') return tree.args.flatMap(timesIn)
      return tree.args.flatMap((arg) => (arg.kind === 'field' ? [arg.key] : []))
  }
}
