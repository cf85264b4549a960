import { cleanText } from '../person-text.ts'

/** Whether a value says nothing: a text of which nobody sees anything, an empty list. */
export function isEmpty(value: unknown): value is undefined | '' | readonly [] {
  if (value === undefined) return true
  if (typeof value === 'string') return cleanText(value) === ''
  return Array.isArray(value) && value.length === 0
}
