import type { Field } from '../../../shared/form/field.ts'
import type { FormFault } from '../../../shared/form/form-fault.ts'
import { textIn, type Language } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import { faultText } from '../../../shared/texts.ts'
import type { Draft } from './draft.ts'
import { emptyInput, isTyped } from './form-input.ts'

export type Chip = { id: string; name: string }

/** One field as its template shows it. */
export type FieldView = {
  /** Another one after the form was emptied, so that what was typed goes away. */
  id: string
  key: string
  type: Field['type']
  label: string
  required: boolean
  placeholder: string
  text: string
  maxLength: number
  /** `hint`: what an option means, where its label does not say it. */
  options: { value: string; label: string; hint: string; checked: boolean }[]
  optionAt: number
  currencies: string[]
  currencyAt: number
  from: string
  to: string
  chips: Chip[]
  full: boolean
  busy: boolean
}

const BLANK: Omit<FieldView, 'id' | 'key' | 'type' | 'label' | 'required' | 'placeholder'> = {
  text: '',
  maxLength: -1,
  options: [],
  optionAt: -1,
  currencies: [],
  currencyAt: 0,
  from: '',
  to: '',
  chips: [],
  full: false,
  busy: false,
}

/** What a component shows before it is told which field it is. */
export const NO_FIELD: FieldView = {
  ...BLANK,
  id: '',
  key: '',
  type: 'text',
  label: '',
  required: false,
  placeholder: '',
}

export function toFieldView(field: Field, draft: Draft, locale: Language): FieldView {
  return {
    ...BLANK,
    id: `${draft.key}:${field.key}`,
    key: field.key,
    type: field.type,
    label: textIn(field.label, locale),
    required: field.required,
    placeholder: field.placeholder ? textIn(field.placeholder, locale) : '',
    ...toContent(field, draft, locale),
  }
}

function toContent(field: Field, draft: Draft, locale: Language): Partial<FieldView> {
  const input = own(draft.inputs, field.key) ?? emptyInput(field)
  const text = typeof input === 'string' ? input : ''
  const list = Array.isArray(input) ? input : []
  switch (field.type) {
    case 'text':
    case 'textarea':
      // What is longer than allowed can be typed and is told, rather than cut off in silence.
      return { text }
    case 'number':
    case 'date':
      return { text }
    case 'money': {
      const { amount, currency } = toMoney(input)
      return {
        text: amount,
        currencies: field.currencies,
        currencyAt: Math.max(0, field.currencies.indexOf(currency)),
      }
    }
    case 'daterange':
      return typeof input === 'object' && 'from' in input ? input : {}
    case 'select':
      return {
        text,
        options: toOptions(field, [text], locale),
        optionAt: field.options.findIndex(({ value }) => value === text),
      }
    case 'multiselect':
      return { options: toOptions(field, list, locale) }
    case 'contact':
    case 'department':
      return {
        chips: list.map((id) => ({ id, name: own(draft.names, id) ?? id })),
        full: list.length >= field.maxCount,
      }
    case 'image':
    case 'attachment':
      return {
        chips: list.map((id) => ({ id, name: own(draft.files, id)?.name ?? id })),
        full: list.length >= field.maxCount,
      }
  }
}

function toMoney(input: unknown): { amount: string; currency: string } {
  return typeof input === 'object' && input !== null && 'amount' in input
    ? (input as { amount: string; currency: string })
    : { amount: '', currency: '' }
}

function toOptions(
  field: Extract<Field, { type: 'select' | 'multiselect' }>,
  chosen: readonly string[],
  locale: Language,
): FieldView['options'] {
  return field.options.map(({ value, label }) => ({
    value,
    label: textIn(label, locale),
    hint: '',
    checked: chosen.includes(value),
  }))
}

/** The first fault of each field, in words. */
export function faultTexts(faults: readonly FormFault[], locale: Language): Record<string, string> {
  return Object.fromEntries([...faults].reverse().map((fault) => [fault.field, faultText(fault, locale)]))
}

/** The next views. Typed text alone is no reason to set a field anew: it stands in its input already. */
export function keepTyped(shown: readonly FieldView[], next: readonly FieldView[]): FieldView[] {
  return next.map((view, at) => {
    const before = shown[at]
    return before && isTyped(view) && isSame({ ...before, text: view.text }, view) ? before : view
  })
}

const isSame = (one: FieldView, other: FieldView): boolean => JSON.stringify(one) === JSON.stringify(other)
