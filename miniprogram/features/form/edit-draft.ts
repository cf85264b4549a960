import type { Field } from '../../../shared/form/field.ts'
import { own } from '../../../shared/own.ts'
import { textOf } from '../../view/events.ts'
import type { Draft, DraftFile, Named } from './draft.ts'
import { emptyInput, type FieldInput } from './form-input.ts'

type Detail = Readonly<Record<string, unknown>>

/** The draft after a person typed into or picked in one field; `detail` is what its component says. */
export function edited(draft: Draft, field: Field, detail: Detail): Draft {
  return withInput(draft, field, nextInput(field, own(draft.inputs, field.key) ?? emptyInput(field), detail))
}

function nextInput(field: Field, current: FieldInput, detail: Detail): FieldInput {
  const value = textOf(detail, 'value')
  if (typeof current === 'string') return value
  if (Array.isArray(current)) {
    if (field.type !== 'multiselect' || !Array.isArray(detail['value'])) return current
    const checked = detail['value'] as unknown[]
    // In the order of the options, whatever was ticked first.
    return field.options.map((option) => option.value).filter((option) => checked.includes(option))
  }
  const part = textOf(detail, 'part')
  return own(current, part) !== undefined ? { ...current, [part]: value } : current
}

const withInput = (draft: Draft, field: Field, input: FieldInput): Draft => ({
  ...draft,
  inputs: { ...draft.inputs, [field.key]: input },
})

export const listIn = (draft: Draft, field: Field): string[] => {
  const input = own(draft.inputs, field.key)
  return Array.isArray(input) ? input : []
}

/** With these people or departments in place of those that were there. */
export function withChosen(draft: Draft, field: Field, chosen: readonly Named[]): Draft {
  const names = Object.fromEntries(chosen.map(({ id, name }) => [id, name]))
  return withInput(
    { ...draft, names: { ...draft.names, ...names } },
    field,
    chosen.map(({ id }) => id),
  )
}

export function withFiles(draft: Draft, field: Field, added: readonly DraftFile[]): Draft {
  const files = Object.fromEntries(added.map((file) => [file.id, { id: file.id, name: file.name }]))
  return withInput({ ...draft, files: { ...draft.files, ...files } }, field, [
    ...listIn(draft, field),
    ...added.map(({ id }) => id),
  ])
}

export const without = (draft: Draft, field: Field, gone: string): Draft =>
  withInput(
    draft,
    field,
    listIn(draft, field).filter((id) => id !== gone),
  )
