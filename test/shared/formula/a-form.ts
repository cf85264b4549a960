import { checkFormula } from '../../../shared/formula/check.ts'
import { evaluateFormula, type FormulaResult, type TimeFunctions } from '../../../shared/formula/evaluate.ts'
import { toKnownFields, type FormulaField } from '../../../shared/formula/fields.ts'
import { parseFormula } from '../../../shared/formula/parse.ts'
import type { FormulaMistake } from '../../../shared/formula/tree.ts'
import type { CheckedFormula, FormulaType } from '../../../shared/formula/types.ts'

const required = true

const ROW: FormulaField[] = [
  { key: 'qty', type: 'number', integer: true, required },
  { key: 'price', type: 'money', currencies: ['CNY'], required },
  { key: 'amount', type: 'money', currencies: ['CNY'], required },
  { key: 'tip', type: 'money', currencies: ['CNY'] },
  { key: 'bill', type: 'money', currencies: ['CNY', 'USD'], required },
  { key: 'range', type: 'daterange', required },
  { key: 'proof', type: 'attachment' },
]

export const A_FORM: FormulaField[] = [
  { key: 'n', type: 'number', required },
  { key: 'm', type: 'number', required },
  { key: 'opt', type: 'number' },
  { key: 'maybe', type: 'number', required: { field: 'n', op: 'gt', value: 1 } },
  { key: 'shown', type: 'number', required, visible: { field: 'n', op: 'gt', value: 1 } },
  { key: 'km', type: 'number', required, unit: 'km' },
  { key: 'people', type: 'number', required, unit: { 'zh-CN': '人', 'en-US': 'people' } },
  { key: 'cny', type: 'money', currencies: ['CNY'], required },
  { key: 'usd', type: 'money', currencies: ['USD'], required },
  { key: 'jpy', type: 'money', currencies: ['JPY'], required },
  { key: 'kwd', type: 'money', currencies: ['KWD'], required },
  { key: 'fee', type: 'money', currencies: ['CNY', 'USD'], required },
  { key: 'leave', type: 'daterange', required },
  { key: 'off', type: 'daterange' },
  { key: 'extra', type: 'timespan', required },
  { key: 'reason', type: 'text', required },
  { key: 'quotes', type: 'attachment' },
  { key: 'items', type: 'table', columns: ROW },
  { key: 'legs', type: 'table', minRows: 1, columns: ROW },
  { key: 'sum', type: 'number', required },
  { key: 'if', type: 'number', required },
  { key: 'net-total', type: 'number', required },
  { key: 'constructor', type: 'number', required },
]

export const TIME: TimeFunctions = {
  days: () => '3',
  workdays: () => '1.5',
  hours: () => '3.5',
  workhours: () => '0.33333333333333333333',
}

/** The type, or the mistake as `column: message`. */
export function typeOf(text: string, form = A_FORM, row?: FormulaField[]): FormulaType | string {
  const { tree, mistake } = parseFormula(text)
  if (mistake) return said(mistake)
  const scope = { fields: toKnownFields(form), row: row && toKnownFields(row) }
  const { checked, mistake: wrong } = checkFormula(tree, scope)
  return wrong ? said(wrong) : checked.type
}

const said = ({ column, message }: FormulaMistake): string => `${column}: ${message}`

export const inRow = (text: string): FormulaType | string => typeOf(text, A_FORM, ROW)

/** The formula has to be right. */
export function checkedOf(text: string, form = A_FORM, row?: FormulaField[]): CheckedFormula {
  const { tree, mistake } = parseFormula(text)
  if (mistake) throw new Error(said(mistake))
  const scope = { fields: toKnownFields(form), row: row && toKnownFields(row) }
  const { checked, mistake: wrong } = checkFormula(tree, scope)
  if (wrong) throw new Error(said(wrong))
  return checked
}

/** What a formula comes to that is right. */
export function resultOf(
  text: string,
  values: Record<string, unknown> = {},
  row?: Record<string, unknown>,
  form = A_FORM,
): FormulaResult {
  return evaluateFormula(checkedOf(text, form, row && ROW), values, TIME, row)
}
