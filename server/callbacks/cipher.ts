import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

const BLOCK = 16

/**
 * AES-256-CBC as Feishu does it: the key is the SHA-256 of what was agreed on, the first block is the IV.
 * There is no MAC, so every other thing that can be checked is: base64 that is canonical, whole blocks, all
 * of the padding, UTF-8 that is valid. Undefined when anything is not so.
 */
export function decryptStrictly(encrypted: string, key: string): string | undefined {
  const bytes = Buffer.from(encrypted, 'base64')
  if (bytes.toString('base64') !== encrypted) return undefined
  if (bytes.length < 2 * BLOCK || bytes.length % BLOCK !== 0) return undefined
  const decipher = createDecipheriv('aes-256-cbc', cipherKey(key), bytes.subarray(0, BLOCK)).setAutoPadding(
    false,
  )
  const padded = Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()])
  const plain = withoutPadding(padded)
  return plain && toText(plain)
}

/** The same the other way; `iv` is random, 16 bytes. */
export function encrypt(text: string, key: string, iv: Uint8Array): string {
  const cipher = createCipheriv('aes-256-cbc', cipherKey(key), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}

const cipherKey = (key: string): Buffer => createHash('sha256').update(key).digest()

/** The text of valid UTF-8; a byte order mark stays and is no JSON. */
export function toText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** PKCS#7: n bytes of value n. */
function withoutPadding(padded: Buffer): Buffer | undefined {
  const count = padded.at(-1) ?? 0
  if (count < 1 || count > BLOCK) return undefined
  const padding = padded.subarray(padded.length - count)
  return padding.every((byte) => byte === count) ? padded.subarray(0, padded.length - count) : undefined
}
