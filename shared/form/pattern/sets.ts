import { CLASSES, HAN, only, onlyOne, union, without } from './letters.ts'
import { PatternError, type LetterSet } from './pattern.ts'
import { ahead, isNext, type PatternReader } from './reader.ts'

/** What stands behind a `[`. */
export function readClass(reader: PatternReader): LetterSet {
  const opensAt = reader.at - 1
  const isNot = isNext(reader, '^')
  if (isNot) reader.at += 1
  if (isNext(reader, ']')) throw new PatternError(opensAt, 'is empty: to mean a ], write \\]')
  const sets: LetterSet[] = []
  while (!isNext(reader, ']')) {
    if (reader.at >= reader.letters.length) throw new PatternError(opensAt, 'this [ is never closed')
    sets.push(readRange(reader))
  }
  reader.at += 1
  const set = isNot ? without(union(sets)) : union(sets)
  if (set.length === 0) throw new PatternError(opensAt, 'leaves no letter')
  return set
}

/** One letter or class, or from one letter to another. A minus at either end of the brackets is one. */
function readRange(reader: PatternReader): LetterSet {
  const { at, letters } = reader
  const first = readLetter(reader)
  const behind = letters[reader.at + 1]
  if (!isNext(reader, '-') || behind === ']' || behind === undefined) return first
  reader.at += 1
  const [from, to] = [onlyOne(first), onlyOne(readLetter(reader))]
  if (from === undefined || to === undefined)
    throw new PatternError(at, 'a range is from one letter to another: to mean a minus, write \\-')
  if (from > to) throw new PatternError(at, 'this range ends before it begins: swap its letters')
  return [from, to + 1]
}

function readLetter(reader: PatternReader): LetterSet {
  const letter = reader.letters[reader.at] ?? ''
  if (letter === '[' && reader.letters[reader.at + 1] === ':')
    throw new PatternError(reader.at, '[:…:] is not known: write the letters, as in a-zA-Z0-9')
  reader.at += 1
  return letter === '\\' ? readEscape(reader) : only(letter.codePointAt(0) ?? 0)
}

/** What stands behind a backslash. */
export function readEscape(reader: PatternReader): LetterSet {
  const at = reader.at - 1
  const text = ahead(reader)
  const [letter] = text
  if (letter === undefined)
    throw new PatternError(at, 'nothing follows this \\: to mean the sign, write \\\\')
  const han = /^[pP]\{(?:(?:Script|sc)=)?Han\}/.exec(text)?.[0]
  const code = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\})/i.exec(text)
  reader.at += (han ?? code?.[0] ?? letter).length
  if (han !== undefined) return letter === 'p' ? HAN : without(HAN)
  if (code) return only(codeOf(parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16), at))
  const control = 'tnvfr'.indexOf(letter)
  if (control >= 0) return only(9 + control)
  const set = CLASSES.get(letter)
  if (set) return set
  if (/^[!-/:-@[-`{-~ ]/.test(letter)) return only(letter.charCodeAt(0))
  throw new PatternError(at, unknown(letter))
}

function codeOf(code: number, at: number): number {
  if (code > 0x10ffff) throw new PatternError(at, 'is beyond the last letter, which is \\u{10FFFF}')
  if (code >= 0xd800 && code <= 0xdfff)
    throw new PatternError(at, 'is half of a letter: write the whole of it, as in \\u{1F600}')
  return code
}

function unknown(letter: string): string {
  if (/[1-9k]/.test(letter)) return `\\${letter} repeats what brackets held, which is not possible here`
  if (/[bB]/.test(letter)) return `\\${letter} is not known: write what may stand there, as in (?: .*)?`
  if (/[AzZG]/.test(letter)) return `\\${letter} is not needed: the whole text has to fit`
  if (/[pP]/.test(letter))
    return `of \\${letter} only \\${letter}{Han} is known: write ranges, as in [A-Za-zÀ-ÿ]`
  if (/[xu]/.test(letter)) return 'letters by number are written \\x2F, \\u4E00 or \\u{1F600}'
  return `\\${letter} means nothing here: to mean the letter, leave the \\ out`
}
