import { nearest } from '../nearest.ts'
import { MOST_DECIMALS, toExact, isZero } from './exact.ts'
import { lackOf, type KnownField, type KnownFields } from './fields.ts'
import {
  FormulaError,
  type FormulaChoice,
  type FormulaMistake,
  type FormulaNode,
  type FormulaTime,
  type FormulaTree,
} from './tree.ts'
import {
  ANY_NUMBER,
  nameOf,
  productOf,
  quotientOf,
  sameMeasure,
  type CheckedFormula,
  type FormulaType,
  type MoneyType,
} from './types.ts'

/** `row`: the columns beside the formula, where it is one itself; they go before fields of the same key. */
export type FormulaScope = { fields: KnownFields; row?: KnownFields | undefined }

/** Why a value can be nothing. */
type Lack = { at: number; why: string; remedy: string }
/** `isZero`: a written 0, which is an amount as well. */
type Typed = { type: FormulaType; lack: Lack | undefined; isZero: boolean }

/**
 * What a formula results in, or the first thing in it that can never be right. What is empty makes nothing of all
 * that is reckoned with it; `sum`, `count`, `min` and `max` leave it out, so that the sum of nothing is 0. A formula
 * that could come to nothing although the form was filled in as it asks is a mistake.
 */
export function checkFormula(
  tree: FormulaTree,
  scope: FormulaScope,
): { checked: CheckedFormula; mistake?: never } | { checked?: never; mistake: FormulaMistake } {
  try {
    const { type, lack } = typeOf(tree, scope)
    if (lack) throw new FormulaError(lack.at, `${lack.why}, so the result could be nothing: ${lack.remedy}`)
    return { checked: { tree, type, columns: [...(scope.row?.keys() ?? [])] } }
  } catch (error) {
    if (error instanceof FormulaError) return { mistake: error.mistake }
    throw error
  }
}

function typeOf(tree: FormulaTree, scope: FormulaScope): Typed {
  switch (tree.kind) {
    case 'number':
      return typeOfNumber(tree)
    case 'field':
      return typeOfField(tree, scope)
    case 'minus':
      return typeOf(tree.of, scope)
    case 'binary':
      return typeOfBinary(tree, scope)
    case 'if':
      return typeOfChoice(tree, scope)
    case 'call':
      return typeOfCall(tree, scope)
  }
}

const typed = (type: FormulaType, lack?: Lack): Typed => ({ type, lack, isZero: false })

const typeOfNumber = ({ text }: FormulaNode<'number'>): Typed => ({
  type: { kind: 'number', decimals: text.split('.')[1]?.length ?? 0 },
  lack: undefined,
  isZero: isZero(toExact(text)),
})

function typeOfField(tree: FormulaNode<'field'>, scope: FormulaScope): Typed {
  const known = find(tree, scope)
  if (tree.column !== undefined) {
    const message = `${nameIn(tree)} has a value in each row: it stands in sum, count, min or max, as in sum(${nameIn(tree)})`
    throw new FormulaError(tree.at, message)
  }
  return typed(valueType(tree, known), lackIn(tree, known))
}

function lackIn({ at, key }: FormulaNode<'field'>, { field }: KnownField): Lack | undefined {
  const why = lackOf(field)
  const way = field.visible === undefined ? 'make it required, or ' : ''
  return why === undefined ? undefined : { at, why, remedy: `${way}write sum(${key}), which is 0 then` }
}

/** Of a field or column that counts as a number or an amount. */
function valueType(tree: FormulaNode<'field'>, { field, result }: KnownField): FormulaType {
  if (result) return result
  throw new FormulaError(tree.at, `${nameIn(tree)} is of type ${field.type}: ${USES[field.type] ?? NO_USE}`)
}

const NO_USE = 'it can be counted, as in count(…), but not be reckoned with'
const USES: Readonly<Record<string, string | undefined>> = {
  daterange: 'write days(…) or workdays(…)',
  timespan: 'write hours(…) or workhours(…)',
  table: 'write count(…), or sum(…) with one of its columns',
}

