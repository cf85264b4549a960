import { hiddenIn } from '../person-text.ts'
import { MOST_DECIMALS, MOST_WHOLE_DIGITS } from './exact.ts'
import { FormulaError } from './tree.ts'

/** `at` is the column, from 1. */
export type FormulaToken = { kind: 'number' | 'name' | 'sign' | 'end'; text: string; at: number }

const SPACE = /[ \t\r\n]*/y
const WORD = /[\w.]+/y
const NUMBER = /^(\d+)(?:\.(\d+))?$/
const KEY = '[A-Za-z][A-Za-z0-9_-]*'
const NAME = new RegExp(`${KEY}(?:\\.${KEY})?`, 'y')
const SIGN = /<=|>=|!=|[-+*/(),<>=]/y

/** What is typed in place of a sign, and the sign. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...['×*', '＊*', '·*', '÷/', '／/', '（(', '）)', '[(', '])', '，,', '、,', ';,', '；,'].map(pair),
  ...['＋+', '－-', '−-', '–-', '—-', '＜<', '＞>', '＝=', '≤<=', '≥>=', '≠!=', '．.', '。.'].map(pair),
])

function pair(both: string): [string, string] {
  return [both.charAt(0), both.slice(1)]
}

/**
 * The next one behind so many characters. A minus within a key belongs to it (`net-total` is one field), so whoever
 * subtracts fields puts a space in front of the minus; no field that is added later changes what a formula means.
 */
export function readToken(text: string, from: number): FormulaToken {
  const start = from + found(SPACE, text, from).length
  if (start === text.length) return { kind: 'end', text: '', at: start + 1 }
  if (/[0-9.]/.test(text.charAt(start))) return readNumber(text, start)
  const name = found(NAME, text, start)
  if (name !== '') return readName(text, start, name)
  const sign = found(SIGN, text, start)
  if (sign !== '') return { kind: 'sign', text: sign, at: start + 1 }
  throw new FormulaError(start + 1, strange(text, start))
}

function readNumber(text: string, start: number): FormulaToken {
  const word = found(WORD, text, start)
  const parts = NUMBER.exec(word)
  const fail = (message: string): FormulaError => new FormulaError(start + 1, message)
  if (!parts)
    throw fail(`${brief(word)} is no number: it is digits, and a point only with digits on both sides`)
  const [, whole = '', decimals = ''] = parts
  if (whole.length > MOST_WHOLE_DIGITS)
    throw fail(`has more than ${MOST_WHOLE_DIGITS} digits before the point`)
  if (decimals.length > MOST_DECIMALS) throw fail(`has more than ${MOST_DECIMALS} digits behind the point`)
  return { kind: 'number', text: word, at: start + 1 }
}

function readName(text: string, start: number, name: string): FormulaToken {
  if (text.charAt(start + name.length) !== '.') return { kind: 'name', text: name, at: start + 1 }
  const message = 'a column is written with one point and its key behind it, as in items.amount'
  throw new FormulaError(start + name.length + 1, message)
}

function strange(text: string, start: number): string {
  const letter = String.fromCodePoint(text.codePointAt(start) ?? 0)
  const meant = LOOKALIKES.get(letter)
  if (meant !== undefined) return `${letter} is written ${meant} in a formula`
  if (letter === '%') return 'there are no percent signs: 5% is written 0.05'
  const shown = hiddenIn(letter) ?? (letter.trim() === '' ? 'a special space' : letter)
  return `${shown} cannot stand in a formula: fields are named by their key`
}

const brief = (word: string): string => (word.length > 40 ? `${word.slice(0, 40)}…` : word)

/** What stands at a place, empty where nothing does. */
function found(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
