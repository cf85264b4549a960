import type { Language } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import { faultText } from '../../../shared/texts.ts'
import { cellId, rowFaultId } from './field-id.ts'
import { rowsIn } from './form-input.ts'
import { shownFaults } from './form-reading.ts'
import type { FormState } from './form-state.ts'

/** What is wrong in the form, in words, by the page's names of its places: what was read, and what the server said. */
export function faultsShown(state: FormState, locale: Language): Record<string, string> {
  const { definition, draft, read, left, refused } = state
  const faults = shownFaults(definition.form, draft, read, left)
  const texts = [...faults].reverse().map((fault) => [fault.field, faultText(fault, locale)])
  return { ...(Object.fromEntries(texts) as Record<string, string>), ...refused }
}

/** `row`: of a value in a row, or of the row as a whole; `column` is its place among the columns. */
export type FaultyPlace = { id: string; field: number; row?: string; column?: number }

/** The first place of the form at which something is said. */
export function firstFault(
  { definition: { form }, draft }: Pick<FormState, 'definition' | 'draft'>,
  texts: Readonly<Record<string, string>>,
): FaultyPlace | undefined {
  const isSaid = (id: string): boolean => (own(texts, id) ?? '') !== ''
  for (const [field, { key, ...more }] of form.entries()) {
    if (isSaid(key)) return { id: key, field }
    if (more.type !== 'table') continue
    for (const { id: row } of rowsIn(draft, key)) {
      if (isSaid(rowFaultId(row))) return { id: rowFaultId(row), field, row }
      const column = more.columns.findIndex((one) => isSaid(cellId(row, one.key)))
      const id = cellId(row, more.columns[column]?.key ?? '')
      if (column >= 0) return { id, field, row, column }
    }
  }
  return undefined
}
