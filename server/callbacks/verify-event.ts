import { createHash } from 'node:crypto'
import { z } from 'zod'
import { decryptStrictly, toText } from './cipher.ts'
import { EventMessage, toFeishuEvent, type FeishuEvent } from './event-message.ts'
import { parseExactly } from './exact-json.ts'
import type { FeishuRequest } from './reply.ts'
import { isSameSecret } from './secret.ts'

/** FEISHU_VERIFICATION_TOKEN and FEISHU_ENCRYPT_KEY; with neither, nothing is believed. */
export type EventSecrets = { verificationToken: string | undefined; encryptKey: string | undefined }

const TIMESTAMP = 'x-lark-request-timestamp'

const Token = z.string().max(1_000)
const Challenge = z.object({
  type: z.literal('url_verification'),
  challenge: z.string().max(1_000),
  token: Token,
})
const Encrypted = z.object({ encrypt: z.string() })

/** Instants are epoch ms; undefined where none is given. */
export type VerifiedEvent =
  { challenge: string } | { told: FeishuEvent; createdAt: number | undefined; signedAt: number | undefined }

/**
 * What Feishu says, if it is Feishu that says it. The SDK's own check compares with `===`, over JSON made
 * anew, and passes when no key is set, so it is not used. With the encrypt key set, only encrypted and
 * signed events count, over the raw body; with the token set, it has to be right as well.
 */
export function verifyEvent(
  { raw, header }: Pick<FeishuRequest, 'raw' | 'header'>,
  { verificationToken, encryptKey }: EventSecrets,
): VerifiedEvent | undefined {
  if (!verificationToken && !encryptKey) return undefined
  const body = encryptKey ? openEncrypted(raw, encryptKey) : parseExactly(toText(raw) ?? '')
  const hasToken = (token: string) => !verificationToken || isSameSecret(token, verificationToken)

  const challenge = Challenge.safeParse(body)
  // The question whether this address is ours comes before signatures do; the encryption is its proof.
  if (challenge.success) {
    const { token, challenge: text } = challenge.data
    return hasToken(token) ? { challenge: text } : undefined
  }
  const parsed = EventMessage.safeParse(body)
  const isSigned = !encryptKey || isSignatureRight(raw, header, encryptKey)
  if (!parsed.success || !isSigned || !hasToken(parsed.data.header.token ?? '')) return undefined
  return {
    told: toFeishuEvent(parsed.data),
    createdAt: toInstant(String(parsed.data.header.create_time)),
    signedAt: encryptKey ? toInstant(header(TIMESTAMP) ?? '') : undefined,
  }
}

/** Feishu writes seconds (X-Lark-Request-Timestamp), milliseconds (员工离职) and microseconds (卡片回传交互回调). */
function toInstant(digits: string): number | undefined {
  return /^\d{10}(\d{3}){0,2}$/.test(digits) ? Number(digits.slice(0, 13).padEnd(13, '0')) : undefined
}

function openEncrypted(raw: Uint8Array, encryptKey: string): unknown {
  const envelope = Encrypted.safeParse(parseExactly(toText(raw) ?? ''))
  return parseExactly(decryptStrictly(envelope.data?.encrypt ?? '', encryptKey) ?? '')
}

function isSignatureRight(raw: Uint8Array, header: FeishuRequest['header'], encryptKey: string): boolean {
  const timestamp = header(TIMESTAMP) ?? ''
  const nonce = header('x-lark-request-nonce') ?? ''
  const expected = createHash('sha256').update(`${timestamp}${nonce}${encryptKey}`).update(raw).digest('hex')
  return isSameSecret(header('x-lark-signature') ?? '', expected)
}
