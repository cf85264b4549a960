import { createCipheriv, createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeCallback, type Decoded } from '../../server/callbacks/decode.ts'
import { decryptStrictly } from '../../server/callbacks/cipher.ts'
import { callbackText, encrypt } from '../support/callback.ts'
import { CREDENTIALS } from '../support/http-server.ts'
import { createRandom } from '../support/random.ts'

const KEY = CREDENTIALS.key ?? ''
const TEXT = callbackText({
  messageId: '7034234234234234999',
  action_context: `1.0a1b2c3d.${'a'.repeat(32)}.${'a'.repeat(32)}_t1.1.${'m'.repeat(43)}`,
  reason: '同意，注意安全',
})
const SEALED = Buffer.from(encrypt(TEXT, KEY, Buffer.alloc(16, 7)), 'base64')
const body = (sealed: Uint8Array) => JSON.stringify({ encrypt: Buffer.from(sealed).toString('base64') })
const decode = (text: string | Uint8Array) => decodeCallback(Buffer.from(text), [CREDENTIALS])
const ORIGINAL = decode(body(SEALED))

/**
 * Feishu's encryption has no MAC: a bit flipped in the IV flips the same bit of the first 16 characters,
 * with everything else intact. What still parses may differ there only; the signed context and the store's
 * state are what then refuses it (test/http/forged-callbacks.test.ts).
 */
function survivors(mutants: Iterable<Uint8Array>): { tried: number; changed: Decoded[] } {
  let tried = 0
  const changed: Decoded[] = []
  for (const mutant of mutants) {
    tried += 1
    const decoded = decode(body(mutant))
    if (decoded && JSON.stringify(decoded) !== JSON.stringify(ORIGINAL)) changed.push(decoded)
  }
  return { tried, changed }
}

function* bitFlips(): Generator<Uint8Array> {
  for (let bit = 0; bit < SEALED.length * 8; bit += 1) {
    const flipped = Buffer.from(SEALED)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield flipped
  }
}

function* byteChanges(count: number, random: () => number): Generator<Uint8Array> {
  for (let at = 0; at < count; at += 1) {
    const changed = Buffer.from(SEALED)
    for (let n = 0; n <= Math.floor(random() * 3); n += 1) {
      const place = Math.floor(random() * changed.length)
      changed[place] = (changed[place] ?? 0) ^ (1 + Math.floor(random() * 255))
    }
    yield changed
  }
}

describe('a tampered ciphertext (R11)', () => {
  it('no single flipped bit makes another decision, person, task or context of it', () => {
    const { tried, changed } = survivors(bitFlips())
    expect(tried).toBe(SEALED.length * 8)
    for (const { callback } of changed) expect(callback).toEqual(ORIGINAL?.callback)
  })

  it('nor do 100,000 random changes of bytes, nor 20,000 of the text around it', () => {
    const random = createRandom(20_261_120)
    const { tried, changed } = survivors(byteChanges(100_000, random))
    expect(tried).toBe(100_000)
    const unbound = changed.filter(
      ({ callback }) => callback.actionContext === ORIGINAL?.callback.actionContext,
    )
    for (const { callback } of unbound) {
      expect({ ...callback, reason: null }).toEqual({ ...ORIGINAL?.callback, reason: null })
    }

    const envelope = Buffer.from(body(SEALED))
    for (let at = 0; at < 20_000; at += 1) {
      const changed = Buffer.from(envelope)
      const place = Math.floor(random() * changed.length)
      changed[place] = Math.floor(random() * 256)
      if (changed.equals(envelope)) continue
      const decoded = decode(changed)
      if (decoded) expect(decoded.callback.userId).toBe(ORIGINAL?.callback.userId)
    }
  })

  it('its padding is checked in every byte', () => {
    const padded = (padding: readonly number[]) =>
      sealRaw(Buffer.concat([Buffer.alloc(32 - padding.length, 'x'), Buffer.from(padding)]))
    expect(decryptStrictly(padded([3, 3, 3]), KEY)).toBe('x'.repeat(29))
    expect(decryptStrictly(padded(Array.from({ length: 16 }, () => 16)), KEY)).toBe('x'.repeat(16))
    for (const wrong of [
      [3, 3, 0],
      [4, 3, 3],
      [3, 4, 3],
      [0],
      [17],
      [255],
      Array.from({ length: 17 }, () => 17),
    ]) {
      expect(decryptStrictly(padded(wrong), KEY)).toBeUndefined()
    }
  })
})

/** Encrypted with whatever padding stands in it. */
function sealRaw(padded: Uint8Array): string {
  const iv = Buffer.alloc(16, 9)
  const key = createHash('sha256').update(KEY).digest()
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  return Buffer.concat([iv, cipher.update(padded), cipher.final()]).toString('base64')
}
