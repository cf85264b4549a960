import type { LetterSet } from './pattern.ts'

/** Where the reading of a pattern is: `at` is the next letter that nobody has taken. */
export type PatternReader = { letters: readonly string[]; at: number; depth: number; sets: LetterSet[] }

export const isNext = (reader: PatternReader, letter: string): boolean => reader.letters[reader.at] === letter

/** What stands next, as a text: of what is looked for in it nothing is longer. */
export const ahead = ({ letters, at }: PatternReader): string => letters.slice(at, at + 16).join('')
