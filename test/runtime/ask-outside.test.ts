import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTunnels } from '../../server/feishu/proxy.ts'
import {
  createAskOutside,
  OutsideRefused,
  type OutsideDeps,
} from '../../server/runtime/outside/ask-outside.ts'
import { isPublicAddress } from '../../server/runtime/outside/public-address.ts'
import { openConnectProxy, openTlsFeishu } from '../support/connect-proxy.ts'

/** Something on this machine that nobody outside should be able to reach through us. */
async function setUp(
  answer: RequestListener = (_, response) => response.end('inside'),
  deps: Partial<OutsideDeps> = {},
) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.headers.host ?? ''}${request.url ?? ''}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const resolved: string[] = []
  const at = (...addresses: string[]) => ({
    resolve: async (host: string) => {
      resolved.push(host)
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    },
  })
  const asking = (own: Partial<OutsideDeps> = {}) =>
    createAskOutside({ trusted: [], mayReach: () => true, ...deps, ...own })
  const read = async (
    url: string,
    own: Partial<OutsideDeps> = {},
    most = { timeoutMs: 5_000, mostBytes: 1_000 },
  ) => {
    const { status, content } = await asking(own)({ url, ...most })
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece)
    return `${status} ${Buffer.concat(pieces).toString()}`
  }
  return { port, asked, resolved, at, read }
}

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (answer) => `answered ${JSON.stringify(answer)}`,
    (error: unknown) => (error instanceof OutsideRefused ? error.message : `no refusal: ${String(error)}`),
  )

