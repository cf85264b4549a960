import { createHash, randomBytes } from 'node:crypto'
import { encrypt } from '../press/callback-body.ts'
import type { World } from '../world.ts'
import { readJson, unanswered, type Envelope, type Told } from './told.ts'

/** One POST to the app's request address. */
export async function sendByWebhook(
  world: World,
  url: string,
  envelope: Envelope,
  withinMs: number,
): Promise<Told> {
  const { body, headers } = seal(world, envelope)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    })
    return { status: answer.status, body: readJson(await answer.text()) }
  } catch (error) {
    return unanswered(error)
  }
}

/** Encrypt Key 加密策略: the signature is over the body as it is sent. */
function seal({ app }: World, envelope: Envelope): { body: string; headers: Record<string, string> } {
  const text = JSON.stringify(envelope)
  if (app.encryptKey === '') return { body: text, headers: {} }
  const body = JSON.stringify({ encrypt: encrypt(text, app.encryptKey) })
  // Compared with the receiver's clock, which does not move with ours.
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const nonce = randomBytes(8).toString('hex')
  const signature = createHash('sha256').update(`${timestamp}${nonce}${app.encryptKey}${body}`).digest('hex')
  const headers = {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  }
  return { body, headers }
}
