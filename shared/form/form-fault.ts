import type { LocalizedWords } from '../languages.ts'

/** What can be wrong with one field; `limit` is the bound that was crossed. */
export type FormRule =
  | 'unknown'
  | 'required'
  | 'incomplete'
  | 'type'
  | 'inexact'
  | 'too_long'
  | 'too_small'
  | 'too_large'
  | 'too_many'
  | 'too_few'
  | 'repeated'
  | 'not_an_option'
  | 'options_unavailable'
  | 'choose_again'
  | 'not_a_date'
  | 'ends_before_start'
  | 'not_a_time'
  | 'no_such_time'
  | 'too_many_hours'
  | 'not_a_link'
  | 'not_a_phone'
  | 'not_a_number'
  | 'pattern'
  | 'currency'
  | 'decimals'
  | 'whole'
  | 'too_many_decimals'
  | 'not_whole'
  | 'not_computed'
  | 'two_currencies'
  | 'division_by_zero'

/**
 * `field`: the key of a field, `items[2]` for a row (counted from 0), `items[2].amount` for a value in one.
 * `currencies`: the two that cannot be reckoned together. `words`: those that the definition has for it.
 */
export type FormFault = {
  field: string
  rule: FormRule
  limit?: number | undefined
  currencies?: readonly string[] | undefined
  words?: LocalizedWords | undefined
}

export const rowPath = (table: string, row: number): string => `${table}[${row}]`
export const cellPath = (table: string, row: number, column: string): string =>
  `${rowPath(table, row)}.${column}`
