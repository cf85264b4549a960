import { createHmac } from 'node:crypto'
import type { Notes } from './store/contract.ts'

const NOTE = 'link_key'
const KEY_BYTES = 32

/** HMAC-SHA-256 under a key that is made once and lies in the store: what it signs outlives a restart. */
export async function openLinkKey(
  notes: Notes,
  random: (size: number) => Uint8Array,
): Promise<(text: string) => string> {
  const stored = await notes.read(NOTE)
  const key = typeof stored === 'string' ? stored : Buffer.from(random(KEY_BYTES)).toString('base64url')
  if (key !== stored) await notes.save(NOTE, key)
  return (text) => createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('base64url')
}
