import { evaluateFormula, type FormulaFault } from '../formula/evaluate.ts'
import type { FormStep } from '../formula/form.ts'
import type { CheckedFormula } from '../formula/types.ts'
import { own } from '../own.ts'
import { createTimeLengths, type TimeLengths } from '../time/time-lengths.ts'
import type { TimeRules } from '../time/time-rules.ts'
import { MOST_ROWS } from './bounds.ts'
import type { CellValue, Column, Field, FormValue, FormValues, Row, TableField } from './field.ts'
import { cellPath, rowPath, type FormFault } from './form-fault.ts'
import { holds, type ValueOf } from './holds.ts'
import { isEmpty } from './is-empty.ts'
import { readValue } from './read-value.ts'

/** A form as it comes in: any JSON, with `UnheldNumber` in place of a number that a double would change. */
export type FormInput = Readonly<Record<string, unknown>>

/** A form with the order in which its values become known, each formula checked; plain data. */
export type CheckedForm = { fields: readonly Field[]; steps: readonly FormStep[] }

/** `shown`: whether the field or column at a path is visible; in what was not asked for nothing is. */
export type FormRead = { form: FormValues; faults: FormFault[]; isShown: (path: string) => boolean }

type Values = Record<string, unknown>

/** In place of what cannot be read, so that no condition and no sum takes it for empty. */
const UNREADABLE = NaN

/**
 * What a form says: what was filled in, its texts cleaned, and what its formulas come to, which nobody is asked for.
 * What is not visible, is empty or does not fit is left out. At most one fault for each value, in the order of the
 * form; without any it may be submitted. Server and pages read every form here.
 */
export function readForm(checked: CheckedForm, given: FormInput, time: TimeRules): FormRead {
  const reading = new Reading(checked, given, time)
  for (const step of checked.steps) reading.take(step)
  return reading.result()
}

/** What is known so far. Values come in the order of the steps, and go out in that of the fields. */
class Reading {
  readonly #fields: ReadonlyMap<string, Field>
  readonly #columns: ReadonlyMap<string, ReadonlyMap<string, Column>>
  readonly #values: Values = {}
  /** Of each table that is shown: each row as it was given, and as it is read so far. */
  readonly #rows = new Map<string, { given: FormInput; values: Values }[]>()
  readonly #faults = new Map<string, FormFault>()
  readonly #shown = new Set<string>()
  readonly #checked: CheckedForm
  readonly #given: FormInput
  readonly #time: TimeRules
  readonly #lengths: TimeLengths

