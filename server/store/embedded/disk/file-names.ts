import { createHash } from 'node:crypto'

const LONGEST_STEM = 200
const PLAIN = /^[a-z0-9_-]+$/

/**
 * A file name for any key. Different keys have different names, also where case does not count (macOS).
 * The key itself is in the file; a name is never turned back into a key.
 */
export function fileName(key: string): string {
  const stem = PLAIN.test(key) ? key : Array.from(key, escape).join('')
  if (stem.length <= LONGEST_STEM) return `${stem}.json`
  const digest = createHash('sha256').update(key).digest('hex')
  return `${stem.slice(0, LONGEST_STEM - digest.length - 1)}~${digest}.json`
}

/** `00` to `ff`, evenly spread: no folder grows beyond a few hundred files at 100,000 keys. */
export function shardOf(key: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  const folded = (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff
  return folded.toString(16).padStart(2, '0')
}

export const SHARDS: readonly string[] = Array.from({ length: 256 }, (_, at) =>
  at.toString(16).padStart(2, '0'),
)

function escape(character: string): string {
  if (PLAIN.test(character)) return character
  return Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}
