import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { refuseUnproven } from '../callbacks/reply.ts'
import { verifyEvent, type EventSecrets } from '../callbacks/verify-event.ts'

const LONGEST_BODY = 64 * 1_024

/**
 * Listens where the server will, and answers what Feishu asks an address before it takes it; anything else is refused.
 * Answers how to end that. Undefined: something listens there already.
 */
export async function answerChallenges(
  { port, host }: { port: number; host: string },
  secrets: EventSecrets,
): Promise<(() => Promise<void>) | undefined> {
  const server = createServer((request, response) => {
    answer(request, response, secrets).catch(() => response.destroy())
  })
  const isListening = await new Promise<boolean>((resolve) => {
    server.on('error', () => {
      resolve(false)
    })
    server.listen(port, host, () => {
      resolve(true)
    })
  })
  if (!isListening) return undefined
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve()
      })
      server.closeAllConnections()
    })
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  secrets: EventSecrets,
): Promise<void> {
  const raw = await readBody(request)
  const header = (name: string): string | undefined => {
    const value = request.headers[name]
    return typeof value === 'string' ? value : undefined
  }
  const verified = raw && verifyEvent({ raw, header }, secrets)
  const reply =
    verified && 'challenge' in verified
      ? { status: 200, body: { challenge: verified.challenge } }
      : refuseUnproven()
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(reply.body))
}

/** Undefined: longer than any question. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > LONGEST_BODY) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
