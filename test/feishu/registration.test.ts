import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { accountsUrl } from '../../server/feishu/accounts-url.ts'
import { registerWithFeishu } from '../../server/feishu/registration.ts'
import { confirmRegistration } from '../support/confirm-registration.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openSandbox({ settings: { registrationSeconds: 1 } })
})
afterEach(() => sandbox.close())

type Options = Parameters<typeof registerWithFeishu>[0]

const register = (onAddress: Options['onAddress'], more: Partial<Options> = {}) =>
  registerWithFeishu({
    baseUrl: sandbox.url,
    proxy: undefined,
    name: '审批',
    scopes: ['approval:approval', 'approval:approval:readonly'],
    events: ['contact.user.deleted_v3'],
    callbacks: ['card.action.trigger'],
    onAddress,
    ...more,
  })

it('gives the app once somebody has confirmed, with what it asks for and nothing else', async () => {
  const app = await register((address, expiresInMs) => {
    expect(expiresInMs).toBe(600_000)
    void confirmRegistration(address, 'confirm')
  })
  const { appId, appSecret } = sandbox.info
  expect(app).toEqual({ appId, appSecret, isLark: false })
  expect(sandbox.world.settings().scopes).toEqual(['approval:approval', 'approval:approval:readonly'])
})

it('asks again when told to slow down, and when an answer is lost', async () => {
  sandbox.world.changeSettings({ registrationSeconds: 1 })
  let polls = 0
  const unreliable = createServer((request, response) => {
    void (async () => {
      let text = ''
      for await (const piece of request as AsyncIterable<Buffer>) text += piece.toString()
      polls += text.startsWith('action=poll') ? 1 : 0
      if (polls === 1) return void request.socket.destroy()
      const answer = await fetch(`${sandbox.url}${request.url ?? ''}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: text,
      })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })()
  })
  await new Promise<void>((resolve) => unreliable.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(unreliable.address() as AddressInfo).port}`
  try {
    const app = await register(
      (address) => void confirmRegistration(address.replace(baseUrl, sandbox.url), 'confirm'),
      { baseUrl },
    )
    expect(app.appId).toBe(sandbox.info.appId)
    expect(polls).toBeGreaterThan(1)
  } finally {
    unreliable.closeAllConnections()
    unreliable.close()
  }
})

it('says why there is none: refused, too late, no platform there', async () => {
  const refused = register((address) => void confirmRegistration(address, 'deny'))
  await expect(refused).rejects.toThrow('it was refused on the page that the code opens')
  const late = register(() => {
    sandbox.world.clock.moveTo(sandbox.world.clock.offsetMs() + 700_000)
  })
  await expect(late).rejects.toThrow('nobody confirmed it in time')
  const nowhere = register(() => undefined, { baseUrl: 'http://127.0.0.1:1' })
  await expect(nowhere).rejects.toThrow('Feishu did not answer: ECONNREFUSED')
  const another = createServer((_request, response) => response.end('<html>hello</html>'))
  await new Promise<void>((resolve) => another.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(another.address() as AddressInfo).port}`
  await expect(register(() => undefined, { baseUrl })).rejects.toThrow(
    'is FEISHU_BASE_URL the open platform?',
  )
  another.closeAllConnections()
  another.close()
})

it.each([
  ['https://open.feishu.cn', 'https://accounts.feishu.cn'],
  ['https://open.larksuite.com', 'https://accounts.larksuite.com'],
  ['http://127.0.0.1:3101', 'http://127.0.0.1:3101'],
])('accounts of %s are at %s', (baseUrl, expected) => {
  expect(accountsUrl(baseUrl)).toBe(expected)
})
