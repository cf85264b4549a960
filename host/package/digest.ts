import { sha256 } from './sha256.ts'

/** SHA-256 as hexadecimal text, by the browser's own hand where it offers that. */
export async function digest(text: string): Promise<string> {
  if (!isSecureContext) return sha256(text)
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
