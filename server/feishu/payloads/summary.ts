import type { Definition } from '../../../shared/definition.ts'
import { summaryLines } from '../../../shared/form-text.ts'
import { LOCALES, type Locale } from '../../../shared/locale.ts'
import { cleanLine } from '../../../shared/person-text.ts'
import type { Instance } from '../../domain/instance.ts'
import { inAll } from './i18n.ts'

export type SummaryLine = { label: Record<Locale, string>; value: Record<Locale, string> }

/** The first `count` summary fields in every language, with the names that are stored with the instance. */
export function toSummary(definition: Definition, instance: Instance, count: number): SummaryLine[] {
  const lines = Object.fromEntries(
    LOCALES.map((locale) => [locale, summaryLines(definition, instance.form, locale, nameIn(instance))]),
  )
  const shown = definition.form.filter(({ summary }) => summary).slice(0, count)
  return shown.map((_, at) => ({
    label: inAll((locale) => lines[locale]?.[at]?.label ?? ''),
    value: inAll((locale) => lines[locale]?.[at]?.value ?? ''),
  }))
}

/** The stored name of a person or department. A value like "constructor" names nobody. */
export const nameIn =
  ({ people, departments = {} }: Instance) =>
  (id: string) => {
    const name = Object.hasOwn(people, id) ? people[id]?.name : departmentIn(departments, id)
    return name === undefined ? undefined : cleanLine(name) || id
  }

const departmentIn = (departments: Readonly<Record<string, string>>, id: string): string | undefined =>
  Object.hasOwn(departments, id) ? departments[id] : undefined
