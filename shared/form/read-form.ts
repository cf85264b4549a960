import { evaluateFormula, type FormulaFault } from '../formula/evaluate.ts'
import type { FormStep } from '../formula/form.ts'
import type { CheckedFormula } from '../formula/types.ts'
import { own } from '../own.ts'
import { createTimeLengths, type TimeLengths } from '../time/time-lengths.ts'
import type { TimeRules } from '../time/time-rules.ts'
import { MOST_ROWS, MOST_UNKNOWN } from './bounds.ts'
import type { CellValue, Column, Field, FormValue, FormValues, TableRow, TableField } from './field.ts'
import { cellPath, rowPath, type FormFault } from './form-fault.ts'
import { holds, type ValueOf } from './holds.ts'
import { isEmpty } from './is-empty.ts'
import { matches } from './pattern/matches.ts'
import type { Pattern } from './pattern/pattern.ts'
import { readValue, type ValueRead } from './read-value.ts'

/** A form as it comes in: any JSON, with `UnheldNumber` in place of a number that a double would change. */
export type FormInput = Readonly<Record<string, unknown>>

/** A field in its turn, with what was made of its formula or its pattern. */
export type CheckedStep = FormStep & { pattern?: Pattern | undefined }

/** A form with the order in which its values become known; plain data. */
export type CheckedForm = { fields: readonly Field[]; steps: readonly CheckedStep[] }

/** `shown`: the paths of the fields and cells that are visible. */
export type FormRead = { form: FormValues; faults: FormFault[]; shown: ReadonlySet<string> }

type Values = Record<string, unknown>
/** Where values stand, the form itself or one of its rows: as they were given, and as they are read so far. */
type Place = { given: FormInput; values: Values; at: (key: string) => string; table?: TableField }

type Reading = {
  fields: ReadonlyMap<string, Field>
  top: Place
  /** The rows of each table that is shown and has some. */
  rows: Map<string, Place[]>
  /** By path, the first of each. */
  faults: Map<string, FormFault>
  shown: Set<string>
  time: TimeRules
  lengths: TimeLengths
}

/** In place of what cannot be read, so that no condition and no sum takes it for empty. */
const UNREADABLE = NaN

/**
 * What a form says: what was filled in, its texts cleaned, and what its formulas come to, which nobody is asked for.
 * What is not visible, is empty or does not fit is left out. At most one fault for each value, in the order of the
 * form; without any it may be submitted. Server and pages read every form here.
 */
export function readForm({ fields, steps }: CheckedForm, given: FormInput, time: TimeRules): FormRead {
  const reading: Reading = {
    fields: new Map(fields.map((field) => [field.key, field])),
    top: { given, values: {}, at: (key) => key },
    rows: new Map(),
    faults: new Map(),
    shown: new Set(),
    time,
    lengths: createTimeLengths(time),
  }
  for (const step of steps) takeStep(reading, step)
  const form = collect(reading, fields)
  return { form, faults: faultsIn(reading, fields), shown: reading.shown }
}

function takeStep(reading: Reading, step: CheckedStep): void {
  const { key, table } = step
  const field = reading.fields.get(table ?? key)
  if (table === undefined) {
    if (field?.type === 'table') takeTable(reading, field)
    else if (field) takeValue(reading, field, reading.top, step)
    return
  }
  const column = field?.type === 'table' ? field.columns.find((one) => one.key === key) : undefined
  if (column) for (const row of reading.rows.get(table) ?? []) takeValue(reading, column, row, step)
}

function takeValue(reading: Reading, field: Column, place: Place, { formula, pattern }: CheckedStep): void {
  const { key, type } = field
  const path = place.at(key)
  if (!isVisible(reading, field, place)) return
  reading.shown.add(path)
  if (type === 'note') return
  if (type === 'formula') {
    if (formula) compute(reading, formula, key, place)
    return
  }
  const value = own(place.given, key)
  if (isEmpty(value)) return
  const read = fitting(readValue(field, value, reading.time.offsetAt), field, pattern)
  if ('rule' in read) refuse(reading, { field: path, ...read })
  place.values[key] = 'rule' in read ? UNREADABLE : read.value
}

/** Of a text, whether it has the form that its definition asks for; those are the definition's words. */
function fitting(read: ValueRead, field: Column, pattern: Pattern | undefined): ValueRead {
  if (!pattern || !('value' in read) || typeof read.value !== 'string' || matches(pattern, read.value))
    return read
  return { rule: 'pattern', words: 'pattern' in field ? field.pattern?.message : undefined }
}

/** Whatever was sent for it. */
function compute(
  { top, lengths, ...reading }: Reading,
  formula: CheckedFormula,
  key: string,
  place: Place,
): void {
  const row = place.table && place.values
  const { value, fault } = evaluateFormula(formula, top.values, lengths, row)
  if (fault) refuse(reading, toFault(place.at(key), fault))
  if (fault && fault.rule !== 'empty') place.values[key] = UNREADABLE
  else if (value !== undefined) place.values[key] = value
}

