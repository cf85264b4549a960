import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { openApp } from '../../server/app/app.ts'
import { systemClock } from '../../server/runtime/clock.ts'
import { createLogger } from '../../server/runtime/logger.ts'

/** The whole server in this process, on a sandbox of its own. */
async function setUp(events: 'webhook' | 'connection', over: { encryptKey?: undefined } = {}) {
  const lines: string[] = []
  const dataDir = await mkdtemp(join(tmpdir(), 'event-doors-'))
  const sandbox = await openSandbox()
  const { info } = sandbox
  const { appId, appSecret, callbackToken, callbackKey, verificationToken, encryptKey } = info
  const app = await openApp(
    {
      feishu: {
        appId,
        appSecret,
        callbackToken,
        callbackKey,
        verificationToken,
        encryptKey: 'encryptKey' in over ? undefined : encryptKey,
        events,
        pages: 'web_app',
        baseUrl: sandbox.url,
        botMessageUrl: `${sandbox.url}/open-apis/approval/v1/message`,
        applinkUrl: sandbox.applinkUrl,
      },
      publicUrl: 'http://127.0.0.1:9',
      dataDir,
      definitionsDir: join(dataDir, 'none'),
      binding: { appId, baseUrl: sandbox.url },
      adminToken: undefined,
      trustedProxies: [],
      webhookHosts: [],
      secretOf: () => undefined,
      company: undefined,
      sourceName: undefined,
      logRequestsAt: 'debug',
      actsPerMinute: 60,
      reconcileEverySeconds: 3_600,
      pid: process.pid,
      web: {
        links: { center: 'tab', card: 'tab', reminder: 'tab', chat: 'sidebar' },
        frameAncestors: undefined,
        jssdkUrl: undefined,
      },
      thrift: { withoutCards: false, unsent: [] },
      reminders: { time: 'off', timeZone: 'Asia/Shanghai', weekdays: '1-5' },
    },
    { clock: systemClock, log: createLogger('warn', { write: (line) => lines.push(line) }) },
  )
  const port = await app.serve({ port: 0, host: '127.0.0.1' })
  onTestFinished(async () => {
    await app.close()
    await sandbox.close()
    await rm(dataDir, { recursive: true })
  })
  const post = async (path: string, body = '{}') =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body })).status
  const doctor = async () =>
    (await app.doctor({ store: false, fix: false })).findings.find(({ name }) => name === 'long connection')
  return { sandbox, app, post, doctor, lines }
}

it('events that come to an address have to prove themselves there', async () => {
  const { post, doctor, sandbox } = await setUp('webhook')
  expect([await post('/feishu/event'), await post('/feishu/card')]).toEqual([401, 401])
  expect(await doctor()).toBeUndefined()
  expect(sandbox.world.connections.count()).toBe(0)
})

it('over a long connection there is no address, and the doctor knows how it stands', async () => {
  const { post, doctor, sandbox, app } = await setUp('connection')
  expect([await post('/feishu/event'), await post('/feishu/card')]).toEqual([404, 404])
  await vi.waitUntil(() => sandbox.world.connections.count() === 1, { timeout: 60_000 })
  await vi.waitUntil(async () => (await doctor())?.state === 'ok', { timeout: 60_000 })
  expect((await doctor())?.says).toMatch(/^open since \d/)
  await app.close()
  await vi.waitUntil(() => sandbox.world.connections.count() === 0, { timeout: 60_000 })
})

it('callbacks that only a signature lets in are said to be missing one, once each', async () => {
  const { post, sandbox, lines } = await setUp('webhook', { encryptKey: undefined })
  const types = ['url.preview.get', 'card.action.trigger']
  for (const type of [...types, ...types]) {
    const header = { event_type: type, token: sandbox.info.verificationToken }
    expect(await post('/feishu/card', JSON.stringify({ schema: '2.0', header, event: {} }))).toBe(200)
  }
  const said = lines.filter((line) => line.includes('FEISHU_ENCRYPT_KEY'))
  expect(said.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(types)
})
