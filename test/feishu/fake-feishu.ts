import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'

export type Seen = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Of the client's end of the connection. */
  port: number | undefined
  /** Of any form until a test compares it. */
  body: ReturnType<typeof JSON.parse>
}

/** One answer: JSON with a status and headers, or anything done to the socket by hand. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; body: unknown }
  | ((response: ServerResponse, seen: Seen) => void)

export type FakeFeishu = {
  url: string
  seen: Seen[]
  /** Requests whose path ends so. */
  at: (pathEnd: string) => Seen[]
  /** Answers of a path, one after another; the last one stays. */
  script: (pathEnd: string, ...replies: Reply[]) => void
  close: () => Promise<void>
}

export const ok = (data: unknown = {}): Reply => ({ body: { code: 0, msg: 'success', data } })
export const refuse = (code: number, status = 400, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { code, msg: `refused with ${code}` },
})
export const token = (value = 't-first', expire = 7200): Reply => ({
  body: { code: 0, msg: 'ok', tenant_access_token: value, expire },
})

const TOKEN_PATH = '/tenant_access_token/internal'
const open = new Set<FakeFeishu>()

afterEach(async () => {
  await Promise.all([...open].map((fake) => fake.close()))
})

/** A Feishu that says what it is told to say, over a real socket. Closed after the test. */
export async function openFakeFeishu(): Promise<FakeFeishu> {
  const scripts = new Map<string, Reply[]>([[TOKEN_PATH, [token()]]])
  const seen: Seen[] = []

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake')
      const text = Buffer.concat(chunks).toString()
      const one: Seen = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        port: request.socket.remotePort,
        body: text === '' ? undefined : JSON.parse(text),
      }
      seen.push(one)
      answer(response, one)
    })
  })

  function answer(response: ServerResponse, one: Seen): void {
    const [, replies] = [...scripts].find(([end]) => one.path.endsWith(end)) ?? [undefined, [ok()]]
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? ok()
    if (typeof reply === 'function') return reply(response, one)
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakeFeishu = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    at: (end) => seen.filter(({ path }) => path.endsWith(end)),
    script: (end, ...replies) => void scripts.set(end, replies),
    close: async () => {
      open.delete(fake)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  open.add(fake)
  return fake
}
