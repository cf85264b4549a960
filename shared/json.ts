/** Nothing of ours nests deeper; what does is an attempt to exhaust the stack. */
const MAX_JSON_DEPTH = 32

/** The one key that assigning does not put into an object. */
const PROTO: ReadonlySet<string> = new Set(['__proto__'])

/** Why a parsed body is refused before anybody looks at its values. */
export type JsonFault = 'too_deep' | 'forbidden_key'

/** The first fault of what `JSON.parse` gave, which keeps `__proto__` as a key of its own. */
export function jsonFault(value: unknown, forbidden = PROTO, depth = 0): JsonFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= MAX_JSON_DEPTH) return 'too_deep'
  for (const [key, one] of Object.entries(value)) {
    if (forbidden.has(key)) return 'forbidden_key'
    const fault = jsonFault(one, forbidden, depth + 1)
    if (fault) return fault
  }
  return undefined
}
