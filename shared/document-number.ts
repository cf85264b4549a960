import type { Day } from './time/days.ts'

/** What an approval is called by: given as it starts, once, and kept. `count` is its place in the period. */
export type DocumentNumber = { text: string; period: string; count: number }

/** A run of numbers: a definition's, in one period. */
export type NumberSeries = { definition: string; period: string; text: (count: number) => string }

type DatePart = 'yyyy' | 'yy' | 'MM' | 'dd'
type Part =
  | { kind: 'text'; text: string }
  | { kind: 'date'; parts: readonly DatePart[] }
  | { kind: 'count'; digits: number }

/** How a definition numbers its approvals. */
export type NumberFormat = readonly Part[]

const MOST_DIGITS = 10
/** Of a number with no more digits than its format has zeros. */
const LONGEST = 40
/** With as many digits as a count can have. */
export const LONGEST_NUMBER = 64

/** What stands in names of files, addresses and searches as it is. */
const LITERAL = /[A-Za-z0-9\u4e00-\u9fff._-]/
const EDGE = /^[._-]|[._-]$/
const TOKEN = /\{([^{}]*)\}|([^{}]+)|([{}])/g
const DATE = /^(?:yyyy|yy|MM|dd)+$/

type Read = { format: NumberFormat; fault?: never } | { format?: never; fault: string }

/** A format as a file writes it, or what is wrong with it. */
export function readNumberFormat(written: string): Read {
  const format: Part[] = []
  for (const [, inside, literal, brace] of written.matchAll(TOKEN)) {
    if (brace !== undefined) return { fault: `has a ${brace} that belongs to no pair` }
    const part = inside === undefined ? readLiteral(literal ?? '') : readPlaceholder(inside)
    if (typeof part === 'string') return { fault: part }
    format.push(part)
  }
  const fault = faultOf(format)
  return fault === undefined ? { format } : { fault }
}

function readLiteral(text: string): Part | string {
  const strange = Array.from(text).find((letter) => !LITERAL.test(letter))
  if (strange === undefined) return { kind: 'text', text }
  const shown = strange.trim() === '' ? 'a blank' : strange
  return `has ${shown}, but besides placeholders there may be letters, digits, Chinese characters and . _ - alone: it has to fit into names of files and addresses`
}

function readPlaceholder(inside: string): Part | string {
  if (/^0+$/.test(inside)) {
    if (inside.length <= MOST_DIGITS) return { kind: 'count', digits: inside.length }
    return `counts with ${inside.length} digits, and ${MOST_DIGITS} are the most`
  }
  if (DATE.test(inside)) return { kind: 'date', parts: (inside.match(/yyyy|yy|MM|dd/g) ?? []) as DatePart[] }
  return `has {${inside.slice(0, 40)}}, but a number knows {yyyy}, {yy}, {MM} and {dd}, together as in {yyyyMM} too, and {0000} for the digits that count`
}

function faultOf(format: NumberFormat): string | undefined {
  const counts = format.filter(({ kind }) => kind === 'count').length
  if (counts === 0)
    return 'has no digits that count: add {0000}, with as many zeros as there are digits at least'
  if (counts > 1) return 'counts in two places: keep one of the runs of zeros'
  const dates = datesIn(format)
  const years = dates.filter((part) => part === 'yyyy' || part === 'yy').length
  const [months, days] = (['MM', 'dd'] as const).map(
    (wanted) => dates.filter((part) => part === wanted).length,
  )
  if (years > 1 || (months ?? 0) > 1 || (days ?? 0) > 1) return 'says the year, the month or the day twice'
  if (days && !months)
    return 'has a day without its month, so a day of the next month would go on counting: add {MM}'
  if (months && years === 0)
    return 'has a month without its year, so the same month of the next year would go on counting: add {yyyy}'
  const sample = textOf(format, '2000-01-01', 0)
  if (EDGE.test(sample)) return 'begins or ends with one of . _ -'
  return sample.length > LONGEST
    ? `makes numbers of ${sample.length} characters, and ${LONGEST} are the most`
    : undefined
}

const datesIn = (format: NumberFormat): DatePart[] =>
  format.flatMap((part) => (part.kind === 'date' ? part.parts : []))

const dateText = (part: DatePart, day: Day): string =>
  ({ yyyy: day.slice(0, 4), yy: day.slice(2, 4), MM: day.slice(5, 7), dd: day.slice(8, 10) })[part]

function textOf(format: NumberFormat, day: Day, count: number): string {
  return format
    .map((part) => {
      if (part.kind === 'text') return part.text
      // More than its digits hold: it grows longer, and never begins anew.
      if (part.kind === 'count') return String(count).padStart(part.digits, '0')
      return part.parts.map((one) => dateText(one, day)).join('')
    })
    .join('')
}

/** The numbers that a definition gives on a day: another year, month or day in them is another series. */
export function seriesOf(definition: string, format: NumberFormat, day: Day): NumberSeries {
  return {
    definition,
    period: datesIn(format)
      .map((part) => dateText(part, day))
      .join(''),
    text: (count) => textOf(format, day, count),
  }
}

/** The same for formats that give the same numbers, whatever they are written like. */
export const numbersAlike = (format: NumberFormat): string =>
  foldNumber(
    format
      .map((part) => {
        if (part.kind === 'text') return part.text
        return part.kind === 'count' ? '{0}' : part.parts.map((one) => `{${one}}`).join('')
      })
      .join(''),
  )

/** By what a number is looked for: letters in upper and lower case, wide and narrow, are the same. */
export const foldNumber = (text: string): string => text.trim().normalize('NFKC').toLowerCase()

/** Whether it could be a number, or how one begins. */
export const isNumberLike = (text: string): boolean =>
  text.length <= LONGEST_NUMBER && text !== '' && Array.from(text).every((letter) => LITERAL.test(letter))
