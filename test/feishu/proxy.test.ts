import { request } from 'node:https'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { createLongConnection } from '../../server/feishu/connection.ts'
import { createFetchText } from '../../server/feishu/fetch-text.ts'
import { createTunnels, goesThroughProxy } from '../../server/feishu/proxy.ts'
import { openConnectProxy, openTlsFeishu, PASSWORD } from '../support/connect-proxy.ts'
import { openFakeFeishu } from './fake-feishu.ts'
import { clientOf, failureOf, pictured, snapshot } from './samples.ts'

/** Only the proxy knows where that is. */
const FAR = 'https://open.feishu.example'

async function setUp({
  except = '',
  listenOn = '127.0.0.1',
  ...over
}: { except?: string; listenOn?: string; baseUrl?: string; timeoutMs?: number } = {}) {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  onTestFinished(() => void vi.unstubAllEnvs())
  const server = await openTlsFeishu()
  const proxy = await openConnectProxy(server.port, listenOn)
  const { baseUrl = FAR, ...options } = over
  const client = clientOf(baseUrl, { ...options, proxy: { url: proxy.url, except } })
  return { server, proxy, ...client }
}

it('every call to Feishu goes through the proxy, in one tunnel that is kept', async () => {
  const { server, proxy, feishu } = await setUp()
  expect(await feishu.doctor.token()).toMatchObject({ ok: true })
  for (let times = 0; times < 3; times += 1)
    expect(await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')).toMatchObject({ ok: true })
  expect(proxy.asked).toEqual(['open.feishu.example:443'])
  expect(server.connections()).toBe(1)
  expect(new Set(server.requests.map((one) => one.split('/')[0]))).toEqual(new Set(['open.feishu.example']))
})

it('a proxy that is named by an IPv6 address, and a Feishu that is', async () => {
  const { proxy, feishu } = await setUp({ baseUrl: 'https://[2001:db8::8]:8443', listenOn: '::1' })
  expect(new URL(proxy.url).hostname).toBe('[::1]')
  expect(await feishu.doctor.token()).toMatchObject({ ok: true })
  expect(proxy.asked).toEqual(['[2001:db8::8]:8443'])
})

it('a Feishu on this machine is never asked through it', async () => {
  const fake = await openFakeFeishu()
  const { proxy, feishu, server } = await setUp({ baseUrl: fake.url })
  expect(await feishu.doctor.token()).toMatchObject({ ok: true })
  const overTls = clientOf(`https://localhost:${server.port}`, { proxy: { url: proxy.url, except: '' } })
  expect(await overTls.feishu.doctor.token()).toMatchObject({ ok: true })
  expect(proxy.asked).toEqual([])
})

it('a host that is excepted is asked directly', async () => {
  const { proxy, feishu } = await setUp({ except: 'feishu.example' })
  expect(failureOf(await feishu.doctor.token())).toMatchObject({ class: 'not_sent' })
  expect(proxy.asked).toEqual([])
})

it.each([407, 403, 502])(
  'when the proxy answers %i nothing was sent, and its password is in no log',
  async (status) => {
    const { proxy, server, feishu, logged } = await setUp()
    proxy.answerWith(status)
    const failure = failureOf(await feishu.doctor.token())
    expect(failure).toMatchObject({ class: 'not_sent', message: `No answer: PROXY_${status}` })
    expect(server.requests).toEqual([])
    const told = JSON.stringify([failure, logged])
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'corp:']) expect(told).not.toContain(secret)
    proxy.answerWith(200)
    expect(await feishu.doctor.token()).toMatchObject({ ok: true })
  },
)

it('a proxy that says nothing costs one deadline, and one that is away is said', async () => {
  const { proxy, feishu } = await setUp({ timeoutMs: 300 })
  proxy.answerWith(null)
  expect(failureOf(await feishu.doctor.token())).toMatchObject({ message: 'No answer: timeout' })
  const away = clientOf(FAR, { proxy: { url: 'http://127.0.0.1:1', except: '' } })
  expect(failureOf(await away.feishu.doctor.token())).toMatchObject({
    class: 'not_sent',
    message: 'No answer: PROXY_ECONNREFUSED',
  })
})

it('a tunnel that the proxy never opens is given up, and its connection with it', async () => {
  const { proxy } = await setUp()
  proxy.answerWith(null)
  const way = { url: proxy.url, except: '' }
  expect(createTunnels({}, way).options).toMatchObject({ timeout: 15_000 })
  const asked = request(FAR, { agent: createTunnels({ timeout: 100 }, way) })
  const failed = new Promise((resolve) => asked.on('error', resolve))
  asked.end()
  expect(await failed).toMatchObject({ code: 'PROXY_TIMEOUT' })
  await vi.waitUntil(() => proxy.open() === 0, { timeout: 60_000 })
  expect(proxy.asked).toEqual(['open.feishu.example:443'])
})

