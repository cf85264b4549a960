import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAskOutside } from '../../server/runtime/outside/ask-outside.ts'
import { createSend } from '../../server/webhooks/send.ts'

const OLD = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const BODY = JSON.stringify({ type: 'instance.approved', data: { title: '请假 – “两天” 👍', id: 'i1' } })

type Got = { headers: IncomingMessage['headers']; body: string; method: string }

async function setUp(answer: RequestListener, secrets: Record<string, string> = { WEBHOOK_ERP: NEW }) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      got.push({
        headers: request.headers,
        body: Buffer.concat(pieces).toString(),
        method: request.method ?? '',
      })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const trusted: string[] = [host]
  const send = createSend({
    ask: createAskOutside({ trusted, mayReach: () => true }),
    secretOf: (name) => secrets[name],
    now: Date.now,
  })
  const url = `http://${host}/in?from=us`
  return {
    got,
    host,
    send: (id = 'i1.e7', to = url) =>
      send({ id: 'erp', url: to, secretEnv: 'WEBHOOK_ERP' }, { id, body: BODY }),
  }
}

const saying =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end('{}')

const verified = (secret: string, { headers, body }: Got): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>)

describe('what is sent', () => {
  it('is verified by the library, id and time with it, and is what was signed', async () => {
    const { send, got } = await setUp(saying(204))
    expect(await send()).toMatchObject({ status: 204, error: null })
    const [one] = got
    expect(one?.method).toBe('POST')
    expect(one?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'i1.e7' })
    expect(one && verified(NEW, one)).toEqual(JSON.parse(BODY))
    expect(one?.body).toBe(BODY)
    const forged = [
      { ...one, body: BODY.replace('i1', 'i2') },
      { ...one, headers: { ...one?.headers, 'webhook-id': 'i1.e8' } },
      {
        ...one,
        headers: { ...one?.headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) + 1) },
      },
    ] as Got[]
    for (const other of forged) expect(() => verified(NEW, other)).toThrow('No matching signature')
  })

  it('is signed by both secrets while one is being changed', async () => {
    const { send, got } = await setUp(saying(200), { WEBHOOK_ERP: NEW, WEBHOOK_ERP_PREVIOUS: OLD })
    await send()
    const [one] = got
    expect(one?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    for (const secret of [OLD, NEW]) expect(one && verified(secret, one)).toEqual(JSON.parse(BODY))
  })

  it.each([
    {},
    { WEBHOOK_ERP: 'hunter2' },
    { WEBHOOK_ERP_PREVIOUS: OLD },
    { WEBHOOK_ERP: NEW, WEBHOOK_ERP_PREVIOUS: 'x' },
  ])('leaves never unsigned: %o', async (secrets) => {
    const { send, got } = await setUp(saying(200), secrets)
    const { error, status } = await send()
    expect([status, error]).toEqual([null, 'WEBHOOK_ERP is not set, or no secret for webhooks'])
    expect(got).toEqual([])
  })
})

describe('what an endpoint answers', () => {
  it.each([200, 201, 204, 299])('%i is taken', async (status) => {
    const { send } = await setUp(saying(status))
    expect(await send()).toMatchObject({ status, error: null, retryAfterMs: null })
  })

  it.each([400, 401, 404, 410, 429, 500, 502, 503, 504])('%i is not', async (status) => {
    const { send } = await setUp(saying(status))
    expect(await send()).toMatchObject({ status, error: `answers ${status}` })
  })

  it.each([301, 302, 303, 307, 308])('%i is not, and is not followed', async (status) => {
    const { send, got, host } = await setUp(saying(status, { location: '/elsewhere' }))
    expect(await send()).toMatchObject({ status, error: `${host} leads elsewhere (${status})` })
    expect(got).toHaveLength(1)
  })

  it.each([
    ['7', 7_000],
    [' 0 ', 0],
    ['-5', null],
    ['soon', null],
    ['1.5', null],
    [new Date(Date.now() - 60_000).toUTCString(), 0],
  ])('retry-after: %s', async (text, expected) => {
    const { send } = await setUp(saying(503, { 'retry-after': text }))
    expect((await send()).retryAfterMs).toBe(expected)
  })

  it('retry-after may be a date', async () => {
    const { send } = await setUp(saying(429, { 'retry-after': new Date(Date.now() + 90_000).toUTCString() }))
    const { retryAfterMs } = await send()
    expect(Math.abs((retryAfterMs ?? 0) - 90_000)).toBeLessThan(5_000)
  })

  it('is taken however long or packed it is', async () => {
    const long = await setUp((_, response) => response.writeHead(200).end('x'.repeat(500_000)))
    expect(await long.send()).toMatchObject({ status: 200, error: null })
    const packed = await setUp(saying(200, { 'content-encoding': 'gzip' }))
    expect(await packed.send()).toMatchObject({ status: 200, error: null })
  })

  it('a connection that ends is no answer', async () => {
    const { send } = await setUp((request) => request.socket.destroy())
    expect(await send()).toMatchObject({ status: null, error: expect.stringContaining('cannot be reached') })
  })

  it('an address of this network is not asked', async () => {
    const { send, got } = await setUp(saying(200))
    const { error } = await send('i1.e1', 'https://169.254.169.254/latest')
    expect(error).toContain('leads into a private network')
    expect(got).toEqual([])
  })
})
