import type { FileFault } from '../../shared/operator-api.ts'
import { nearest } from '../../shared/nearest.ts'
import type { ReadDefinition } from './clashes.ts'
import { placedFields } from './field-paths.ts'

/**
 * Every definition that a field takes approvals of and that neither a file nor the store has: nobody could ever name
 * one. `stored`: the codes of definitions whose file may be gone, as their approvals stay.
 */
export function linkedFaults(read: readonly ReadDefinition[], stored: ReadonlySet<string>): FileFault[] {
  const known = [...new Set([...read.map(({ content }) => content.code), ...stored])]
  return read.flatMap(({ file, content, lineOf }) =>
    placedFields(content).flatMap(({ field, path }) => {
      if (field.type !== 'approval') return []
      return field.definitions.flatMap((code, at): FileFault[] => {
        if (known.includes(code)) return []
        const where = [...path, 'definitions', at]
        return [{ file, line: lineOf(where), reason: `${where.join('.')}: ${noDefinition(code, known)}` }]
      })
    }),
  )
}

function noDefinition(code: string, known: readonly string[]): string {
  const guess = nearest(code, known)
  const meant = guess === undefined ? '' : `; did you mean ${guess}?`
  return `no definition has the code ${code}${meant}`
}
