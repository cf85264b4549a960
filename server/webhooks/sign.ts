import { Webhook } from 'standardwebhooks'

/** Standard Webhooks 1.0.0, "Signature scheme": 24 to 64 bytes in base64. */
const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const PREFIX = 'whsec_'

export function isSecret(text: string): boolean {
  if (!SECRET.test(text)) return false
  const { length } = Buffer.from(text.slice(PREFIX.length), 'base64')
  return length >= 24 && length <= 64
}

/** The three headers of a message. Several secrets sign while one is being changed; the present one first. */
export function signedHeaders(
  secrets: readonly string[],
  { id, at, body }: { id: string; at: number; body: string },
): Readonly<Record<string, string>> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signatures.join(' '),
  }
}
