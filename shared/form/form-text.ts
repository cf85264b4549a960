import type { Definition } from '../definition.ts'
import type { Field, FormValue, FormValues } from './field.ts'
import { plainNumber } from '../decimals.ts'
import { isEmpty } from './read-form.ts'
import { textIn, type Language } from '../languages.ts'
import { own } from '../own.ts'
import { cleanText } from '../person-text.ts'
import { say, TEXTS } from '../texts.ts'

/** Names for the ids in a form: people by user_id; other ids stand for themselves. */
export type NameOf = (id: string) => string | undefined

/** The label and value of each `summary` field, in the order of the form, for lists and cards. */
export function summaryLines(
  definition: Pick<Definition, 'form'>,
  form: FormValues,
  locale: Language,
  nameOf: NameOf,
): { label: string; value: string }[] {
  return summaryFields(definition.form).map((field) => ({
    label: textIn(field.label, locale),
    value: valueText(field, own(form, field.key), locale, nameOf),
  }))
}

export const summaryFields = (fields: readonly Field[]): Field[] => fields.filter(({ summary }) => summary)

/** One value as a person reads it. */
export function valueText(
  field: Field,
  value: FormValue | undefined,
  locale: Language,
  nameOf: NameOf,
): string {
  if (isEmpty(value)) return say(TEXTS.notGiven, locale)
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'string')
    return field.type === 'select' ? optionText(field, value, locale) : cleanText(value)
  if (Array.isArray(value)) return listText(field, value, locale, nameOf)
  return 'amount' in value ? `${value.currency} ${grouped(value.amount)}` : `${value.from} – ${value.to}`
}

/** `99,999,999.99` in every language: what stands on a card is compared with what stands in the page. */
function grouped(amount: string): string {
  const [whole = '', ...rest] = amount.split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.')
}

function optionText(field: Field, value: string, locale: Language): string {
  if (field.type !== 'select' && field.type !== 'multiselect') return value
  const option = field.options.find((candidate) => candidate.value === value)
  return option ? textIn(option.label, locale) : value
}

function listText(field: Field, values: string[], locale: Language, nameOf: NameOf): string {
  if (field.type === 'image' || field.type === 'attachment')
    return say(TEXTS.files, locale, { count: values.length })
  const isName = field.type === 'contact' || field.type === 'department'
  const separator = locale === 'en-US' ? ', ' : '、'
  return values
    .map((value) => (isName ? nameOf(value) : undefined) ?? optionText(field, value, locale))
    .join(separator)
}