function takeTable(reading: Reading, field: TableField): void {
  const { key, maxRows } = field
  const { top } = reading
  if (!isVisible(reading, field, top)) return
  reading.shown.add(key)
  const given = own(top.given, key)
  if (isEmpty(given)) return
  if (!Array.isArray(given) || given.length > Math.min(maxRows, MOST_ROWS)) {
    const fault = Array.isArray(given)
      ? ({ rule: 'too_many', limit: maxRows } as const)
      : ({ rule: 'type' } as const)
    refuse(reading, { field: key, ...fault })
    top.values[key] = UNREADABLE
    return
  }
  const rows = given.map((row: unknown, index): Place => {
    if (!isRecord(row)) refuse(reading, { field: rowPath(key, index), rule: 'type' })
    const at = (column: string): string => cellPath(key, index, column)
    return { given: isRecord(row) ? row : {}, values: {}, at, table: field }
  })
  reading.rows.set(key, rows)
  top.values[key] = rows.map(({ values }) => values)
}

/** In a row its columns go before the fields of the form. */
function lookIn({ top }: Pick<Reading, 'top'>, { values, table }: Place): ValueOf {
  return (key) => own(table?.columns.some((column) => column.key === key) ? values : top.values, key)
}

const isVisible = (reading: Reading, { visible }: Field, place: Place): boolean =>
  visible === undefined || holds(visible, lookIn(reading, place))

function isAsked(reading: Reading, field: Field, place: Place): boolean {
  if (field.type === 'formula' || field.type === 'note') return false
  const { required } = field
  return typeof required === 'boolean' ? required : holds(required, lookIn(reading, place))
}

/** Once everything is known: what is kept, in the order of the fields. What is missing is found on the way. */
function collect(reading: Reading, fields: readonly Field[]): FormValues {
  const form: FormValues = {}
  for (const field of fields) {
    const value = field.type === 'table' ? rowsKept(reading, field) : valueKept(reading, field, reading.top)
    if (value !== undefined) form[field.key] = value
  }
  return form
}

function rowsKept(reading: Reading, field: TableField): FormValue | undefined {
  const { key, minRows } = field
  const rows = reading.rows.get(key) ?? []
  if (reading.shown.has(key)) {
    if (rows.length > 0 && rows.length < minRows)
      refuse(reading, { field: key, rule: 'too_few', limit: minRows })
    if (rows.length === 0 && (minRows > 0 || isAsked(reading, field, reading.top)))
      refuse(reading, { field: key, rule: 'required' })
  }
  const kept = rows.map((place) => {
    const row: TableRow = {}
    for (const column of field.columns) {
      const value = valueKept(reading, column, place)
      if (value !== undefined) row[column.key] = value
    }
    return row
  })
  return kept.length > 0 ? kept : undefined
}

function valueKept(reading: Reading, field: Column, place: Place): CellValue | undefined {
  const path = place.at(field.key)
  const value = own(place.values, field.key)
  if (value === undefined && reading.shown.has(path) && isAsked(reading, field, place))
    refuse(reading, { field: path, rule: 'required' })
  return Number.isNaN(value) ? undefined : (value as CellValue | undefined)
}

function refuse({ faults }: Pick<Reading, 'faults'>, fault: FormFault): void {
  if (!faults.has(fault.field)) faults.set(fault.field, fault)
}

/** What a formula lacks is told only if nothing else is wrong, as it is then the consequence of that. */
function faultsIn(reading: Reading, fields: readonly Field[]): FormFault[] {
  const found = pathsIn(reading, fields).flatMap((path) => reading.faults.get(path) ?? [])
  const all = [...unknownIn(reading), ...found]
  const others = all.filter(({ rule }) => rule !== 'not_computed')
  return others.length > 0 ? others : all
}

const pathsIn = ({ rows }: Reading, fields: readonly Field[]): string[] =>
  fields.flatMap((field) => {
    if (field.type !== 'table') return [field.key]
    const inRows = (rows.get(field.key) ?? []).flatMap(({ at }, index) => [
      rowPath(field.key, index),
      ...field.columns.map(({ key }) => at(key)),
    ])
    return [field.key, ...inRows]
  })

function unknownIn({ fields, top, rows }: Reading): FormFault[] {
  const strange = Object.keys(top.given).filter((key) => !fields.has(key))
  const inRows = [...rows.values()].flat().flatMap(({ given, table, at }) =>
    Object.keys(given)
      .filter((key) => !table?.columns.some((column) => column.key === key))
      .map(at),
  )
  return [...strange, ...inRows].slice(0, MOST_UNKNOWN).map((field) => ({ field, rule: 'unknown' }))
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toFault(field: string, { rule, currencies }: FormulaFault): FormFault {
  switch (rule) {
    case 'empty':
    case 'unreadable':
      return { field, rule: 'not_computed' }
    case 'too_large':
      return { field, rule: 'inexact' }
    case 'two_currencies':
      return { field, rule, currencies }
    case 'division_by_zero':
      return { field, rule }
  }
}
