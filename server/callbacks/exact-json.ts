import { parse } from 'lossless-json'
import { jsonFault } from '../../shared/json.ts'

/** Feishu sends none of them; what does is somebody's attempt. */
const NEVER_SENT: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * JSON with its numbers as they were written: `JSON.parse` would spoil an int64. Undefined for what is no
 * JSON, nests too deep, has a key like `__proto__`, or the same key twice with different values.
 */
export function parseExactly(text: string): unknown {
  try {
    // The exact parser recurses, so the depth is checked on the other one's result first.
    if (jsonFault(JSON.parse(text), NEVER_SENT)) return undefined
    return parse(text)
  } catch {
    return undefined
  }
}
