import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { findServer, type Patience } from '../server/cli/admin-client.ts'

const TOKEN = 'the-right-token'
const HEALTHY = { '/healthz': { status: 200, body: '{"status":"ok"}' } }

/** What a server answers by path; null: never. */
type Answers = Record<string, { status: number; body: string } | null>

async function serve(answers: Answers) {
  const asked: string[] = []
  const answer: RequestListener = (request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const given = answers[path]
    if (given === null) return
    response
      .writeHead(given?.status ?? 404)
      .end(given?.body ?? refusal('not_found', 'There is no such route.'))
  }
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  })
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, asked, answers }
}

const refusal = (code: string, message: string) => JSON.stringify({ error: { code, message, details: [] } })

/** Time passes at once: a turn of the event loop is a quarter of a minute. Only who hangs takes the two seconds. */
function patience(waited: number[] = [], each: () => void = () => undefined): Patience {
  return {
    everyMs: 15_000,
    aliveMs: 2_000,
    misses: 2,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    onWait: (ms) => {
      waited.push(ms)
      each()
    },
  }
}

const call = async (answers: Answers, token: string | undefined = TOKEN) => {
  const at = await serve({ ...HEALTHY, ...answers })
  const client = await findServer(at, token, patience())
  return client?.call('POST', '/doctor')
}

it.each([
  ['nothing listens', {}, 1],
  ['what listens hangs from the first', { '/healthz': null }, undefined],
  ['something else answers', { '/healthz': { status: 200, body: 'nginx' } }, undefined],
  ['it is not ready to say that it is alive', { '/healthz': { status: 503, body: '' } }, undefined],
])('there is no server where %s', async (_, answers: Answers, port) => {
  const at = await serve(answers)
  expect(await findServer({ ...at, ...(port && { port }) }, TOKEN, patience())).toBeUndefined()
})

it('without ADMIN_TOKEN it is told to set one, and nothing is asked', async () => {
  const at = await serve(HEALTHY)
  await expect(findServer(at, undefined, patience())).rejects.toThrow(
    `A server runs on port ${at.port}. Set ADMIN_TOKEN for it and for this command, or stop it.`,
  )
  expect(at.asked).toEqual(['/healthz'])
})

const unauthorized = refusal('unauthorized', 'A valid bearer token is needed.')
const tooMany = refusal('too_many_requests', 'Too many attempts. Please wait.')
const starting = refusal('store_unavailable', 'The store cannot be reached at the moment.')
it.each([
  ['refuses the token', 401, unauthorized, 'unauthorized', "is ADMIN_TOKEN the server's?"],
  ['saw too many wrong ones', 429, tooMany, 'too_many_requests', 'is ADMIN_TOKEN the server’s?'],
  ['is of another version', 404, undefined, 'not_found', 'is it of this version?'],
  ['is still starting', 503, starting, 'store_unavailable', 'may be starting or stopping'],
  [
    'stands behind something that is up before it',
    503,
    '<html>',
    'internal',
    'answered 503. It may be starting',
  ],
  ['answers what is no JSON', 200, '<html>', 'internal', 'answered 200. It may be starting'],
])('a server that %s: said, with what to do', async (_, status, body, code, words) => {
  const answers: Answers = body === undefined ? {} : { '/admin/v1/doctor': { status, body } }
  await expect(call(answers)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
})

it('a server that hangs over a request is given up after two looks, in words', async () => {
  const at = await serve({ ...HEALTHY, '/admin/v1/doctor': null })
  const waited: number[] = []
  const hang = () => (at.answers['/healthz'] = null)
  const client = await findServer(at, TOKEN, patience(waited, hang))
  await expect(client?.call('POST', '/doctor')).rejects.toMatchObject({
    message: `The server on port ${at.port} does not answer any more. What was asked of it may still be done: look at its log, and restart it if it hangs.`,
  })
  expect(waited).toEqual([15_000, 30_000])
})

it('what takes ten minutes is waited for while the server is alive, and whoever waits is told', async () => {
  const at = await serve({ ...HEALTHY })
  const waited: number[] = []
  const open: ((text: string) => void)[] = []
  const slow = createServer((request, response) => {
    if (request.url === '/healthz') response.end('{"status":"ok"}')
    else open.push((text) => void response.end(text))
  })
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void slow.close())
  const { port } = slow.address() as AddressInfo
  const done = () => {
    if (waited.length === 40) for (const end of open) end('{"findings":[]}')
  }
  const client = await findServer({ ...at, port }, TOKEN, patience(waited, done))
  expect(await client?.call('POST', '/doctor')).toEqual({ findings: [] })
  expect(waited.slice(0, 40).at(-1)).toBe(600_000)
})

it('a server that ends meanwhile is said at once', async () => {
  const broken = createServer((request, response) => {
    if (request.url === '/healthz') response.end('{"status":"ok"}')
    else request.socket.destroy()
  })
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void broken.close())
  const { port } = broken.address() as AddressInfo
  const client = await findServer({ host: '127.0.0.1', port }, TOKEN, patience())
  await expect(client?.call('GET', '/outbox')).rejects.toThrow(
    `The server on port ${port} did not answer: socket hang up`,
  )
})