it("doctor's look at PUBLIC_URL goes the same way, off for loopback, and says what the proxy said", async () => {
  const { server, proxy } = await setUp()
  const fetchText = createFetchText({ url: proxy.url, except: '' })
  const far = 'https://approvals.example/healthz'
  expect(await fetchText(far)).toMatchObject({ status: 200, text: expect.stringContaining('"code":0') })
  expect(await fetchText(`https://localhost:${server.port}/healthz`)).toMatchObject({ status: 200 })
  expect([proxy.asked, server.requests]).toEqual([
    ['approvals.example:443'],
    ['approvals.example/healthz', `localhost:${server.port}/healthz`],
  ])
  proxy.answerWith(407)
  await expect(createFetchText({ url: proxy.url, except: '' })(far)).rejects.toThrow(
    'The proxy opened no tunnel: 407',
  )
  const around = createFetchText({ url: proxy.url, except: 'approvals.example' })
  await expect(around(far)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/)
})

it('a long connection goes through it as well, wherever Feishu has it opened', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  onTestFinished(() => void vi.unstubAllEnvs())
  const sockets = new WebSocketServer({ noServer: true })
  const opened: string[] = []
  const server = await openTlsFeishu({
    data: {
      URL: 'wss://frontier.feishu.example/ws/v2?aid=1&device_id=1&service_id=1',
      ClientConfig: { ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 0, PingInterval: 60 },
    },
    onUpgrade: (request, socket, head) => {
      opened.push(`${request.headers.host ?? ''}${request.url ?? ''}`)
      sockets.handleUpgrade(request, socket, head, (one) => {
        onTestFinished(() => {
          one.terminate()
        })
      })
    },
  })
  const proxy = await openConnectProxy(server.port)
  const silent = () => undefined
  const connection = createLongConnection({
    baseUrl: FAR,
    appId: 'cli_0123456789abcdef',
    appSecret: 's',
    now: () => 1,
    proxy: { url: proxy.url, except: '' },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    take: async () => undefined,
  })
  onTestFinished(() => connection.close())
  connection.open()
  await vi.waitUntil(() => connection.state().connectedSince !== null, { timeout: 60_000 })
  expect(opened).toEqual(['frontier.feishu.example/ws/v2?aid=1&device_id=1&service_id=1'])
  expect(proxy.asked).toEqual(['open.feishu.example:443', 'frontier.feishu.example:443'])
})

describe('through the proxy goes', () => {
  it.each([
    ['https://open.feishu.cn', '', true],
    ['https://open.feishu.cn/open-apis', 'feishu.com, other.cn', true],
    ['https://open.feishu.cn', '*', false],
    ['https://open.feishu.cn', 'a.example, open.feishu.cn', false],
    ['https://OPEN.feishu.cn', 'Open.Feishu.CN', false],
    ['https://open.feishu.cn.', 'open.feishu.cn', false],
    ['https://open.feishu.cn', 'feishu.cn', false],
    ['https://open.feishu.cn', '.feishu.cn', false],
    ['https://open.feishu.cn', '*.feishu.cn', false],
    ['https://feishu.cn', '.feishu.cn', false],
    ['https://notfeishu.cn', 'feishu.cn', true],
    ['https://notfeishu.cn', '.feishu.cn', true],
    ['https://open.feishu.cn', 'open.feishu.cn:443', false],
    ['https://open.feishu.cn', 'open.feishu.cn:8443', true],
    ['https://open.feishu.cn:8443', 'feishu.cn:8443', false],
    ['https://open.feishu.cn:8443', 'feishu.cn:443', true],
    ['https://10.0.0.8', '10.0.0.8', false],
    ['https://10.0.0.8', '0.0.8', true],
    ['https://10.0.0.8', '10.0.0.0/8', true],
    ['https://[fd00::8]:8443', 'fd00::8', false],
    ['https://[fd00::8]:8443', 'FD00:0:0::0008', false],
    ['https://[fd00::8]:8443', '[FD00:0::8]:8443', false],
    ['https://[fd00::8]:8443', 'fd00::9', true],
    ['https://[fd00::8]:8443', ':::', true],
    ['https://[fd00::8]:8443', '[fd00::8]:8443', false],
    ['https://[fd00::8]:8443', '[fd00::8]:443', true],
    ['https://[fd00::8]', '', true],
    ['https://[fd00::8]', 'fd00::9, fd00:0:0::8', false],
    ['https://[FD00:0::8]', '[fd00::8]', false],
    ['https://[fd00::8]', 'fd00:0:0:0:0:0:0:8', false],
    ['https://[fd00::8]', 'FD00::0008', false],
    ['https://[fd00::8]', '[FD00::0008]:443', false],
    ['https://[fd00::18]', 'fd00::8', true],
    ['https://[fd00::8]', 'fd00::', true],
    ['https://[fd00::8]', '[fd00::8', true],
    ['https://open.feishu.cn', '  ,, ', true],
    ['https://127.0.0.1:3100', '', false],
    ['https://127.1', '', false],
    ['https://127.8.8.8', '', false],
    ['https://[::1]', '', false],
    ['https://[::ffff:127.0.0.1]', '', false],
    ['https://localhost', '', false],
    ['https://feishu.localhost', '', false],
    ['https://localhost.example', '', true],
    ['http://feishu-gateway.internal', '', false],
  ])('%s with NO_PROXY "%s": %s', (address, except, through) => {
    expect(goesThroughProxy({ url: 'http://proxy.example', except }, address)).toBe(through)
  })
})
