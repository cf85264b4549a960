import type { Column, Field, TableField } from '../form/field.ts'
import type { Fault } from '../plain-words.ts'

/** A field of the form, or a column with its table. */
export type FieldPlace = { field: Column; table?: TableField | undefined }

/** `legs.dates`, or `dates`. */
export const placeOf = ({ field, table }: FieldPlace): string =>
  table ? `${table.key}.${field.key}` : field.key

/** Every field in which something stands, those of tables after the others. */
function placedIn(form: readonly Field[]): FieldPlace[] {
  const own = form.flatMap((field): FieldPlace[] => (field.type === 'table' ? [] : [{ field }]))
  const columns = form.flatMap((field) =>
    field.type === 'table'
      ? field.columns.map((column): FieldPlace => ({ field: column, table: field }))
      : [],
  )
  return [...own, ...columns]
}

/** What may be left empty in a form that is approved all the same. */
export function mayBeEmpty({ field, table }: FieldPlace): boolean {
  const mayLack = (one: Field): boolean =>
    one.visible !== undefined || !('required' in one) || one.required !== true
  return mayLack(field) || (table !== undefined && mayLack(table) && table.minRows === 0)
}

export type Asked = {
  /** The key of the rule that names it. */
  key: string
  fits: (field: Column) => boolean
  /** What it has to be, in words. */
  wanted: string
}

/** The field that a rule names, or the only one that fits. */
export function findPlace(
  form: readonly Field[],
  given: string | undefined,
  { key, fits, wanted }: Asked,
): { found: FieldPlace } | { fault: Fault } {
  const all = placedIn(form)
  const refuse = (message: string): { fault: Fault } => ({
    fault: { path: given === undefined ? [] : [key], message },
  })
  if (given !== undefined) {
    const named = all.find((one) => placeOf(one) === given)
    if (!named) return refuse(`no form field has the key ${given}`)
    return fits(named.field)
      ? { found: named }
      : refuse(`field ${given} is ${named.field.type}, not ${wanted}`)
  }
  const fitting = all.filter(({ field }) => fits(field))
  const outside = fitting.filter(({ table }) => !table)
  // What stands outside of tables goes before what stands in them.
  const [first, ...others] = outside.length > 0 ? outside : fitting
  if (!first) return refuse(`the form has no field for ${key}: it has to be ${wanted}`)
  if (others.length === 0) return { found: first }
  const names = [first, ...others].map(placeOf).join(', ')
  return refuse(`several fields could be its ${key} (${names}): name one, ${key}: ${placeOf(first)}`)
}
