import { plainNumber } from '../../shared/decimals.ts'
import type { Column, Field, OutsideOptions } from '../../shared/form/field.ts'
import type { FormInput } from '../../shared/form/read-form.ts'
import { own } from '../../shared/own.ts'
import { cleanLine } from '../../shared/person-text.ts'
import type { OptionQuestion, OptionSource } from '../options/port.ts'

/** A field, or a column of a table, whose options another system has. */
export type OutsideField = {
  source: OptionSource
  dependsOn: readonly string[]
  columns: ReadonlySet<string>
}

/** By its place: `supplier`, or `items.supplier`. Undefined where that is none. */
export function findOutside(form: readonly Field[], place: string): OutsideField | undefined {
  const [key, columnKey, ...rest] = place.split('.')
  const field = form.find((one) => one.key === key)
  if (!field || rest.length > 0) return undefined
  if (columnKey === undefined) return field.type === 'table' ? undefined : toOutside(field, [])
  if (field.type !== 'table') return undefined
  const column = field.columns.find((one) => one.key === columnKey)
  return column && toOutside(column, field.columns)
}

function toOutside(field: Column, columns: readonly Column[]): OutsideField | undefined {
  if (!('options' in field) || Array.isArray(field.options)) return undefined
  const { dependsOn, ...source } = field.options
  return { source: toSource(source), dependsOn, columns: new Set(columns.map(({ key }) => key)) }
}

/** Without an address nothing is asked, and why is said. */
const toSource = ({
  from = '',
  tokenEnv,
  keyEnv,
  search,
}: Omit<OutsideOptions, 'dependsOn'>): OptionSource => ({
  from,
  tokenEnv,
  keyEnv,
  search,
})

/** 联动参数: what the fields that the options depend on say, as texts; in a row its columns go before the form's fields. */
export function linkageOf(
  { dependsOn, columns }: OutsideField,
  form: FormInput,
  row: FormInput,
): OptionQuestion['linkage'] {
  return Object.fromEntries(
    dependsOn.flatMap((key) => {
      const text = textOf(own(columns.has(key) ? row : form, key))
      return text === '' ? [] : [[key, text]]
    }),
  )
}

const LONGEST_TEXT = 2_000

/** Several ids as one text, an amount without its currency; of anything else nothing can be said. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return cleanLine(value).slice(0, LONGEST_TEXT)
  if (typeof value === 'number') return Number.isFinite(value) ? plainNumber(value) : ''
  if (Array.isArray(value)) return textOf(value.filter((one) => typeof one === 'string').join(','))
  if (typeof value === 'object' && value !== null && 'amount' in value) return textOf(value.amount)
  return ''
}
