import { encrypt, toJson } from './callback-body.ts'
import { flipBit, overwrite, type Tamper } from './tamper.ts'

export type CallbackTarget = { url: string; key: string }
export type CallbackReply = { status: number; body: unknown; ms: number; error?: string }

/** One HTTP POST as Feishu sends it. Status 0 stands for no answer at all. */
export async function sendCallback(
  target: CallbackTarget,
  body: Record<string, unknown>,
  options: { timeoutMs: number; encryptCallbacks: boolean; tamper: Tamper; signal: AbortSignal },
): Promise<CallbackReply> {
  const begun = performance.now()
  const since = (): number => Math.round((performance.now() - begun) * 100) / 100
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: toPayload(target, body, options),
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(options.timeoutMs), options.signal]),
    })
    const text = await response.text()
    return { status: response.status, body: readBody(text), ms: since() }
  } catch (error) {
    return {
      status: 0,
      body: null,
      ms: since(),
      error: error instanceof Error ? error.message : String(error),
    }
  }
}

function toPayload(
  target: CallbackTarget,
  body: Record<string, unknown>,
  { encryptCallbacks, tamper }: { encryptCallbacks: boolean; tamper: Tamper },
): string | Uint8Array<ArrayBuffer> {
  if (tamper.raw !== undefined) return tamper.raw
  const text = toJson(overwrite(body, tamper.fields))
  const key = tamper.key ?? target.key
  if (key === '' || !encryptCallbacks || tamper.plain === true) {
    return tamper.flipBit === undefined ? text : new Uint8Array(flipBit(Buffer.from(text), tamper.flipBit))
  }
  const sealed = encrypt(text, key)
  if (tamper.flipBit === undefined) return JSON.stringify({ encrypt: sealed })
  return JSON.stringify({
    encrypt: flipBit(Buffer.from(sealed, 'base64'), tamper.flipBit).toString('base64'),
  })
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Below 400 is a success; no answer body is documented. */
export const succeeded = (reply: CallbackReply): boolean => reply.status >= 200 && reply.status < 400

/** Above 400 with `without_prefix` "true" (a string) the person reads our words, else Feishu's own. */
export function shownTo(reply: CallbackReply): string | null {
  if (succeeded(reply)) return null
  const body = reply.body as { message?: unknown; without_prefix?: unknown } | null
  const own = reply.status > 400 && body?.without_prefix === 'true' && typeof body.message === 'string'
  return own ? String(body.message) : '提交失败，请稍后重试'
}
