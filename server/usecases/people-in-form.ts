import type { Definition } from '../../shared/definition.ts'
import type { Field, FormValues } from '../../shared/form/field.ts'
import { idsIn } from '../../shared/form/leaves.ts'
import type { FormInput } from '../../shared/form/read-form.ts'
import type { Locale } from '../../shared/locale.ts'
import { own } from '../../shared/own.ts'
import type { TimeRules } from '../../shared/time/time-rules.ts'
import { readSubmitted, resolveForm, type Strictness } from './check-submission.ts'
import type { Directory } from './directory.ts'

type Reading = { given: FormInput; time: TimeRules; locale: Locale; strictness: Strictness }

/**
 * A form as `readSubmitted` and `resolveForm` have it. Somebody may be named by open_id, but conditions and formulas
 * know people by their user_id: with another one in its place the form is read once more, so that nobody is counted
 * twice, and no field is hidden by the way in which somebody is named.
 */
export async function readWithPeople(
  directory: Directory,
  definition: Definition,
  { given, time, locale, strictness }: Reading,
): Promise<FormValues> {
  const { form: fields } = definition
  const userIds = new Map<string, string>()
  for (let input = given; ; input = withUserIds(fields, input, userIds)) {
    const read = readSubmitted(definition, input, time, locale, strictness)
    const form = await resolveForm(directory, fields, read, locale)
    const before = userIds.size
    for (const id of idsIn(fields, read, ['contact'])) {
      const contact = await directory.active(id)
      if (contact && contact.userId !== id) userIds.set(id, contact.userId)
    }
    if (userIds.size === before) return form
  }
}

function withUserIds(
  fields: readonly Field[],
  given: FormInput,
  userIds: ReadonlyMap<string, string>,
): FormInput {
  const next: Record<string, unknown> = { ...given }
  for (const field of fields) {
    const value = own(given, field.key)
    if (field.type === 'contact') next[field.key] = named(value, userIds)
    else if (field.type === 'table' && Array.isArray(value))
      next[field.key] = value.map((row: unknown) =>
        isRecord(row) ? withUserIds(field.columns, row, userIds) : row,
      )
  }
  return next
}

const named = (value: unknown, userIds: ReadonlyMap<string, string>): unknown =>
  Array.isArray(value)
    ? [...new Set(value.map((id: unknown) => (typeof id === 'string' ? (userIds.get(id) ?? id) : id)))]
    : value

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
