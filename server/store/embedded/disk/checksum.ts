import { hash } from 'node:crypto'

const BEGIN = ',"checksum":"'
const END = '"}'
const DIGITS = 64
const TAIL = BEGIN.length + DIGITS + END.length

/**
 * What became of the checksum of a file: `none` where there is none at the end. `body` is what stands before it,
 * without the brace that ends the object; `json` makes the whole of it without its checksum.
 */
export type Checked = { checksum: 'right' | 'wrong' | 'none'; body: Buffer; json: () => string }

/** An object's JSON with a last member of its own: the SHA-256 of every byte before that member. */
export function withChecksum(value: unknown): string {
  const body = JSON.stringify(value).slice(0, -1)
  return body + BEGIN + hash('sha256', body) + END
}

/** Takes the checksum off again. */
export function takeChecksum(bytes: Buffer): Checked {
  const at = bytes.length - TAIL
  const tail = bytes.toString('latin1', Math.max(0, at))
  if (at < 0 || !tail.startsWith(BEGIN) || !tail.endsWith(END)) {
    return { checksum: 'none', body: bytes, json: () => bytes.toString() }
  }
  const body = bytes.subarray(0, at)
  const digest = tail.slice(BEGIN.length, -END.length)
  // Of the bytes, not of the text that they mean, and at once, not piece by piece: at a start that is half.
  const checksum = hash('sha256', body) === digest ? 'right' : 'wrong'
  return { checksum, body, json: () => `${body.toString()}}` }
}
