import { PatternError, type PatternStep } from './pattern.ts'
import { ahead, isNext, type PatternReader } from './reader.ts'

/** What is repeated stands in a pattern so often. */
export const MOST_STEPS = 2_000
const MOST_TIMES = 1_000

type Repeat = { least: number; most: number }

const SIGNS: ReadonlyMap<string, Repeat> = new Map([
  ['*', { least: 0, most: Infinity }],
  ['+', { least: 1, most: Infinity }],
  ['?', { least: 0, most: 1 }],
])

/** How often what stands before it is repeated; undefined where nothing says so. */
export function readRepeat(reader: PatternReader): Repeat | undefined {
  const { at, letters } = reader
  const sign = SIGNS.get(letters[at] ?? '')
  if (!sign && !isNext(reader, '{')) return undefined
  const repeat = sign ?? readCount(reader)
  if (sign) reader.at += 1
  // As few as possible or as many: the whole text fits or does not.
  if (isNext(reader, '?')) reader.at += 1
  if (isNext(reader, '+'))
    throw new PatternError(reader.at, 'this + is one too many: repeats never give less than they can')
  if (SIGNS.has(letters[reader.at] ?? '') || isNext(reader, '{'))
    throw new PatternError(reader.at, 'what is repeated already is repeated again only in brackets: (?:a+)*')
  return repeat
}

function readCount(reader: PatternReader): Repeat {
  const fail = (message: string): PatternError => new PatternError(reader.at, message)
  const found = /^\{(\d+)(,(\d+)?)?\}/.exec(ahead(reader))
  if (!found) throw fail('counts are written {2}, {2,} or {2,5}: to mean the sign, write \\{')
  const [text, first = '', comma, last] = found
  const least = Number(first)
  const most = comma === undefined ? least : last === undefined ? Infinity : Number(last)
  if (Math.max(least, Number(last ?? 0)) > MOST_TIMES) throw fail(`repeats more than ${MOST_TIMES} times`)
  if (least > most) throw fail(`${text} has the larger number first: write {${most},${least}}`)
  reader.at += text.length
  return { least, most }
}

/** Counted before it is copied, as each repeat around others multiplies them. `at`: where they stand. */
export function repeated(
  steps: readonly PatternStep[],
  { least, most }: Repeat,
  at: number,
): readonly PatternStep[] {
  const copies = Math.max(least, most === Infinity ? 1 : most)
  const size = steps.length * copies + (most === Infinity ? 2 : most - least)
  if (size > MOST_STEPS) throw tooMany(at)
  const fixed = Array.from({ length: most === Infinity ? copies : least }, () => steps).flat()
  if (most === Infinity) {
    const loop = [...fixed, ['or', -steps.length] as const]
    return least === 0 ? [['or', loop.length + 1], ...loop] : loop
  }
  const optional = Array.from({ length: most - least }, (_, done): PatternStep[] => [
    ['or', (most - least - done) * (steps.length + 1)],
    ...steps,
  ])
  return [...fixed, ...optional.flat()]
}

export function tooMany(at: number): PatternError {
  const message = `repeats too much: written out, a pattern may have ${MOST_STEPS} letters and signs`
  return new PatternError(at, message)
}
