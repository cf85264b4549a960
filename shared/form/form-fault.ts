/** What can be wrong with one field; `limit` is the bound that was crossed. */
export type FormRule =
  | 'unknown'
  | 'required'
  | 'type'
  | 'inexact'
  | 'too_long'
  | 'too_small'
  | 'too_large'
  | 'too_many'
  | 'repeated'
  | 'not_an_option'
  | 'not_a_date'
  | 'ends_before_start'
  | 'not_a_time'
  | 'no_such_time'
  | 'too_many_hours'
  | 'currency'
  | 'decimals'
  | 'whole'

export type FormFault = { field: string; rule: FormRule; limit?: number | undefined }
