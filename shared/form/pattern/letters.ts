import type { LetterSet } from './pattern.ts'

const BEHIND_ALL = 0x110000

const DIGITS: LetterSet = [0x30, 0x3a]
const WORD: LetterSet = [0x30, 0x3a, 0x41, 0x5b, 0x5f, 0x60, 0x61, 0x7b]
/** As `\s` of JavaScript: Unicode's spaces, ends of lines, and the mark in front of files. */
const SPACES: LetterSet = [
  ...[0x9, 0xe, 0x20, 0x21, 0xa0, 0xa1, 0x1680, 0x1681, 0x2000, 0x200b, 0x2028, 0x202a, 0x202f, 0x2030],
  ...[0x205f, 0x2060, 0x3000, 0x3001, 0xfeff, 0xff00],
]
/** Unicode's script Han, with what it keeps free for it in planes 2 and 3. */
export const HAN: LetterSet = [
  ...[0x2e80, 0x2e9a, 0x2e9b, 0x2ef4, 0x2f00, 0x2fd6, 0x3005, 0x3006, 0x3007, 0x3008, 0x3021, 0x302a],
  ...[0x3038, 0x303c, 0x3400, 0x4dc0, 0x4e00, 0xa000, 0xf900, 0xfa6e, 0xfa70, 0xfada],
  ...[0x16fe2, 0x16fe4, 0x16ff0, 0x16ff7, 0x20000, 0x2fffe, 0x30000, 0x3fffe],
]
const LINE_ENDS: LetterSet = [0xa, 0xb, 0xd, 0xe, 0x2028, 0x202a]

export const ANY = without(LINE_ENDS)

/** What a letter means behind a backslash: `\d` and the like. */
export const CLASSES: ReadonlyMap<string, LetterSet> = new Map([
  ['d', DIGITS],
  ['w', WORD],
  ['s', SPACES],
  ['D', without(DIGITS)],
  ['W', without(WORD)],
  ['S', without(SPACES)],
])

export const only = (letter: number): LetterSet => [letter, letter + 1]

/** The letter, if it is the only one of its set. */
export function onlyOne([from = 0, to, ...more]: LetterSet): number | undefined {
  return to === from + 1 && more.length === 0 ? from : undefined
}

export function without(set: LetterSet): LetterSet {
  const inner = set[0] === 0 ? set.slice(1) : [0, ...set]
  return inner[inner.length - 1] === BEHIND_ALL ? inner.slice(0, -1) : [...inner, BEHIND_ALL]
}

/** Of sets that may overlap. */
export function union(sets: readonly LetterSet[]): LetterSet {
  const bounds: number[] = []
  for (const [from, to] of rangesOf(sets).sort(([one], [other]) => one - other)) {
    const last = bounds[bounds.length - 1] ?? -1
    if (from > last) bounds.push(from, to)
    else bounds[bounds.length - 1] = Math.max(last, to)
  }
  return bounds
}

function rangesOf(sets: readonly LetterSet[]): (readonly [from: number, to: number])[] {
  const ranges: (readonly [number, number])[] = []
  for (const set of sets)
    for (let at = 0; at < set.length; at += 2) ranges.push([set[at] ?? 0, set[at + 1] ?? BEHIND_ALL])
  return ranges
}
