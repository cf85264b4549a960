import { stringify } from 'lossless-json'
import { z } from 'zod'
import type { Callback } from '../usecases/apply-callback.ts'
import { CallbackBody } from './callback-schema.ts'
import type { CallbackCredentials } from './callback-credentials.ts'
import { decryptStrictly, toText } from './cipher.ts'
import { parseExactly } from './exact-json.ts'
import { isSameSecret } from './secret.ts'

const MAX_BODY_BYTES = 64 * 1024

/** `encrypted`: whoever sent it knew more than the token. `present`: by the credentials that are set now. */
export type Decoded = { callback: Callback; encrypted: boolean; present: boolean }

const Encrypted = z.object({ encrypt: z.string() })

/**
 * The callback in a raw body, when one of the credentials makes it Feishu's. The first credentials are the
 * present ones: once they have a key, only encrypted callbacks count. No credentials, no callback.
 * Undefined for every other body, without a word about what was wrong with it.
 */
export function decodeCallback(
  raw: Uint8Array,
  credentials: readonly CallbackCredentials[],
): Decoded | undefined {
  if (raw.length > MAX_BODY_BYTES) return undefined
  const outer = parseExactly(toText(raw) ?? '')
  const envelope = Encrypted.safeParse(outer)
  // All of them are tried, always: the time taken does not tell which one fitted.
  const found = envelope.success
    ? credentials.map((one) => openEncrypted(envelope.data.encrypt, one))
    : credentials.map((one) => openPlain(outer, one, credentials[0]))
  const at = found.findIndex((decoded) => decoded !== undefined)
  const decoded = found[at]
  return decoded && { ...decoded, present: at === 0 }
}

type Opened = Omit<Decoded, 'present'>

function openEncrypted(encrypted: string, { token, key }: CallbackCredentials): Opened | undefined {
  if (key === null) return undefined
  const text = decryptStrictly(encrypted, key)
  const callback = readBody(parseExactly(text ?? ''), token)
  return callback && { callback, encrypted: true }
}

function openPlain(
  body: unknown,
  { token, key }: CallbackCredentials,
  current: CallbackCredentials | undefined,
): Opened | undefined {
  const callback = readBody(body, token)
  const isAllowed = key === null && current?.key === null
  return callback && isAllowed ? { callback, encrypted: false } : undefined
}

function readBody(value: unknown, token: string): Callback | undefined {
  const parsed = CallbackBody.safeParse(value)
  // Compared in any case, so that a well-formed body takes no longer to refuse.
  const isFeishu = isSameSecret(parsed.data?.token ?? '', token)
  if (!parsed.success || !isFeishu || token === '') return undefined
  const body = parsed.data
  return {
    action: body.action_type,
    userId: body.user_id,
    approvalCode: body.approval_code,
    reason: body.reason ?? null,
    actionContext: body.action_context,
    instanceId: body.instance_id,
    taskId: body.task_id,
    messageId: body.message_id,
    id: body.id,
    files: body.attachments?.map(({ file_name: name, url }) => ({ name, url })),
    attachments: body.attachments && stringify(body.attachments),
  }
}
