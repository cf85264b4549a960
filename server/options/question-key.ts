import { createHash } from 'node:crypto'
import type { OptionQuestion } from './port.ts'

/** As short whatever was asked: many are remembered, and what a form says can be long. */
export const toKey = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** The same whatever order the fields were named in. */
export const sorted = (linkage: OptionQuestion['linkage']): [string, string][] =>
  Object.entries(linkage).sort(([a], [b]) => (a < b ? -1 : 1))
