import type { PressAnswer } from '../domain/mirror/pressed.ts'
import type { Clock } from '../runtime/clock.ts'
import { OutsideRefused, type AskOutside } from '../runtime/outside/ask-outside.ts'
import { readRetryAfter } from '../webhooks/retry-after.ts'
import { signedHeaders } from '../webhooks/sign.ts'
import { readAnswer } from './read-answer.ts'

/** Of the ten seconds that Feishu waits: the rest is for our own two writes, and the way. */
export const WITHIN_MS = 7_000
const MOST_BYTES = 64 * 1_024

/** `id`: the same for every attempt; `secret`: what signs. */
export type OutgoingPress = { url: string; id: string; body: string; secret: string; withinMs: number }

/** What was said, and when. */
export type SentPress = {
  answer: PressAnswer
  begunAt: number
  at: number
  status: number | null
  retryAfterMs: number | null
}

export type SendPress = (press: OutgoingPress) => Promise<SentPress>

type Deps = { ask: AskOutside; clock: Clock }

type Heard = Pick<SentPress, 'answer' | 'status' | 'retryAfterMs'>

const silent = (error: string): Heard => ({
  answer: { type: 'silent', error },
  status: null,
  retryAfterMs: null,
})

/** What was not sent. */
export const silence = (at: number, error: string): SentPress => ({ ...silent(error), begunAt: at, at })

/** Asks a source to take a press, once. Never rejects for what it or the network may do. */
export function createSendPress({ ask, clock }: Deps): SendPress {
  const { now } = clock
  const exchange = async (
    { url, id, body, secret, withinMs }: OutgoingPress,
    begunAt: number,
  ): Promise<Heard> => {
    try {
      const { status, retryAfter, content } = await ask({
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': String(Buffer.byteLength(body)),
          ...signedHeaders([secret], { id, at: begunAt, body }),
        },
        body,
        timeoutMs: withinMs,
        mostBytes: MOST_BYTES,
      })
      const text = await readText(content)
      return { answer: readAnswer(status, text), status, retryAfterMs: readRetryAfter(retryAfter, now()) }
    } catch (error) {
      if (!(error instanceof OutsideRefused)) throw error
      // What is packed, or too long, is an answer all the same.
      const { status = null } = error
      if (status === null) return silent(error.message)
      return { answer: readAnswer(status, undefined), status, retryAfterMs: null }
    }
  }
  return async (press) => {
    const begunAt = now()
    const done = new AbortController()
    const late = clock.sleep(press.withinMs, done.signal).then(() => silent('did not answer in time'))
    const heard = await Promise.race([exchange(press, begunAt), late])
    done.abort()
    return { ...heard, begunAt, at: now() }
  }
}

async function readText(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