/** The field or column that a name means. Columns of other rows are beyond a row. */
function find({ key, column, at }: FormulaNode<'field'>, { fields, row }: FormulaScope): KnownField {
  const known = (column === undefined ? row?.get(key) : undefined) ?? fields.get(key)
  if (!known) throw new FormulaError(at, noField(key, [...(row?.keys() ?? []), ...fields.keys()]))
  if (row && known.field.type === 'table')
    throw new FormulaError(at, `${key} is a table: in a row, formulas know its columns by their keys alone`)
  if (column === undefined) return known
  if (known.field.type !== 'table')
    throw new FormulaError(at, `${key} is of type ${known.field.type} and has no columns`)
  const found = known.columns.get(column)
  if (found) return found
  throw new FormulaError(at, `${key} has no column ${column}${guess(column, [...known.columns.keys()])}`)
}

function noField(key: string, keys: readonly string[]): string {
  const minus = key.includes('-') ? '; to subtract, put spaces around the minus' : ''
  return `no form field has the key ${key}${guess(key, keys)}${minus}`
}

function guess(key: string, keys: readonly string[]): string {
  const near = nearest(key, keys)
  return near === undefined ? '' : `; did you mean ${near}?`
}

const nameIn = ({ key, column }: FormulaNode<'field'>): string =>
  column === undefined ? key : `${key}.${column}`

function typeOfBinary({ op, at, left, right }: FormulaNode<'binary'>, scope: FormulaScope): Typed {
  const [one, other] = [typeOf(left, scope), typeOf(right, scope)]
  const lack = one.lack ?? other.lack
  switch (op) {
    case '+':
    case '-':
      return typed(sameKind(one, other, at, op), lack)
    case '*':
      return typed(productType(one.type, other.type, at), lack)
    case '/':
      if (other.isZero) throw new FormulaError(at, 'divides by 0')
      return typed(quotientType(one.type, other.type, at), lack)
  }
}

function productType(one: FormulaType, other: FormulaType, at: number): FormulaType {
  if (one.kind === 'number') return other.kind === 'number' ? productOf(one, other) : other
  if (other.kind === 'number') return one
  throw new FormulaError(at, 'two amounts cannot be multiplied: one of them has to be a number')
}

function quotientType(one: FormulaType, other: FormulaType, at: number): FormulaType {
  if (other.kind === 'number') return one.kind === 'number' ? quotientOf(one, other) : one
  if (one.kind === 'number') throw new FormulaError(at, 'a number cannot be divided by an amount')
  sharedCurrencies(one, other, at)
  return ANY_NUMBER
}

/** What two values have in common that are added, compared or chosen between. */
function sameKind(one: Typed, other: Typed, at: number, what: string): FormulaType {
  const [a, b] = [one.type, other.type]
  if (a.kind === 'number' && b.kind === 'number') {
    const type = sameMeasure(a, b)
    if (type) return type
  } else if (a.kind === 'money' && b.kind === 'money') {
    return { kind: 'money', currencies: sharedCurrencies(a, b, at) }
  } else {
    const [money, nothing] = a.kind === 'money' ? [a, other] : [b, one]
    if (money.kind === 'money' && money.currencies.length === 1 && nothing.isZero) return money
  }
  throw new FormulaError(at, `${what} cannot take ${nameOf(a)} and ${nameOf(b)} together`)
}

function sharedCurrencies(one: MoneyType, other: MoneyType, at: number): string[] {
  const shared = one.currencies.filter((currency) => other.currencies.includes(currency))
  if (shared.length > 0) return shared
  throw new FormulaError(at, `${nameOf(one)} and ${nameOf(other)} never have the same currency`)
}

function typeOfChoice({ op, at, left, right, yes, no }: FormulaChoice, scope: FormulaScope): Typed {
  const [one, other] = [typeOf(left, scope), typeOf(right, scope)]
  if (!isByAmount(one, other) && !isByAmount(other, one)) sameKind(one, other, left.at, op)
  const [first, second] = [typeOf(yes, scope), typeOf(no, scope)]
  const lack = one.lack ?? other.lack ?? first.lack ?? second.lack
  if (first.type.kind !== 'money' || second.type.kind !== 'money')
    return typed(sameKind(first, second, at, 'if'), lack)
  const currencies = new Set([...first.type.currencies, ...second.type.currencies])
  return typed({ kind: 'money', currencies: [...currencies] }, lack)
}

