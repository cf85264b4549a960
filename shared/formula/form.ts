import { fieldsIn } from '../form/holds.ts'
import type { Fault } from '../plain-words.ts'
import { checkFormula } from './check.ts'
import { evaluateFormula } from './evaluate.ts'
import { toKnownFields, unitOf, type FormulaField, type KnownFields } from './fields.ts'
import { inOrder } from './in-order.ts'
import { parseFormula } from './parse.ts'
import type { FormulaMistake, FormulaTree } from './tree.ts'
import type { CheckedFormula, FormulaType } from './types.ts'

/** A field or, with `table`, a column; `formula` where it is computed. */
export type FormStep = { key: string; table?: string | undefined; formula?: CheckedFormula | undefined }

/** `needs`: the ids of those that have to be known before. */
type Entry = {
  id: string
  field: FormulaField
  table: FormulaField | undefined
  path: (string | number)[]
  parsed: ReturnType<typeof parseFormula> | undefined
  needs: readonly string[]
}

/**
 * Every field and column in an order in which each can be computed, and everything that is wrong with the formulas,
 * with its place in the form. The fields that decide whether another one is shown have to be known before it too. What needs a formula that is wrong is left out, as nobody knows what it would come to.
 */
export function checkFormulas(form: readonly FormulaField[]): { steps: FormStep[]; faults: Fault[] } {
  const known = toKnownFields(form)
  const { order, circles } = inOrder(entriesOf(form))
  const faults = circles.map(circleFault)
  const wrong = new Set(circles.flat().map(({ id }) => id))
  const steps = order.flatMap((entry): FormStep[] => {
    const made = entry.needs.some((id) => wrong.has(id)) ? undefined : stepOf(entry, known)
    if (made && !('message' in made)) return [made]
    if (made) faults.push(made)
    wrong.add(entry.id)
    return []
  })
  return { steps, faults }
}

function entriesOf(form: readonly FormulaField[]): Entry[] {
  return form.flatMap((field, at) => [
    toEntry(field, undefined, ['form', at]),
    ...(field.columns ?? []).map((column, index) => toEntry(column, field, ['form', at, 'columns', index])),
  ])
}

const shownBy = ({ visible }: FormulaField): string[] => (visible ? fieldsIn(visible) : [])

function toEntry(field: FormulaField, table: FormulaField | undefined, path: (string | number)[]): Entry {
  const parsed = field.type === 'formula' ? parseFormula(field.formula ?? '') : undefined
  const named = parsed?.tree ? referencesIn(parsed.tree) : []
  return {
    id: idIn(table, field.key),
    field,
    table,
    path,
    parsed,
    // Its rows, whatever a column is called.
    needs: [...named.map(toId), ...shownBy(field).map(toId), ...(table ? [table.key] : [])],
  }

  function toId(name: string): string {
    return table?.columns?.some(({ key }) => key === name) ? idIn(table, name) : name
  }
}

const idIn = (table: FormulaField | undefined, key: string): string => (table ? `${table.key}.${key}` : key)

/** Fields by their key, columns as `items.amount`. */
function referencesIn(tree: FormulaTree): string[] {
  switch (tree.kind) {
    case 'number':
      return []
    case 'field':
      return [tree.column === undefined ? tree.key : `${tree.key}.${tree.column}`]
    case 'minus':
      return referencesIn(tree.of)
    case 'binary':
      return [tree.left, tree.right].flatMap(referencesIn)
    case 'if':
      return [tree.left, tree.right, tree.yes, tree.no].flatMap(referencesIn)
    case 'call':
      return tree.args.flatMap(referencesIn)
  }
}

/** A formula that was checked tells the others what it results in. */
function stepOf({ field, table, path, parsed }: Entry, known: KnownFields): FormStep | Fault {
  const step = { key: field.key, table: table?.key }
  if (!parsed) return step
  if (parsed.mistake) return faultAt(path, parsed.mistake)
  const row = table && known.get(table.key)?.columns
  const { checked: formula, mistake } = checkFormula(parsed.tree, { fields: known, row })
  if (mistake) return faultAt(path, mistake)
  const constant = constantFault(parsed.tree, formula)
  if (constant !== undefined) return faultAt(path, { column: 1, message: constant })
  if (field.capital === true && !isInYuan(formula.type))
    return {
      path: [...path, 'capital'],
      message: 'needs an amount that is in CNY alone: only yuan have capitals',
    }
  const self = (row ?? known).get(field.key)
  if (self) self.result = inUnitOf(field, formula.type)
  return { key: field.key, table: table?.key, formula }
}

const NO_TIME = { days: none, workdays: none, hours: none, workhours: none }

function none(): undefined {
  return undefined
}

/** A formula of numbers alone comes to the same in every form. */
function constantFault(tree: FormulaTree, formula: CheckedFormula): string | undefined {
  if (referencesIn(tree).length > 0) return undefined
  const { fault } = evaluateFormula(formula, {}, NO_TIME)
  if (!fault) return undefined
  return fault.rule === 'division_by_zero'
    ? 'always divides by 0'
    : 'always comes to a number that is too large'
}

const isInYuan = (type: FormulaType): boolean =>
  type.kind === 'money' && type.currencies.every((currency) => currency === 'CNY')

/** What the field says its unit is, goes before what it was reckoned from. */
const inUnitOf = (field: FormulaField, type: FormulaType): FormulaType =>
  type.kind === 'number' ? { ...type, unit: unitOf(field) ?? type.unit } : type

const faultAt = (path: Entry['path'], { column, message }: FormulaMistake): Fault => ({
  path: [...path, 'formula'],
  message: `column ${column}: ${message}`,
})

/** Told of one that says by itself what it needs: a column also needs its table, and says nothing of it. */
function circleFault(circle: readonly Entry[]): Fault {
  const at = circle.findIndex(({ parsed, field }) => parsed ?? field.visible)
  const [first, ...others] = [...circle.slice(at), ...circle.slice(0, at)]
  const way = [first, ...others, first].map((entry) => entry?.id).join(' → ')
  return {
    path: [...(first?.path ?? []), first?.parsed ? 'formula' : 'visible'],
    message: `goes round in a circle: ${way}`,
  }
}
