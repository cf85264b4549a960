import { createHmac } from 'node:crypto'
import type { Notes } from '../store/contract.ts'

const NOTE = 'link_key'
const KEY_BYTES = 32

/** HMAC-SHA-256 under a key that is made once and lies in the store: what it signs outlives a restart. */
export async function openLinkKey(
  notes: Notes,
  random: (size: number) => Uint8Array,
): Promise<(text: string) => string> {
  const made = Buffer.from(random(KEY_BYTES)).toString('base64url')
  // Whoever is first on this store makes the key of all.
  const stored = await notes.change(NOTE, (current) => (typeof current === 'string' ? undefined : made))
  const key = String(stored)
  return (text) => createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('base64url')
}
