/** A formula as it was read. Plain data: a page can be given what the server checked. `at` is the column, from 1. */
export type FormulaTree =
  | { kind: 'number'; at: number; text: string }
  | { kind: 'field'; at: number; key: string; column: string | undefined }
  | { kind: 'minus'; at: number; of: FormulaTree }
  | { kind: 'binary'; at: number; op: FormulaOperator; left: FormulaTree; right: FormulaTree }
  | { kind: 'call'; at: number; name: FormulaFunction; args: FormulaTree[] }
  | FormulaChoice

/** `if(left op right, yes, no)`. */
export type FormulaChoice = {
  kind: 'if'
  at: number
  op: FormulaComparator
  left: FormulaTree
  right: FormulaTree
  yes: FormulaTree
  no: FormulaTree
}

export type FormulaOperator = '+' | '-' | '*' | '/'
export type FormulaComparator = '<' | '<=' | '>' | '>=' | '=' | '!='

/** What is gathered from columns and single fields, leaving out what is empty. */
export type FormulaGathering = 'sum' | 'count' | 'min' | 'max'
/** What is counted of a time, given in from outside. */
export type FormulaTime = 'days' | 'workdays' | 'hours' | 'workhours'
export type FormulaFunction = FormulaGathering | FormulaTime | 'round'

export type FormulaNode<K extends FormulaTree['kind']> = Extract<FormulaTree, { kind: K }>

/** What is wrong with the text of a formula, in words for whoever wrote it. `column` counts from 1. */
export type FormulaMistake = { column: number; message: string }

/** Ends the reading or checking of one formula; never leaves this folder. */
export class FormulaError extends Error {
  readonly mistake: FormulaMistake

  constructor(at: number, message: string) {
    super(message)
    this.mistake = { column: at, message }
  }
}
