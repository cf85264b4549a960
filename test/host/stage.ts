import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
}

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'"

/** Whom the client may offer: a colleague, somebody of another company, and somebody who has left. */
const PEOPLE = [
  { userId: 'u_in', openId: 'ou_in', name: '安娜', enName: 'Anna' },
  { userId: 'u_out', openId: 'ou_out', name: '外人', enName: 'Olga', external: true },
  { userId: 'u_left', openId: 'ou_left', name: '前人', enName: 'Lars', resigned: true },
]

const SANDBOX: Readonly<Record<string, unknown>> = {
  '/_sandbox/login-codes': { code: 'a-code' },
  '/_sandbox/people': PEOPLE,
  '/_sandbox/departments': [],
}

export type Stage = { url: string; close: () => Promise<void>; requests: { url: string; body: string }[] }

/** What the sandbox serves to its frame, for any package: host, package, and a server behind it that echoes. */
export async function openStage(hostFolder: string, packageFolder: string): Promise<Stage> {
  const requests: Stage['requests'] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stage')
    const [, part = '', ...rest] = pathname.split('/')
    const folder = { host: hostFolder, package: packageFolder }[part]
    if (folder !== undefined) {
      readFile(join(folder, ...rest)).then(
        (content) => {
          const type = TYPES[extname(pathname)] ?? 'text/plain; charset=utf-8'
          response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP }).end(content)
        },
        () => response.writeHead(404).end(),
      )
      return
    }
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      requests.push({ url: request.url ?? '', body })
      const known = SANDBOX[pathname]
      const answer = known === undefined ? body || '{}' : JSON.stringify(known)
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
