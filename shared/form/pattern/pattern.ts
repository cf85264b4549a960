/** Code points at which a set begins and ends to hold letters, in turns and in order: `[48, 58]` are the digits. */
export type LetterSet = readonly number[]

/**
 * `letter` takes one of the set with that index, `or` goes to the next step and so many further, `go` so many further
 * alone; `start` and `end` pass at the ends of the text.
 */
export type PatternStep = readonly [kind: 'letter' | 'or' | 'go' | 'start' | 'end', by: number]

/** A pattern as it was read. Plain data: a page can be given what the server read. A text fits behind the last step. */
export type Pattern = { sets: readonly LetterSet[]; steps: readonly PatternStep[] }

/** What is wrong with the text of a pattern, in words for whoever wrote it. `column` counts letters from 1. */
export type PatternMistake = { column: number; message: string }

/** Ends the reading of one pattern; never leaves this folder. `at` counts letters from 0. */
export class PatternError extends Error {
  readonly mistake: PatternMistake

  constructor(at: number, message: string) {
    super(message)
    this.mistake = { column: at + 1, message }
  }
}
