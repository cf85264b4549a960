import { encrypt } from './cipher.ts'
import { parseExactly } from './exact-json.ts'
import type { EventSecrets } from './verify-event.ts'

/** What Feishu asks an address before it sends events there, and how to tell that the answer is right. */
export type AskedChallenge = { body: string; isAnsweredBy: (text: string) => boolean }

/** 将事件发送至开发者服务器. `random` gives so many random bytes. */
export function askChallenge(
  { verificationToken = '', encryptKey }: EventSecrets,
  random: (bytes: number) => Uint8Array,
): AskedChallenge {
  const challenge = Buffer.from(random(16)).toString('hex')
  const plain = JSON.stringify({ type: 'url_verification', challenge, token: verificationToken })
  const body = encryptKey ? JSON.stringify({ encrypt: encrypt(plain, encryptKey, random(16)) }) : plain
  return { body, isAnsweredBy: (text) => echoIn(text) === challenge }
}

function echoIn(text: string): unknown {
  const answer = parseExactly(text)
  return typeof answer === 'object' && answer !== null && 'challenge' in answer ? answer.challenge : undefined
}
