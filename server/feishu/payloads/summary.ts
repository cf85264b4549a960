import type { Definition } from '../../../shared/definition.ts'
import { summaryFields, valueText } from '../../../shared/form/form-text.ts'
import { textIn, type Locale } from '../../../shared/locale.ts'
import { own } from '../../../shared/own.ts'
import { namesFor, type Instance } from '../../domain/instance.ts'
import { inAll } from './i18n.ts'

export type SummaryLine = { label: Record<Locale, string>; value: Record<Locale, string> }

/** The first `count` summary fields in every language, with the names that are stored with the instance. */
export function toSummary({ form }: Definition, instance: Instance, count: number): SummaryLine[] {
  const shown = summaryFields(form, instance.form).slice(0, count)
  return shown.map((field) => ({
    label: inAll((locale) => textIn(field.label, locale)),
    value: inAll((locale) =>
      valueText(field, own(instance.form, field.key), locale, namesFor(instance, locale)),
    ),
  }))
}
