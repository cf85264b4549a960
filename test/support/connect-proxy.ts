import { execFileSync } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, isIPv6, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'

export type ConnectProxy = {
  /** With the name and the password that it wants. */
  url: string
  /** Host and port of every tunnel that was asked for. */
  asked: string[]
  /** Connections to it that are open. */
  open: () => number
  /** How it answers from now on; null: not at all. */
  answerWith: (status: number | null) => void
}

export const PASSWORD = 'p@ss:word'

/** A proxy at `host` that leads every other, whatever its name, to one port of this machine. Ends with the test. */
export async function openConnectProxy(port: number, host = '127.0.0.1'): Promise<ConnectProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  let answer: number | null = 200
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    asked.push(request.url ?? '')
    client.on('error', () => undefined)
    if (answer === null) return void client.resume().on('end', () => client.destroy())
    const wanted = `Basic ${Buffer.from(`corp:${PASSWORD}`).toString('base64')}`
    const status = request.headers['proxy-authorization'] === wanted ? answer : 407
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(target).pipe(client)
    })
    sockets.add(target)
    target.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://corp:${encodeURIComponent(PASSWORD)}@${isIPv6(host) ? `[${host}]` : host}:${own}`,
    asked,
    open: () => [...sockets].filter(({ destroyed }) => !destroyed).length,
    answerWith: (status) => (answer = status),
  }
}

/** Speaks TLS with a certificate that nobody signed, and says on which connection each request came. */
export async function openTlsFeishu({
  data = {},
  onUpgrade,
}: {
  data?: object
  onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
} = {}): Promise<{
  port: number
  requests: string[]
  connections: () => number
}> {
  const pem = execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=feishu.example', '-keyout', '-', '-out', '-'],
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const requests: string[] = []
  let connections = 0
  const server = createTlsServer({ key: pem, cert: pem }, (request, response) => {
    requests.push(`${request.headers.host ?? ''}${request.url ?? ''}`)
    request.resume()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ code: 0, msg: 'ok', tenant_access_token: 't-1', expire: 7200, data }))
  })
  server.on('secureConnection', () => (connections += 1))
  if (onUpgrade) server.on('upgrade', onUpgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, requests, connections: () => connections }
}
