import { createDecipheriv, createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'

/** What a system does with a decision that it is told of. */
export type Conduct =
  | 'takes'
  | 'refuses'
  | 'refuses without words for the person'
  | 'refuses with 200 and a code'
  | 'breaks'
  | 'breaks with words'
  | 'is busy'
  | 'is silent'
  | 'is slow'
  | 'takes it and drops the connection'
  | 'drops the connection within the answer'
  | 'answers something else'
  | 'answers without end'
  | 'leads elsewhere'

export const REFUSED = '预算不足，请联系财务'

/** One request, as it came; `body` decrypted, `isSigned` by whoever verifies webhooks. */
export type SeenPress = {
  id: string
  body: Record<string, unknown>
  text: string
  headers: IncomingMessage['headers']
  isSigned: boolean
  isEncrypted: boolean
}

type Deps = { key?: string | null; secretOf?: () => string }

/** Another system on a socket of its own, which decides on what it is told and counts each decision once by its id. */
export async function openFakeSource({ key = null, secretOf = () => '' }: Deps = {}) {
  const seen: SeenPress[] = []
  const counted = new Map<string, string>()
  const rules: { conduct: Conduct | ((press: SeenPress) => Conduct); key: string | null } = {
    conduct: 'takes',
    key,
  }
  let release: () => void = () => undefined
  const take = ({ id, body }: SeenPress): void => {
    if (!counted.has(id)) counted.set(id, String(body['action_type']))
  }
  const answer = async (press: SeenPress, response: ServerResponse): Promise<void> => {
    const conduct = typeof rules.conduct === 'function' ? rules.conduct(press) : rules.conduct
    const say = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    switch (conduct) {
      case 'takes':
        take(press)
        return say(200, { code: 0, msg: 'success' })
      case 'refuses':
        return say(409, { message: REFUSED, without_prefix: 'true' })
      case 'refuses without words for the person':
        return say(403, { message: 'user is not an approver', without_prefix: 'false' })
      case 'refuses with 200 and a code':
        return say(200, { code: 4_031, message: REFUSED, without_prefix: 'true' })
      case 'breaks':
        return say(500, { status: 500, error: 'Internal Server Error', message: 'NullPointerException' })
      case 'breaks with words':
        return say(500, { message: REFUSED, without_prefix: 'true' })
      case 'is busy':
        return say(429, { message: 'too many requests' })
      case 'is silent':
        return
      case 'is slow':
        await new Promise<void>((resolve) => (release = resolve))
        take(press)
        return say(200, {})
      case 'takes it and drops the connection':
        take(press)
        response.socket?.destroy()
        return
      case 'drops the connection within the answer':
        take(press)
        response.writeHead(200, { 'content-length': '100' })
        response.write('{"code":')
        setTimeout(() => response.socket?.destroy(), 20)
        return
      case 'answers something else':
        take(press)
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>ok</html>')
        return
      case 'answers without end':
        take(press)
        response.writeHead(200).end('x'.repeat(1_000_000))
        return
      case 'leads elsewhere':
        response.writeHead(302, { location: '/login' }).end()
    }
  }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const press = read(request, Buffer.concat(pieces).toString(), rules.key, secretOf())
      seen.push(press)
      void answer(press, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}/decisions`,
    seen,
    rules,
    /** What it took, by id. */
    counted: () => [...counted],
    /** Of `is slow`: the answer to the last one. */
    release: () => {
      release()
    },
  }
}

export type FakeSource = Awaited<ReturnType<typeof openFakeSource>>

function read(request: IncomingMessage, text: string, key: string | null, secret: string): SeenPress {
  const { headers } = request
  const outer = JSON.parse(text) as Record<string, unknown>
  const isEncrypted = typeof outer['encrypt'] === 'string'
  const body = isEncrypted ? decrypted(String(outer['encrypt']), key ?? '') : outer
  const id = String(headers['webhook-id'])
  return { id, body, text, headers, isSigned: verifies(secret, text, headers), isEncrypted }
}

/** As docs/sources.md has it for whoever wants to verify. */
function verifies(secret: string, text: string, headers: IncomingMessage['headers']): boolean {
  const key = `whsec_${createHash('sha256').update(secret).digest('base64')}`
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000)
  // `verify` of the library would compare the time with its own clock, which no test moves.
  return headers['webhook-signature'] === new Webhook(key).sign(String(headers['webhook-id']), at, text)
}

/** 关联外部选项说明, as a receiver does it. */
function decrypted(encrypted: string, key: string): Record<string, unknown> {
  const bytes = Buffer.from(encrypted, 'base64')
  const cipher = createDecipheriv(
    'aes-256-cbc',
    createHash('sha256').update(key).digest(),
    bytes.subarray(0, 16),
  )
  const plain = Buffer.concat([cipher.update(bytes.subarray(16)), cipher.final()]).toString('utf8')
  return JSON.parse(plain) as Record<string, unknown>
}
