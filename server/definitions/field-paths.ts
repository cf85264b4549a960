import type { Definition } from '../../shared/definition.ts'
import type { Field } from '../../shared/form/field.ts'

/** A field, a table or a column, with where it stands in its file. */
export type PlacedField = { field: Field; path: (string | number)[]; columns: readonly Field[] }

/** Every field of a form, and every column of its tables with the columns beside it. */
export const placedFields = ({ form }: Pick<Definition, 'form'>): PlacedField[] =>
  form.flatMap((field, at) => [
    { field, path: ['form', at], columns: [] },
    ...(field.type === 'table'
      ? field.columns.map((column, within) => ({
          field: column,
          path: ['form', at, 'columns', within],
          columns: field.columns,
        }))
      : []),
  ])
