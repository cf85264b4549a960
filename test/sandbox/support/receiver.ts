import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: Record<string, string | string[] | undefined>; text: string }
export type Plan = { status?: number; body?: unknown; waitMs?: number }

/** Stands in for the server that Feishu calls back. Answers what `plan` says. */
export async function openReceiver() {
  const received: Received[] = []
  const state: { plan: (received: Received) => Plan } = { plan: () => ({}) }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const entry = { headers: request.headers, text }
      received.push(entry)
      const { status = 200, body = { code: 0, msg: 'success' }, waitMs = 0 } = state.plan(entry)
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      }, waitMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/feishu/approval/callback`,
    received,
    answer(plan: Plan | ((received: Received) => Plan)): void {
      state.plan = typeof plan === 'function' ? plan : () => plan
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
