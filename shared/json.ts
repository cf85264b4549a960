/** Nothing of ours nests deeper; what does is an attempt to exhaust the stack. */
const MAX_JSON_DEPTH = 32

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** Why a parsed body is refused before anybody looks at its values. */
export type JsonFault = 'too_deep' | 'forbidden_key'

/** The first fault of what `JSON.parse` gave, which keeps `__proto__` as a key of its own. */
export function jsonFault(value: unknown, depth = 0): JsonFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= MAX_JSON_DEPTH) return 'too_deep'
  for (const [key, one] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) return 'forbidden_key'
    const fault = jsonFault(one, depth + 1)
    if (fault) return fault
  }
  return undefined
}
