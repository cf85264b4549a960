import { cleanLine, cleanText } from '../../shared/person-text.ts'
import type { LocalizedText } from '../../shared/locale.ts'
import { bad, type Fields } from './read-source-body.ts'

/** As long as an id of another system may be: it is kept with each to-do. */
const LONGEST_ID = 200
const LONGEST_TEXT = 500

/** A field's value as a line of text; empty where it is missing, or nothing that is written as text. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? cleanLine(value) : ''
}

/** The same with its lines. */
export function linesOf(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? cut(cleanText(value)) : ''
}

/** What something is known by; empty where it is missing. Throws `bad_request` where it is too long to be kept. */
export function idIn(fields: Fields, name: string): string {
  const id = textOf(fields, name)
  if (id.length > LONGEST_ID) throw bad(`${name} is longer than ${LONGEST_ID} characters.`)
  return id
}

/** The same of what has to be there. */
export function requiredId(fields: Fields, name: string): string {
  const id = idIn(fields, name)
  if (id === '') throw bad(`${name} is missing.`)
  return id
}

/** Words of another system, which names no language. */
export const wordsOf = (text: string): LocalizedText | null => (text === '' ? null : { 'zh-CN': cut(text) })

const cut = (text: string): string => Array.from(text).slice(0, LONGEST_TEXT).join('')

const LARGEST_CLOCK = 9_007_199_254_740_991

/** A clock of another system; null where there is none. */
export function clockIn(fields: Fields, name: string): number | null {
  const text = textOf(fields, name)
  const clock = Number(text)
  return /^\d{1,16}$/.test(text) && clock > 0 && clock <= LARGEST_CLOCK ? clock : null
}