  constructor(checked: CheckedForm, given: FormInput, time: TimeRules) {
    this.#checked = checked
    this.#given = given
    this.#time = time
    this.#fields = new Map(checked.fields.map((field) => [field.key, field]))
    this.#columns = new Map(
      checked.fields.flatMap((field) =>
        field.type === 'table'
          ? [[field.key, new Map(field.columns.map((column) => [column.key, column]))] as const]
          : [],
      ),
    )
    this.#lengths = createTimeLengths(time)
  }

  take({ key, table, formula }: FormStep): void {
    if (table === undefined) {
      const field = this.#fields.get(key)
      if (field?.type === 'table') this.#takeTable(field)
      else if (field) this.#takeValue(field, key, formula, { given: this.#given, values: this.#values })
      return
    }
    const column = this.#columns.get(table)?.get(key)
    if (!column) return
    this.#rows.get(table)?.forEach((row, at) => {
      this.#takeValue(column, cellPath(table, at, key), formula, row, table)
    })
  }

  result(): FormRead {
    const form: FormValues = {}
    for (const field of this.#checked.fields) {
      const value =
        field.type === 'table' ? this.#tableOf(field) : this.#valueOf(field, field.key, this.#values)
      if (value !== undefined) form[field.key] = value
    }
    return { form, faults: this.#faultsInOrder(), isShown: (path) => this.#shown.has(path) }
  }

  #takeValue(
    field: Column,
    path: string,
    formula: CheckedFormula | undefined,
    place: { given: FormInput; values: Values },
    table?: string,
  ): void {
    if (!this.#isVisible(field, place.values, table)) return
    this.#shown.add(path)
    if (field.type === 'note') return
    if (field.type === 'formula') {
      if (formula) this.#compute(field.key, path, formula, place.values, table)
      return
    }
    const value = own(place.given, field.key)
    if (isEmpty(value)) return
    const read = readValue(field, value, this.#time.offsetAt)
    if ('rule' in read) this.#faults.set(path, { field: path, ...read })
    place.values[field.key] = 'rule' in read ? UNREADABLE : read.value
  }

  #compute(key: string, path: string, formula: CheckedFormula, values: Values, table?: string): void {
    const row = table === undefined ? undefined : values
    const { value, fault } = evaluateFormula(formula, this.#values, this.#lengths, row)
    if (fault) this.#faults.set(path, toFault(path, fault))
    if (fault && fault.rule !== 'empty') values[key] = UNREADABLE
    else if (value !== undefined) values[key] = value
  }

  #takeTable(field: TableField): void {
    if (!this.#isVisible(field, this.#values)) return
    const { key, maxRows } = field
    this.#shown.add(key)
    const given = own(this.#given, key)
    if (isEmpty(given)) return
    if (!Array.isArray(given)) return this.#refuse({ field: key, rule: 'type' })
    if (given.length > Math.min(maxRows, MOST_ROWS))
      return this.#refuse({ field: key, rule: 'too_many', limit: maxRows })
    const rows = given.map((row: unknown, at) => {
      if (!isRecord(row)) this.#faults.set(rowPath(key, at), { field: rowPath(key, at), rule: 'type' })
      return { given: isRecord(row) ? row : {}, values: {} }
    })
    this.#rows.set(key, rows)
    this.#values[key] = rows.map(({ values }) => values)
  }

  #refuse(fault: FormFault): void {
    this.#faults.set(fault.field, fault)
    this.#values[fault.field] = UNREADABLE
  }

  #isVisible({ visible }: Field, values: Values, table?: string): boolean {
    return visible === undefined || holds(visible, this.#lookIn(values, table))
  }

  /** In a row its columns go before the fields of the form. */
  #lookIn(values: Values, table?: string): ValueOf {
    const columns = table === undefined ? undefined : this.#columns.get(table)
    return (key) => own(columns?.has(key) ? values : this.#values, key)
  }

  #isAsked(field: Field, values: Values, table?: string): boolean {
    if (field.type === 'formula' || field.type === 'note') return false
    const { required } = field
    return typeof required === 'boolean' ? required : holds(required, this.#lookIn(values, table))
  }

  /** The value that is kept; on the way what is missing is found. */
  #valueOf(field: Column, path: string, values: Values, table?: string): CellValue | undefined {
    const value = own(values, field.key)
    if (value === undefined && this.#shown.has(path) && this.#isAsked(field, values, table))
      this.#miss(path, { field: path, rule: 'required' })
    return this.#faults.has(path) || Number.isNaN(value) ? undefined : (value as CellValue | undefined)
  }

  #tableOf(field: TableField): FormValue | undefined {
    const { key, columns, minRows } = field
    const rows = this.#rows.get(key) ?? []
    const isThere = this.#shown.has(key) && !this.#faults.has(key)
    if (isThere && rows.length === 0 && (minRows > 0 || this.#isAsked(field, this.#values)))
      this.#miss(key, { field: key, rule: 'required' })
    else if (isThere && rows.length < minRows && rows.length > 0)
      this.#miss(key, { field: key, rule: 'too_few', limit: minRows })
    const read = rows.map(({ values }, at): Row => {
      const row: Row = {}
      for (const column of columns) {
        const value = this.#valueOf(column, cellPath(key, at, column.key), values, key)
        if (value !== undefined) row[column.key] = value
      }
      return row
    })
    return read.length > 0 ? read : undefined
  }

  #miss(path: string, fault: FormFault): void {
    if (!this.#faults.has(path)) this.#faults.set(path, fault)
  }

  /** What a formula lacks is told only if nothing else is wrong, as it is then the consequence of that. */
  #faultsInOrder(): FormFault[] {
    const faults = [...this.#unknown(), ...this.#paths().flatMap((path) => this.#faults.get(path) ?? [])]
    const others = faults.filter(({ rule }) => rule !== 'not_computed')
    return others.length > 0 ? others : faults
  }

  #paths(): string[] {
    return this.#checked.fields.flatMap((field) =>
      field.type === 'table'
        ? [field.key, ...(this.#rows.get(field.key) ?? []).flatMap((_, at) => pathsInRow(field, at))]
        : [field.key],
    )
  }

  #unknown(): FormFault[] {
    const top = Object.keys(this.#given).filter((key) => !this.#fields.has(key))
    const inRows = [...this.#rows].flatMap(([table, rows]) =>
      rows.flatMap(({ given }, at) =>
        Object.keys(given)
          .filter((key) => !this.#columns.get(table)?.has(key))
          .map((key) => cellPath(table, at, key)),
      ),
    )
    return [...top, ...inRows].map((field) => ({ field, rule: 'unknown' }))
  }
}

const pathsInRow = ({ key, columns }: TableField, at: number): string[] => [
  rowPath(key, at),
  ...columns.map((column) => cellPath(key, at, column.key)),
]

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