/** Money of one currency compares with a number by its amount, as it does in conditions, and any with 0. */
const isByAmount = ({ type }: Typed, number: Typed): boolean =>
  type.kind === 'money' && number.type.kind === 'number' && (type.currencies.length === 1 || number.isZero)

function typeOfCall(call: FormulaNode<'call'>, scope: FormulaScope): Typed {
  switch (call.name) {
    case 'sum':
    case 'min':
    case 'max':
      return typeOfGathered(call, scope)
    case 'count':
      return typeOfCount(call, scope)
    case 'round':
      return typeOfRounded(call, scope)
    case 'days':
    case 'workdays':
    case 'hours':
    case 'workhours':
      return typeOfTime(call, call.name, scope)
  }
}

/** Of what is gathered one value at least has to be there; but the sum of nothing is 0, if that is of one currency. */
function typeOfGathered({ name, at, args }: FormulaNode<'call'>, scope: FormulaScope): Typed {
  const { type, lack } = args
    .map((arg) => partOf(arg, scope))
    .reduce((one, other) => typed(sameKind(one, other, at, name), one.lack && other.lack))
  if (!lack) return typed(type)
  if (name !== 'sum')
    return typed(type, {
      ...lack,
      remedy: `give ${name} one more value that is always there, or see to it that this one is`,
    })
  if (type.kind === 'number' || type.currencies.length === 1) return typed(type)
  return typed(type, { ...lack, remedy: 'ask for a value, or let it be of one currency: 0 has none' })
}

function partOf(arg: FormulaTree, scope: FormulaScope): Typed {
  if (arg.kind !== 'field' || arg.column === undefined) return typeOf(arg, scope)
  const known = find(arg, scope)
  const table = scope.fields.get(arg.key)
  const why = (table && lackOf(table.field)) ?? lackOf(known.field)
  return typed(valueType(arg, known), why === undefined ? undefined : { at: arg.at, why, remedy: '' })
}

/** Rows of a table, entries of a list, or how many cells of a column are filled. */
function typeOfCount({ args }: FormulaNode<'call'>, scope: FormulaScope): Typed {
  for (const arg of args) {
    if (arg.kind !== 'field') throw new FormulaError(arg.at, 'count takes a table, a column or a field alone')
    find(arg, scope)
  }
  return typed({ kind: 'number', decimals: 0 })
}

function typeOfRounded({ args: [value, places] }: FormulaNode<'call'>, scope: FormulaScope): Typed {
  if (!value || !places) throw new Error('round has two values')
  const decimals = places.kind === 'number' && /^\d+$/.test(places.text) ? Number(places.text) : Infinity
  if (decimals > MOST_DECIMALS)
    throw new FormulaError(
      places.at,
      `round takes a whole number of places from 0 to ${MOST_DECIMALS}, written out`,
    )
  const { type, lack } = typeOf(value, scope)
  if (type.kind === 'money') return typed(type, lack)
  return typed({ ...type, decimals: Math.min(decimals, type.decimals) }, lack)
}

const COUNTED: Readonly<Record<FormulaTime, { of: string; time: 'days' | 'hours'; decimals: number }>> = {
  days: { of: 'daterange', time: 'days', decimals: 1 },
  workdays: { of: 'daterange', time: 'days', decimals: 1 },
  hours: { of: 'timespan', time: 'hours', decimals: MOST_DECIMALS },
  workhours: { of: 'timespan', time: 'hours', decimals: MOST_DECIMALS },
}

function typeOfTime({ args: [arg] }: FormulaNode<'call'>, name: FormulaTime, scope: FormulaScope): Typed {
  const { of, time, decimals } = COUNTED[name]
  if (arg?.kind !== 'field') throw new FormulaError(arg?.at ?? 1, `${name} takes a ${of} field alone`)
  const known = find(arg, scope)
  if (arg.column !== undefined)
    throw new FormulaError(
      arg.at,
      `${name} takes one ${of}: make it a column of ${arg.key}, and write sum(…) of that`,
    )
  if (known.field.type !== of)
    throw new FormulaError(
      arg.at,
      `${arg.key} is of type ${known.field.type}, and ${name} takes a ${of} field`,
    )
  const why = lackOf(known.field)
  const remedy = `write sum(${name}(${arg.key})), which is 0 then`
  return typed(
    { kind: 'number', decimals, time },
    why === undefined ? undefined : { at: arg.at, why, remedy },
  )
}
