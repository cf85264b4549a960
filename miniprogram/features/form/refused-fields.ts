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
    const message = textOf(given, 'message')
    if (field === '') return []
    if (person === '') return [[field, message || otherwise]]
    // The server's words say who; by the id, where it knows no name.
    return [[field, message ? message.split(person).join(nameOf(person)) : `${nameOf(person)}: ${otherwise}`]]
  })
  return Object.fromEntries(entries.reverse())
}
