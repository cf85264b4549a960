import { textOf } from '../../view/events.ts'

/** What the server said of single fields (`form_invalid`), by field. */
export function refusedFields(details: readonly unknown[]): Record<string, string> {
  const entries = details.flatMap((detail): [string, string][] => {
    if (typeof detail !== 'object' || detail === null) return []
    const field = textOf(detail as Record<string, unknown>, 'field')
    return field === '' ? [] : [[field, textOf(detail as Record<string, unknown>, 'message')]]
  })
  return Object.fromEntries(entries)
}
