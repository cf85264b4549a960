import { matches } from '../../../../shared/form/pattern/matches.ts'
import { parsePattern } from '../../../../shared/form/pattern/parse.ts'
import type { Pattern } from '../../../../shared/form/pattern/pattern.ts'

export function patternOf(regex: string): Pattern {
  const { pattern, mistake } = parsePattern(regex)
  if (pattern) return pattern
  throw new Error(`${regex}: ${mistake.column}: ${mistake.message}`)
}

/** By way of JSON, as a page would have it. */
export const fits = (regex: string, text: string): boolean =>
  matches(JSON.parse(JSON.stringify(patternOf(regex))), text)
