import { hiddenIn } from '../../person-text.ts'
import { exampleOf } from './example.ts'
import { ANY, only } from './letters.ts'
import {
  PatternError,
  type LetterSet,
  type Pattern,
  type PatternMistake,
  type PatternStep,
} from './pattern.ts'
import { ahead, isNext, type PatternReader } from './reader.ts'
import { MOST_STEPS, readRepeat, repeated, tooMany } from './repeats.ts'
import { readClass, readEscape } from './sets.ts'

const MOST_LETTERS = 1_000
/** Of brackets within each other. */
const MOST_DEPTH = 32

/**
 * What a pattern takes, or what is wrong with it. It is of the whole text, as HTML's `pattern` is, and read as
 * JavaScript reads it with the flag `u`, without what would take more time than steps times letters (repeating what
 * brackets held, looking ahead and behind). It is counted while it is read, so that none takes more than its bounds.
 */
export function parsePattern(
  regex: string,
): { pattern: Pattern; mistake?: never } | { pattern?: never; mistake: PatternMistake } {
  try {
    const letters = Array.from(regex)
    refuseStrangeText(regex, letters)
    const reader: PatternReader = { letters, at: 0, depth: 0, sets: [] }
    const steps = readAlternatives(reader)
    if (isNext(reader, ')'))
      throw new PatternError(reader.at, 'this ) closes nothing: to mean the sign, write \\)')
    const pattern: Pattern = { sets: reader.sets, steps }
    if (exampleOf(pattern) === undefined) throw new PatternError(0, FITS_NOTHING)
    return { pattern }
  } catch (error) {
    if (error instanceof PatternError) return { mistake: error.mistake }
    throw error
  }
}

const FITS_NOTHING =
  'no text can fit: ^ is only at the beginning and $ only at the end, and no text is empty or has spaces around it'

function refuseStrangeText(regex: string, letters: readonly string[]): void {
  if (regex === '') throw new PatternError(0, 'is empty')
  if (letters.length > MOST_LETTERS)
    throw new PatternError(MOST_LETTERS, `is longer than ${MOST_LETTERS} characters`)
  if (/^\/.*\/[a-z]*$/.test(regex))
    throw new PatternError(
      0,
      'is written without slashes around it and flags behind: to mean a slash, write \\/',
    )
  letters.forEach((letter, at) => {
    if (letter === '\t' || letter === '\n')
      throw new PatternError(at, 'no text has a tab or the end of a line: write the pattern on one line')
    const hidden = hiddenIn(`a${letter}a`)
    if (hidden !== undefined) throw new PatternError(at, `${hidden} is in no text: leave it out`)
  })
}

function readAlternatives(reader: PatternReader): readonly PatternStep[] {
  const at = reader.at
  let steps = readSequence(reader)
  while (isNext(reader, '|')) {
    reader.at += 1
    const others = readSequence(reader)
    steps = [['or', steps.length + 2], ...steps, ['go', others.length + 1], ...others]
    if (steps.length > MOST_STEPS) throw tooMany(at)
  }
  return steps
}

function readSequence(reader: PatternReader): readonly PatternStep[] {
  const steps: PatternStep[] = []
  for (;;) {
    const { at, letters } = reader
    const letter = letters[at]
    if (letter === undefined || letter === '|' || letter === ')') return steps
    const one = readOne(reader, letter)
    const repeat = readRepeat(reader)
    if (repeat && (letter === '^' || letter === '$'))
      throw new PatternError(at + 1, `${letter} takes no letter, so it cannot be repeated`)
    steps.push(...(repeat ? repeated(one, repeat, at) : one))
    if (steps.length > MOST_STEPS) throw tooMany(at)
  }
}

function readOne(reader: PatternReader, letter: string): readonly PatternStep[] {
  const { at } = reader
  reader.at += 1
  switch (letter) {
    case '(':
      return readGroup(reader)
    case '[':
      return taking(reader, readClass(reader))
    case '\\':
      return taking(reader, readEscape(reader))
    case '.':
      return taking(reader, ANY)
    case '^':
      return [['start', 0]]
    case '$':
      return [['end', 0]]
    case '*':
    case '+':
    case '?':
      throw new PatternError(at, `${letter} has nothing to repeat: to mean the sign, write \\${letter}`)
    case '{':
    case '}':
    case ']':
      throw new PatternError(at, `this ${letter} belongs to nothing: to mean the sign, write \\${letter}`)
    default:
      return taking(reader, only(letter.codePointAt(0) ?? 0))
  }
}

function taking({ sets }: PatternReader, set: LetterSet): readonly PatternStep[] {
  return [['letter', sets.push(set) - 1]]
}

/** What stands behind a `(`. A text can ask for any depth, so it is counted before the stack is. */
function readGroup(reader: PatternReader): readonly PatternStep[] {
  const opensAt = reader.at - 1
  if (reader.depth === MOST_DEPTH) throw new PatternError(opensAt, `is nested more than ${MOST_DEPTH} deep`)
  reader.depth += 1
  if (isNext(reader, '?')) {
    const text = ahead(reader)
    if (!text.startsWith('?:')) throw new PatternError(opensAt, noGroup(text))
    reader.at += 2
  }
  const steps = readAlternatives(reader)
  if (!isNext(reader, ')'))
    throw new PatternError(opensAt, 'this ( is never closed: to mean the sign, write \\(')
  reader.at += 1
  reader.depth -= 1
  return steps
}

function noGroup(text: string): string {
  if (/^\?<?[=!]/.test(text))
    return 'looking ahead or behind is not possible here: write what may stand there'
  if (/^\?(?:P?<|'|P[=>])/.test(text)) return 'brackets have no names here: write (…)'
  if (/^\?>/.test(text)) return 'is written (?:…): there is nothing to gain by (?>…) here'
  if (/^\?#/.test(text)) return 'there are no comments in a pattern'
  return 'there are no flags: for letters of either case write both, as in [Aa]'
}
