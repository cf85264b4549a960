import type { Column, Field, FormValue } from '../../../shared/form/field.ts'
import { unitText, valueText } from '../../../shared/form/form-text.ts'
import { inCapitals } from '../../../shared/formula/capitals.ts'
import { textIn, type Language } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import type { Draft } from './draft.ts'
import { isTyped, missingParts, type FieldInput, type Parts } from './field-input.ts'

export type Chip = { id: string; name: string }

/** `hint`: what an option means, where its label does not say it. */
export type OptionView = { value: string; label: string; hint: string; checked: boolean }

export type ColumnView = {
  key: string
  label: string
  help: string
  required: boolean
  shown: boolean
  /** Of a selection: the same in every row. */
  options: OptionView[]
}

/** A table but for what stands in it. */
export type TableView = {
  columns: ColumnView[]
  /** The ids of its rows, in their order. */
  rows: string[]
  canAdd: boolean
  /** How wide its columns are, where they stand side by side. */
  style: string
  minWidth: string
}

/** One field, or one cell, as its template shows it. */
export type FieldView = {
  /** Another one after the form was emptied, so that what was typed goes away. */
  id: string
  /** What the page calls it: the key of a field, `r3.amount` in a row. */
  key: string
  type: Field['type']
  shown: boolean
  label: string
  help: string
  required: boolean
  placeholder: string
  text: string
  parts: Parts
  /** Of times: whether there is anything to be cleared. */
  given: boolean
  /** Of numbers: whether there are some below zero, which the keys of a phone for numbers cannot write. */
  signed: boolean
  unit: string
  options: OptionView[]
  optionAt: number
  optionText: string
  /** Options that another system has are picked apart. */
  outside: boolean
  currencies: string[]
  currencyAt: number
  chips: Chip[]
  full: boolean
  busy: boolean
  focus: boolean
  /** Of what was computed: in capitals; and what there is to say of it. */
  capitals: string
  remark: string
  table: TableView | undefined
}

/** What a component shows before it is told which field it is. */
export const NO_FIELD: FieldView = {
  id: '',
  key: '',
  type: 'text',
  shown: true,
  label: '',
  help: '',
  required: false,
  placeholder: '',
  text: '',
  parts: {},
  given: false,
  signed: false,
  unit: '',
  options: [],
  optionAt: -1,
  optionText: '',
  outside: false,
  currencies: [],
  currencyAt: 0,
  chips: [],
  full: false,
  busy: false,
  focus: false,
  capitals: '',
  remark: '',
  table: undefined,
}

/** Of a field and what stands in it. */
export type Content = {
  /** Undefined where nobody fills anything in. */
  input: FieldInput | undefined
  /** What was read there: shown of what was computed. */
  value: FormValue | undefined
  /** Said of a value that was computed and is 0. */
  remark: string
  draft: Pick<Draft, 'files'>
  nameOf: (id: string) => string
  locale: Language
  /** A cell has the options of its column. */
  isCell: boolean
}

/** What stands in a field or a cell. */
export function toContent(field: Column, content: Content): Partial<FieldView> {
  const { input, draft, nameOf, locale } = content
  const text = typeof input === 'string' ? input : ''
  const list = Array.isArray(input) ? input : []
  const parts = typeof input === 'object' && !Array.isArray(input) ? input : {}
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'date':
    case 'link':
    case 'phone':
      // What is longer than allowed can be typed and is told, rather than cut off in silence.
      return { text }
    case 'number':
      return { text, signed: isSigned(field), unit: unitText(field.unit, locale) }
    case 'money': {
      const { amount = '', currency = '' } = parts
      const { currencies } = field
      return {
        text: amount,
        signed: isSigned(field),
        currencies,
        currencyAt: Math.max(0, currencies.indexOf(currency)),
      }
    }
    case 'datetime':
    case 'daterange':
    case 'timespan':
      return { parts, given: missingParts(parts) !== 'all' }
    case 'account':
      return { parts }
    case 'select':
      return toSelected(field, text, content)
    case 'multiselect':
      return Array.isArray(field.options)
        ? { options: toOptions(field.options, list, locale) }
        : { outside: true, chips: toChips(list, nameOf) }
    case 'contact':
    case 'department':
    case 'approval':
      return { chips: toChips(list, nameOf), full: list.length >= field.maxCount }
    case 'image':
    case 'attachment':
      return {
        chips: list.map((id) => ({ id, name: own(draft.files, id)?.name ?? id })),
        full: list.length >= field.maxCount,
      }
    case 'formula':
      return toComputed(field, content)
    case 'note':
      return { text: textIn(field.text, locale) }
  }
}

const isSigned = ({ min }: { min?: number | undefined }): boolean => min !== undefined && min < 0

type Listed = { value: string; label: Parameters<typeof textIn>[0] }[]

function toSelected(
  { options }: Extract<Column, { type: 'select' }>,
  text: string,
  { nameOf, locale, isCell }: Content,
): Partial<FieldView> {
  if (!Array.isArray(options)) return { text, outside: true, chips: text ? toChips([text], nameOf) : [] }
  const optionAt = options.findIndex(({ value }) => value === text)
  const chosen = options[optionAt]
  return {
    text,
    options: isCell ? [] : toOptions(options, [text], locale),
    optionAt,
    optionText: chosen ? textIn(chosen.label, locale) : '',
  }
}

export const toOptions = (options: Listed, chosen: readonly string[], locale: Language): OptionView[] =>
  options.map(({ value, label }) => ({
    value,
    label: textIn(label, locale),
    hint: '',
    checked: chosen.includes(value),
  }))

const toChips = (ids: readonly string[], nameOf: Content['nameOf']): Chip[] =>
  ids.map((id) => ({ id, name: nameOf(id) }))

const NOTHING_YET = '—'

function toComputed(
  field: Extract<Column, { type: 'formula' }>,
  { value, remark, locale }: Content,
): Partial<FieldView> {
  if (value === undefined) return { text: NOTHING_YET }
  const amount = typeof value === 'object' && 'amount' in value ? value.amount : ''
  return {
    text: valueText(field, value, locale, () => undefined),
    capitals: field.capital ? (inCapitals(amount) ?? '') : '',
    remark,
  }
}

/** Whether nothing but what a person typed differs: that is no reason to set a field anew, it stands there already. */
export function isShownAlready(shown: FieldView, next: FieldView): boolean {
  const before = isTyped(next) ? { ...shown, text: next.text, parts: next.parts } : shown
  return JSON.stringify(before) === JSON.stringify(next)
}
