import type { DefinitionEdit } from '../../shared/operator-api.ts'
import type { FlowNode } from '../../shared/flow.ts'
import type { FieldOf } from '../../shared/form/field.ts'
import type { Definition } from '../../shared/definition.ts'
import { LOCALES } from '../../shared/languages.ts'
import { own } from '../../shared/own.ts'

/**
 * Everything that differs between two versions of a definition, each with where it stands: fields by their key, nodes
 * by their id, options by their value. The order of keys means nothing, but for languages, of which the first is the
 * default one; none at all means that both say the same.
 */
export function editsOf(before: Definition, after: Definition): DefinitionEdit[] {
  return [
    ...compare('', toTree(before), toTree(after)),
    ...asRules('viewers', before.viewers, after.viewers),
    ...asRules('cc', before.cc, after.cc),
    ...orderEdits('form', before.form, after.form),
    ...tablesIn(before).flatMap(({ key, columns }) => {
      const other = tablesIn(after).find((table) => table.key === key)
      return other ? orderEdits(`form.${key}.columns`, columns, other.columns) : []
    }),
    ...wayEdits(before, after),
  ]
}

const tablesIn = ({ form }: Definition): FieldOf<'table'>[] => form.filter((field) => field.type === 'table')

type Tree = ReadonlyMap<string, unknown>

/** What has an identity of its own is found by it. The rest is told apart: rules, orders, and the way. */
function toTree({ form, flow, viewers: _viewers, cc: _cc, ...rest }: Definition): Tree {
  const fields = form.map((field): [string, unknown] => [field.key, toField(field)])
  const nodes = nodesIn(flow).map((node): [string, unknown] => [node.id, node])
  return new Map<string, unknown>([
    ...Object.entries(rest),
    ['form', new Map(fields)],
    ['flow', new Map(nodes)],
  ])
}

/** Options and columns are found by what they are called. */
function toPart(field: Definition['form'][number], key: string, value: unknown): [string, unknown] {
  if (key === 'options' && 'options' in field && Array.isArray(field.options))
    return [key, new Map(field.options.map((option) => [option.value, option]))]
  if (key === 'columns' && field.type === 'table')
    return [key, new Map(field.columns.map((column) => [column.key, toField(column)]))]
  return [key, value]
}

function toField(field: Definition['form'][number]): Tree {
  const entries = Object.entries(field).map(([key, value]): [string, unknown] => toPart(field, key, value))
  return new Map(entries)
}

const nodesIn = (flow: Definition['flow']): FlowNode[] =>
  flow.flatMap((step) => ('parallel' in step ? step.parallel.flat() : [step]))

/** Read as one: half of a condition or of a rule says nothing. */
const WHOLE =
  /^(?:flow\.[^.]+\.(?:approvers|when|mode)|form\.(?:[^.]+\.columns\.)?[^.]+\.(?:visible|required|default))$/

function compare(path: string, before: unknown, after: unknown): DefinitionEdit[] {
  const [one, other] = [toMap(before), toMap(after)]
  if (!one || !other || WHOLE.test(path)) {
    return canonical(before) === canonical(after)
      ? []
      : [{ path, ...toPlain('before', before), ...toPlain('after', after) }]
  }
  const keys = [...new Set([...one.keys(), ...other.keys()])]
  const inside = keys.flatMap((key) =>
    compare(path === '' ? key : `${path}.${key}`, one.get(key), other.get(key)),
  )
  if (inside.length > 0 || !isText(one) || firstOf(one) === firstOf(other)) return inside
  return [{ path: `${path} (first language)`, before: firstOf(one), after: firstOf(other) }]
}

const firstOf = (text: Tree): string | undefined => [...text.keys()][0]

const isText = (tree: Tree): boolean =>
  [...tree.keys()].every((key) => LOCALES.some((locale) => locale === key))

function toMap(value: unknown): Tree | undefined {
  if (value instanceof Map) return value as Tree
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return new Map(Object.entries(value))
}

/** Absent where there was, or is, nothing. */
function toPlain(side: 'before' | 'after', value: unknown): Partial<DefinitionEdit> {
  if (value === undefined) return {}
  return { [side]: value instanceof Map ? plainOf(value) : value }
}

/** Lists in files, whose parts are found by what they are called. */
const isListed = (key: string): boolean => key === 'options' || key === 'columns'

function plainOf(value: unknown): unknown {
  if (!(value instanceof Map)) return value
  return Object.fromEntries(
    [...(value as Tree)].map(([key, one]) => [
      key,
      isListed(key) && one instanceof Map ? [...one.values()].map(plainOf) : plainOf(one),
    ]),
  )
}

/** Lists in which each stands for itself and the order means nothing. */
function asRules(path: string, before: readonly unknown[], after: readonly unknown[]): DefinitionEdit[] {
  const [old, fresh] = [before.map(canonical), after.map(canonical)]
  return [
    ...before.filter((_, at) => !fresh.includes(old[at] ?? '')).map((rule) => ({ path, before: rule })),
    ...after.filter((_, at) => !old.includes(fresh[at] ?? '')).map((rule) => ({ path, after: rule })),
  ]
}

/** Where those that both have stand in another order. */
function orderEdits(
  path: string,
  before: readonly { key: string }[],
  after: readonly { key: string }[],
): DefinitionEdit[] {
  const [old, fresh] = [before.map(({ key }) => key), after.map(({ key }) => key)]
  const [oldShared, freshShared] = [
    old.filter((key) => fresh.includes(key)),
    fresh.filter((key) => old.includes(key)),
  ]
  if (canonical(oldShared) === canonical(freshShared)) return []
  return [{ path: `${path} (order)`, before: old, after: fresh }]
}

function wayEdits(before: Definition, after: Definition): DefinitionEdit[] {
  const [old, fresh] = [wayText(before), wayText(after)]
  return old === fresh ? [] : [{ path: 'flow (way)', before: old, after: fresh }]
}

/** `manager → (legal → cfo | security) → ceo`. */
const wayText = ({ flow }: Definition): string =>
  flow
    .map((step) =>
      'parallel' in step
        ? `(${step.parallel.map((branch) => branch.map(({ id }) => id).join(' → ')).join(' | ')})`
        : step.id,
    )
    .join(' → ')

/** The same text for what says the same, whatever the order of its keys. */
function canonical(value: unknown): string {
  if (value instanceof Map) return canonical(plainOf(value))
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return value === undefined ? '' : JSON.stringify(value)
  const record = value as Record<string, unknown>
  const keys = Object.keys(record).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(own(record, key))}`).join(',')}}`
}
