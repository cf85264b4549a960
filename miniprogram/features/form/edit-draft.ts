import type { Column } from '../../../shared/form/field.ts'
import { own } from '../../../shared/own.ts'
import { textOf } from '../../view/events.ts'
import { optionName, type Draft, type DraftFile, type Named } from './draft.ts'
import { inTable, type Place } from './field-id.ts'
import { emptyInput, isAsked, type AskedField, type FieldInput, type Parts } from './field-input.ts'
import { rowsIn, type FormInputs } from './form-input.ts'

type Detail = Readonly<Record<string, unknown>>

/** Where somebody can fill something in. */
export type AskedPlace = Place & { field: AskedField }

export const isAskedPlace = (place: Place): place is AskedPlace => isAsked(place.field)

/** What stands there; undefined where nobody fills anything in. */
export function inputAt(filled: FormInputs, { field, table, row }: Place): FieldInput | undefined {
  if (!isAsked(field)) return undefined
  const inputs =
    table === undefined ? filled.inputs : rowsIn(filled, table.key).find(({ id }) => id === row)?.inputs
  return own(inputs ?? {}, field.key) ?? emptyInput(field)
}

/** The draft after a person typed into or picked in one place; `detail` is what its component says. */
export function edited(draft: Draft, place: AskedPlace, detail: Detail): Draft {
  const current = inputAt(draft, place) ?? emptyInput(place.field)
  return withInput(draft, place, nextInput(place.field, current, detail))
}

function nextInput(field: AskedField, current: FieldInput, detail: Detail): FieldInput {
  const value = textOf(detail, 'value')
  if (typeof current === 'string') return value
  if (Array.isArray(current)) return checkedOptions(field, detail['value']) ?? current
  const part = textOf(detail, 'part')
  if (own(current, part) === undefined) return value === '' ? emptyInput(field) : current
  return withDayOfEnd(field, current, { ...current, [part]: value })
}

/** In the order of the options, whatever was ticked first. */
function checkedOptions(field: Column, checked: unknown): string[] | undefined {
  if (field.type !== 'multiselect' || !Array.isArray(field.options) || !Array.isArray(checked))
    return undefined
  return field.options.map((option) => option.value).filter((option) => checked.includes(option))
}

/** Most spans end on the day on which they begin. */
function withDayOfEnd(field: AskedField, before: Parts, next: Parts): Parts {
  const { fromDay = '', toDay } = next
  const isNew = field.type === 'timespan' && toDay === '' && fromDay !== '' && before['fromDay'] !== fromDay
  return isNew ? { ...next, toDay: fromDay } : next
}

export function withInput(draft: Draft, { field, table, row }: AskedPlace, input: FieldInput): Draft {
  if (table === undefined) return { ...draft, inputs: { ...draft.inputs, [field.key]: input } }
  const rows = rowsIn(draft, table.key).map((one) =>
    one.id === row ? { id: one.id, inputs: { ...one.inputs, [field.key]: input } } : one,
  )
  return { ...draft, tables: { ...draft.tables, [table.key]: rows } }
}

export const listIn = (draft: Draft, place: AskedPlace): string[] => {
  const input = inputAt(draft, place)
  return Array.isArray(input) ? input : []
}

/** With these people, departments, options or approvals in place of those that were there. */
export function withChosen(draft: Draft, place: AskedPlace, chosen: readonly Named[]): Draft {
  const { field, table } = place
  const nameFor = (id: string): string => ('options' in field ? optionName(inTable(field, table), id) : id)
  const names = Object.fromEntries(chosen.map(({ id, name }) => [nameFor(id), name]))
  const ids = chosen.map(({ id }) => id)
  return withInput(
    { ...draft, names: { ...draft.names, ...names } },
    place,
    field.type === 'select' ? (ids[0] ?? '') : ids,
  )
}

export function withFiles(draft: Draft, place: AskedPlace, added: readonly DraftFile[]): Draft {
  const files = Object.fromEntries(added.map((file) => [file.id, { id: file.id, name: file.name }]))
  return withInput({ ...draft, files: { ...draft.files, ...files } }, place, [
    ...listIn(draft, place),
    ...added.map(({ id }) => id),
  ])
}

export const without = (draft: Draft, place: AskedPlace, gone: string): Draft =>
  withInput(
    draft,
    place,
    place.field.type === 'select' ? '' : listIn(draft, place).filter((id) => id !== gone),
  )