describe('nothing of this machine and this network is reached', () => {
  it.each([
    ['plain http', 'http://files.example/x'],
    ['an address of this machine', 'https://127.0.0.1/x'],
    ['one in another spelling', 'https://2130706433/x'],
    ['one in octal', 'https://0177.0.0.1/x'],
    ['one of IPv6', 'https://[::1]/x'],
    ['one of IPv4 within IPv6', 'https://[::ffff:127.0.0.1]/x'],
    ['what clouds tell about themselves', 'https://169.254.169.254/latest'],
    ['a private network', 'https://10.1.2.3/x'],
    ['credentials', 'https://user:pw@files.example/x'],
    ['another scheme', 'file:///etc/passwd'],
    ['no address at all', 'nonsense'],
  ])('%s: %s', async (_, url) => {
    const { read, asked, at } = await setUp()
    expect(await refusal(read(url, at('93.184.216.34')))).not.toMatch(/^answered|no refusal/)
    expect(asked).toEqual([])
  })

  it.each([[['10.0.0.8']], [['93.184.216.34', '127.0.0.1']], [['fd00::1']], [[]]])(
    'a name that leads to %j',
    async (addresses) => {
      const { read, asked, at } = await setUp()
      expect(await refusal(read('https://rebound.example/x', at(...addresses)))).toMatch(
        /^rebound\.example (leads into a private network|has no address)/,
      )
      expect(asked).toEqual([])
    },
  )

  it('nor by a redirect', async () => {
    const { read, port, asked } = await setUp((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    )
    const url = `http://127.0.0.1:${port}/x`
    expect(await refusal(read(url, { trusted: [`127.0.0.1:${port}`] }))).toContain('leads elsewhere (302)')
    expect(asked).toHaveLength(1)
  })
})

it('a name is looked up once, and what is connected to is what was looked at', async () => {
  const { read, port, asked, resolved } = await setUp()
  const addresses = ['127.0.0.1', '10.255.255.1']
  const resolve = async (host: string) => {
    resolved.push(host)
    return [{ address: addresses.shift() ?? '', family: 4 }]
  }
  const url = `http://moving.example:${port}/x`
  expect(await read(url, { trusted: ['moving.example'], resolve })).toBe('200 inside')
  expect([resolved, asked]).toEqual([['moving.example'], [`GET moving.example:${port}/x`]])
})

it('what the settings name is reached in plain and wherever it is, and nothing beside it', async () => {
  const { read, port } = await setUp()
  const trusted = [`127.0.0.1:${port}`]
  expect(await read(`http://127.0.0.1:${port}/x`, { trusted })).toBe('200 inside')
  expect(await refusal(read(`http://127.0.0.1:${port + 1}/x`, { trusted }))).toContain('is not https')
  expect(await refusal(read(`http://127.0.0.1:${port}/x`, { trusted, mayReach: () => false }))).toContain(
    'may be asked',
  )
})

describe('through a proxy, which looks names up by itself', () => {
  const ask = async (resolve: NonNullable<OutsideDeps['resolve']>, url = 'https://files.example/x') => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    onTestFinished(() => void vi.unstubAllEnvs())
    const server = await openTlsFeishu()
    const proxy = await openConnectProxy(server.port)
    const tunnels = createTunnels({}, { url: proxy.url, except: '' })
    const { read } = await setUp()
    const said = await refusal(read(url, { resolve, agentFor: () => tunnels }))
    return { said, asked: proxy.asked }
  }

  it.each([[['10.0.0.8']], [['93.184.216.34', '127.0.0.1']]])(
    'a name that leads to %j here is not asked',
    async (addresses) => {
      const { said, asked } = await ask(async () => addresses.map((address) => ({ address, family: 4 })))
      expect(said).toContain('leads into a private network')
      expect(asked).toEqual([])
    },
  )

  it.each<[string, NonNullable<OutsideDeps['resolve']>]>([
    ['public', async () => [{ address: '93.184.216.34', family: 4 }]],
    ['known to nobody here', () => Promise.reject(new Error('ENOTFOUND'))],
    ['looked up without an end', () => new Promise(() => undefined)],
  ])('one that is %s is asked by its name', async (_, resolve) => {
    const { said, asked } = await ask(resolve)
    expect(said).toMatch(/^answered "200 /)
    expect(asked).toEqual(['files.example:443'])
  })

  it('an address of this network is not asked either', async () => {
    expect(await ask(async () => [], 'https://10.1.2.3/x')).toEqual({
      said: expect.stringContaining('leads into a private network'),
      asked: [],
    })
  })
})

describe('an answer is bounded', () => {
  const trustedRead = async (answer: RequestListener, most: { timeoutMs: number; mostBytes: number }) => {
    const { read, port } = await setUp(answer)
    const host = `127.0.0.1:${port}`
    return refusal(read(`http://${host}/x`, { trusted: [host] }, most))
  }

  it.each([
    ['that says so', { 'content-length': '5000' }],
    ['that does not', {}],
  ])('in size, one %s', async (_, headers: Record<string, string>) => {
    const answer: RequestListener = (request, response) => {
      response.writeHead(200, headers)
      for (let at = 0; at < 50; at += 1) response.write('x'.repeat(100))
      response.end()
    }
    expect(await trustedRead(answer, { timeoutMs: 5_000, mostBytes: 1_000 })).toContain(
      'more than 1000 bytes',
    )
  })

  it('within what is left of a time, which is no whole number', async () => {
    const answer: RequestListener = (_, response) => response.end('in time')
    expect(await trustedRead(answer, { timeoutMs: 4_999.96, mostBytes: 1_000 })).toContain('answered')
  })

  it('in time, also while it drips', async () => {
    const answer: RequestListener = (_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => {
        clearInterval(drip)
      })
    }
    expect(await trustedRead(answer, { timeoutMs: 200, mostBytes: 1_000_000 })).toContain('took too long')
    const silent: RequestListener = () => undefined
    expect(await trustedRead(silent, { timeoutMs: 100, mostBytes: 1_000 })).toContain('in time')
  })

  it('and not packed', async () => {
    const answer: RequestListener = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')
    expect(await trustedRead(answer, { timeoutMs: 5_000, mostBytes: 1_000 })).toContain('packed')
  })

  it('one that breaks off is none', async () => {
    const answer: RequestListener = (request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => request.socket.destroy())
    }
    expect(await trustedRead(answer, { timeoutMs: 5_000, mostBytes: 1_000 })).toContain('broke off')
  })
})

it('a refusal tells no more than the host', async () => {
  const { read, at } = await setUp()
  const said = await refusal(read('https://secret.example/path?token=hunter2', at('10.0.0.1')))
  expect(said).toContain('secret.example')
  expect(said).not.toContain('hunter2')
})

it.each([
  ['93.184.216.34', true],
  ['2606:4700:4700::1111', true],
  ['0.0.0.0', false],
  ['100.64.0.1', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['198.19.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['fe80::1', false],
  ['fc00::1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['2001::1', false],
  ['ff02::1', false],
  ['files.example', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected)
})
