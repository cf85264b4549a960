import { previousOf, type Endpoint } from '../../shared/webhooks/endpoint.ts'
import type { EndpointAnswer } from '../domain/webhooks/health.ts'
import { OutsideRefused, type AskOutside } from '../runtime/outside/ask-outside.ts'
import { readRetryAfter } from './retry-after.ts'
import { isSecret, signedHeaders } from './sign.ts'

/** For the whole of an answer. */
const WITHIN_MS = 20_000
/** Nothing of an answer's body counts; it is read so that whoever sends it is not cut off. */
const MOST_BYTES = 64 * 1_024

export type SendDeps = {
  ask: AskOutside
  secretOf: (name: string) => string | undefined
  now: () => number
}

/** One event for one endpoint: the same text is signed and sent. */
export type Outgoing = { id: string; body: string }

export type Send = (endpoint: Endpoint, outgoing: Outgoing) => Promise<EndpointAnswer>

/** Asks an endpoint to take an event, once. Never rejects for what the endpoint or the network may do. */
export function createSend({ ask, secretOf, now }: SendDeps): Send {
  const secretsOf = ({ secretEnv }: Endpoint): string[] =>
    [secretOf(secretEnv), secretOf(previousOf(secretEnv))].flatMap((secret) => secret ?? [])

  return async (endpoint, { id, body }) => {
    const begunAt = now()
    const answered = (status: number | null, error: string | null, retryAfterMs: number | null = null) => ({
      begunAt,
      at: now(),
      status,
      error,
      retryAfterMs,
    })
    const secrets = secretsOf(endpoint)
    // What cannot be signed is not sent.
    if (secretOf(endpoint.secretEnv) === undefined || !secrets.every(isSecret))
      return answered(null, `${endpoint.secretEnv} is not set, or no secret for webhooks`)
    try {
      const { status, retryAfter, content } = await ask({
        url: endpoint.url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          ...signedHeaders(secrets, { id, at: begunAt, body }),
        },
        body,
        timeoutMs: WITHIN_MS,
        mostBytes: MOST_BYTES,
      })
      await readAway(content)
      if (isTaken(status)) return answered(status, null)
      return answered(status, `answers ${status}`, readRetryAfter(retryAfter, now()))
    } catch (error) {
      if (!(error instanceof OutsideRefused)) throw error
      const { status = null } = error
      // An answer that is packed, or too long, is an answer.
      return answered(status, isTaken(status) ? null : error.message)
    }
  }
}

const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300

/** Its status is what counts, whatever becomes of the rest. */
async function readAway(content: AsyncIterable<Uint8Array>): Promise<void> {
  const pieces = content[Symbol.asyncIterator]()
  try {
    while ((await pieces.next()).done !== true);
  } catch (error) {
    if (!(error instanceof OutsideRefused)) throw error
  }
}
