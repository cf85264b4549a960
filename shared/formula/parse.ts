import { nearest } from '../nearest.ts'
import { FORMULA_FUNCTIONS, FUNCTION_NAMES, isFormulaFunction, takes } from './functions.ts'
import { readToken, type FormulaToken } from './tokens.ts'
import {
  FormulaError,
  type FormulaComparator,
  type FormulaMistake,
  type FormulaOperator,
  type FormulaTree,
} from './tree.ts'

const MOST_CHARACTERS = 1_000
/** Of brackets, calls and signs within each other. */
const MOST_DEPTH = 32
const MOST_NODES = 200

/** Where the reading of a text is: `token` is the next one that nobody has taken. */
type Reader = { text: string; token: FormulaToken; depth: number; nodes: number }

/**
 * The tree of a formula, or what is wrong with its text. `*` and `/` bind closer than `+` and `-`, a sign closest;
 * what binds alike is reckoned from the left. A name with a bracket behind it is a function and any other one a
 * field, so a field may be called `sum` or `if`. What a name means, `check` says.
 */
export function parseFormula(
  text: string,
): { tree: FormulaTree; mistake?: never } | { tree?: never; mistake: FormulaMistake } {
  try {
    if (text.length > MOST_CHARACTERS)
      throw new FormulaError(MOST_CHARACTERS + 1, `is longer than ${MOST_CHARACTERS} characters`)
    if (text.trim() === '') throw new FormulaError(1, 'is empty')
    const reader: Reader = { text, token: readToken(text, 0), depth: 0, nodes: 0 }
    const tree = readTerms(reader)
    if (reader.token.kind !== 'end') throw leftOver(reader.token)
    return { tree }
  } catch (error) {
    if (error instanceof FormulaError) return { mistake: error.mistake }
    throw error
  }
}

function leftOver({ kind, text, at }: FormulaToken): FormulaError {
  if (kind !== 'sign' || text === '(')
    return new FormulaError(
      at,
      `an operator is missing before ${text}: one of + - * /, with spaces around a minus`,
    )
  if (text === ')') return new FormulaError(at, 'this ) closes nothing')
  if (text === ',')
    return new FormulaError(at, 'a comma separates the values of a function, and stands in none')
  return new FormulaError(at, `${text} compares, which stands only as the first value of if: if(a > b, x, y)`)
}

const readTerms = (reader: Reader): FormulaTree => readChain(reader, ['+', '-'], readFactors)
const readFactors = (reader: Reader): FormulaTree => readChain(reader, ['*', '/'], readFactor)

/** In a loop, so that a long sum takes no more depth than a short one. */
function readChain(
  reader: Reader,
  operators: readonly FormulaOperator[],
  readOne: (reader: Reader) => FormulaTree,
): FormulaTree {
  let left = readOne(reader)
  for (;;) {
    const { text, at } = reader.token
    const op = operators.find((one) => one === text)
    if (op === undefined) return left
    take(reader)
    left = counted(reader, { kind: 'binary', at, op, left, right: readOne(reader) })
  }
}

function readFactor(reader: Reader): FormulaTree {
  const { kind, text, at } = reader.token
  take(reader)
  if (kind === 'number') return counted(reader, { kind: 'number', at, text })
  if (kind === 'name') return isNext(reader, '(') ? readCall(reader, text, at) : readField(reader, text, at)
  if (text === '-')
    return counted(reader, { kind: 'minus', at, of: within(reader, at, () => readFactor(reader)) })
  if (text === '(') {
    return within(reader, at, () => {
      const inner = readTerms(reader)
      close(reader, at)
      return inner
    })
  }
  if (kind === 'end') throw new FormulaError(at, 'ends too early: a number, a field or a bracket is missing')
  throw new FormulaError(at, `${text} cannot stand here: a number, a field or a bracket is missing before it`)
}

function readField(reader: Reader, name: string, at: number): FormulaTree {
  const [key = '', column] = name.split('.')
  return counted(reader, { kind: 'field', at, key, column })
}

function readCall(reader: Reader, name: string, at: number): FormulaTree {
  const opensAt = reader.token.at
  take(reader)
  return within(reader, at, () => {
    if (name === 'if') return readChoice(reader, at, opensAt)
    if (!isFormulaFunction(name)) throw new FormulaError(at, noFunction(name))
    const args = isNext(reader, ')') ? [] : [readTerms(reader)]
    while (isNext(reader, ',')) {
      take(reader)
      args.push(readTerms(reader))
    }
    close(reader, opensAt)
    if (takes(name, args.length)) return counted(reader, { kind: 'call', at, name, args })
    throw new FormulaError(at, `${name} takes other values than that: ${FORMULA_FUNCTIONS[name].form}`)
  })
}

function noFunction(name: string): string {
  const guess = nearest(name, FUNCTION_NAMES)
  const meant = guess === undefined ? '' : `; did you mean ${guess}?`
  return `there is no function ${name}, only ${FUNCTION_NAMES.join(', ')}${meant}`
}

function readChoice(reader: Reader, at: number, opensAt: number): FormulaTree {
  const left = readTerms(reader)
  const op = COMPARATORS.find((one) => one === reader.token.text)
  if (op === undefined)
    throw new FormulaError(
      reader.token.at,
      'if begins with a comparison, one of < <= > >= = !=: if(a > b, x, y)',
    )
  take(reader)
  const right = readTerms(reader)
  const yes = readNext(reader)
  const no = readNext(reader)
  close(reader, opensAt)
  return counted(reader, { kind: 'if', at, op, left, right, yes, no })
}

const COMPARATORS: readonly FormulaComparator[] = ['<', '<=', '>', '>=', '=', '!=']

function readNext(reader: Reader): FormulaTree {
  if (!isNext(reader, ','))
    throw new FormulaError(reader.token.at, 'if takes a comparison and two values: if(a > b, x, y)')
  take(reader)
  return readTerms(reader)
}

function close(reader: Reader, opensAt: number): void {
  const { kind, at } = reader.token
  if (isNext(reader, ')')) return take(reader)
  if (kind === 'end') throw new FormulaError(opensAt, 'this ( is never closed')
  if (isNext(reader, ','))
    throw new FormulaError(at, 'this comma is one too many: no further value is taken here')
  throw leftOver(reader.token)
}

const isNext = (reader: Reader, sign: string): boolean => reader.token.text === sign

function take(reader: Reader): void {
  const { text, at } = reader.token
  reader.token = readToken(reader.text, at - 1 + text.length)
}

/** A text can ask for any depth, so it is counted before the stack is. */
function within(reader: Reader, at: number, read: () => FormulaTree): FormulaTree {
  reader.depth += 1
  if (reader.depth > MOST_DEPTH) throw new FormulaError(at, `is nested more than ${MOST_DEPTH} deep`)
  const tree = read()
  reader.depth -= 1
  return tree
}

function counted(reader: Reader, tree: FormulaTree): FormulaTree {
  reader.nodes += 1
  if (reader.nodes > MOST_NODES)
    throw new FormulaError(tree.at, `has more than ${MOST_NODES} numbers, fields and operators`)
  return tree
}
