import { parse } from 'lossless-json'
import { isHeldExactly, type UnheldNumber } from '../../shared/decimals.ts'

/** Numbers of fewer digits and without an exponent are always held exactly. */
const MAY_LOSE_DIGITS = /\d[\d.]{15}|\d[eE]/

/**
 * JSON with an `UnheldNumber` in place of every number that `JSON.parse` would round in silence. Its depth has to be
 * checked on what `JSON.parse` gave: the exact parser recurses. Throws a `SyntaxError`.
 */
export function parseHeld(text: string, parsed: unknown): unknown {
  return MAY_LOSE_DIGITS.test(text)
    ? parse(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue })
    : parsed
}

const parseNumber = (written: string): number | UnheldNumber =>
  isHeldExactly(written) ? Number(written) : { unheld: written }
