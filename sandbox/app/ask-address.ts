import { randomBytes } from 'node:crypto'
import { encrypt } from '../press/callback-body.ts'

const WITHIN_MS = 1_000

/** 将事件发送至开发者服务器: whether the address returns the challenge, in time and as it is. */
export async function askAddress(
  url: string,
  { token, key }: { token: string; key: string },
): Promise<boolean> {
  const challenge = randomBytes(16).toString('hex')
  const text = JSON.stringify({ challenge, token, type: 'url_verification' })
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: key === '' ? text : JSON.stringify({ encrypt: encrypt(text, key) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    const body: unknown = await answer.json()
    return (
      answer.status === 200 &&
      typeof body === 'object' &&
      body !== null &&
      'challenge' in body &&
      body.challenge === challenge
    )
  } catch {
    return false
  }
}
