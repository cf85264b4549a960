import type { FileFault } from '../../shared/operator-api.ts'
import type { OutsideOptions } from '../../shared/form/field.ts'
import type { ReadDefinition } from './clashes.ts'
import { placedFields } from './field-paths.ts'

/** What keeps a source of options from being asked here, beside what its file shows. */
export type SourceFaults = (source: OutsideOptions) => { key: string; message: string }[]

/** Every field whose options another system has that this server could not ask. */
export function outsideFaults(
  { file, content, lineOf }: ReadDefinition,
  faultsOf: SourceFaults,
): FileFault[] {
  return placedFields(content).flatMap(({ field, path }) => {
    if (!('options' in field) || Array.isArray(field.options)) return []
    return faultsOf(field.options).map(({ key, message }) => {
      const where = [...path, 'options', key]
      return { file, line: lineOf(where), reason: `${where.join('.')}: ${message}` }
    })
  })
}
