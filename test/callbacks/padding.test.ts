import { expect, it } from 'vitest'
import { decryptStrictly } from '../../server/callbacks/cipher.ts'
import { encrypt } from '../support/callback.ts'

const KEY = 'the-callback-key'

it('a bit that is flipped in the padding alone is noticed: the IV shifts the only block, and spoils no text', () => {
  const sealed = Buffer.from(encrypt('x', KEY), 'base64')
  expect(decryptStrictly(sealed.toString('base64'), KEY)).toBe('x')
  for (let at = 1; at < 16; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      expect(decryptStrictly(changed.toString('base64'), KEY), `byte ${at}, bit ${bit}`).toBeUndefined()
    }
  }
})
