import { textOf } from '../../view/events.ts'

type Words = {
  /** Said where the server had no words of its own for a field. */
  otherwise: string
  nameOf: (person: string) => string
}

/** What the server said of single fields, by field: the first of each, with the person it is about. */
export function refusedFields(
  details: readonly unknown[],
  { otherwise, nameOf }: Words,
): Record<string, string> {
  const entries = details.flatMap((detail): [string, string][] => {
    if (typeof detail !== 'object' || detail === null) return []
    const given = detail as Record<string, unknown>
    const [field, person] = [textOf(given, 'field'), textOf(given, 'person')]
    const words = textOf(given, 'message') || otherwise
    return field === '' ? [] : [[field, person === '' ? words : `${nameOf(person)}: ${words}`]]
  })
  return Object.fromEntries(entries.reverse())
}
