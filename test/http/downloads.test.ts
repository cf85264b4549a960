import { once } from 'node:events'
import { truncate, unlink } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { PDF, upload } from '../support/files.ts'
import { openDescriptors, startHttpOnDisk } from '../support/http-disk.ts'

const LARGE = Buffer.concat([PDF, Buffer.alloc(8 * 1_024 * 1_024)])

async function setUp(content = PDF, sending = { stallMs: 30_000, wholeMs: 600_000 }) {
  const server = await startHttpOnDisk(1, { sending })
  const { url, tokens, dataDir, attachmentFiles } = server
  const [token = ''] = tokens
  const { body } = await upload(url, token, { content })
  const path = `/api/v1/attachments/${body.id}`
  const [file = ''] = (await attachmentFiles()).filter((name) => name.endsWith('.bin'))
  const request = (method = 'GET') =>
    `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`
  return { ...server, token, path, request, contentPath: join(dataDir, 'attachments', file) }
}

/** Opens a connection, lets `use` have its way with it, and waits until it is closed. */
function onSocket(url: string, use: (socket: Socket) => unknown): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => void use(socket))
    socket.on('error', () => undefined).on('close', () => resolve())
  })
}

async function many(count: number, atOnce: number, one: () => Promise<unknown>): Promise<void> {
  let left = count
  const some = async () => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({ length: atOnce }, some))
}

describe('an open file is closed', () => {
  const afterTurns = async (socket: Socket, turns: number) => {
    for (let left = turns; left > 0; left -= 1) await nextTurn()
    socket.destroy()
  }
  const cases: [string, number, (socket: Socket, request: (method?: string) => string) => unknown][] = [
    [
      'who asks for the head alone',
      2_000,
      (socket, request) => {
        socket.end(request('HEAD'))
        socket.resume()
      },
    ],
    ['who gives up at once', 2_000, (socket, request) => socket.write(request(), () => socket.destroy())],
    [
      'who gives up before the first byte',
      2_000,
      (socket, request) => {
        socket.write(request())
        return afterTurns(socket, Math.floor(socket.localPort ?? 0) % 12)
      },
    ],
    [
      'who gives up in the middle',
      200,
      (socket, request) => {
        socket.write(request())
        socket.once('data', () => socket.destroy())
      },
    ],
  ]
  it.each(cases)('for %s (%i times)', async (_, count, use) => {
    const { url, request, call, token, path } = await setUp(LARGE)
    const before = (await openDescriptors()) ?? 0
    await many(count, 40, () => onSocket(url, (socket) => use(socket, request)))
    await expect.poll(openDescriptors).toBeLessThanOrEqual(before + 2)
    expect((await call('HEAD', path, { token })).headers.get('content-length')).toBe(String(LARGE.length))
  })

  it.each([
    ['reads no further', 1, { stallMs: 1_000, wholeMs: 600_000 }],
    ['asks for twenty at once and reads no further', 20, { stallMs: 1_000, wholeMs: 600_000 }],
    ['takes too long for all of it', 1, { stallMs: 600_000, wholeMs: 1_000 }],
  ])('for who %s', async (_, requests, sending) => {
    const { url, request } = await setUp(LARGE, sending)
    const before = (await openDescriptors()) ?? 0
    const sockets = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1')
        socket.on('error', () => undefined)
        socket.write(request().repeat(requests))
        await Promise.race([once(socket, 'data'), once(socket, 'close')])
        return socket.pause()
      }),
    )
    // Nothing but this end of the connections.
    await expect.poll(openDescriptors, { timeout: 60_000 }).toBeLessThanOrEqual(before + sockets.length)
    for (const socket of sockets) socket.destroy()
  })

  it('and whoever reads it all gets all of it', async () => {
    const { url, path, token } = await setUp(LARGE)
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
    expect(Buffer.from(await response.arrayBuffer()).equals(LARGE)).toBe(true)
  })
})

describe('content that is not there any more', () => {
  it.each([
    ['cut', (path: string) => truncate(path, 3)],
    ['grown', (path: string) => truncate(path, 1_000)],
    ['gone', unlink],
  ])('when %s is told at once, in words, to who may open it', async (_, damage) => {
    const { call, path, token, contentPath, lines } = await setUp()
    await damage(contentPath)
    const answer = await call('GET', path, { token, headers: { 'accept-language': 'zh-CN' } })
    expect(answer).toMatchObject({
      status: 500,
      body: { error: { code: 'attachment_damaged', message: expect.stringMatching(/\p{Script=Han}/u) } },
    })
    expect(lines.some((line) => line.includes('"level":"error"') && line.includes('of 31 bytes'))).toBe(true)
    expect((await call('GET', path)).status).toBe(401)
  })

  it('when cut while it is read ends the connection at once', async () => {
    const { url, request, contentPath } = await setUp(LARGE)
    let got = 0
    await onSocket(url, (socket) => {
      socket.write(request())
      socket.on('data', (piece: Buffer) => {
        if (got === 0) {
          socket.pause()
          void truncate(contentPath, 100).then(() => socket.resume())
        }
        got += piece.length
      })
    })
    expect(got).toBeLessThan(LARGE.length)
  })
})
