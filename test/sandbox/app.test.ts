import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openClient, type Client, type Reply } from './support/client.ts'
import { openReceiver } from './support/receiver.ts'

const V7 = '/open-apis/application/v7/applications'
const V6 = '/open-apis/application/v6/applications'

let client: Client
let base: string
beforeEach(async () => {
  client = await openClient({ settings: { rateLimit: 'off', registrationSeconds: 1 } })
  base = `${V7}/${client.sandbox.info.appId}`
})
afterEach(() => client.close())

const codeOf = ({ status, body }: Reply) => [status, body.code]
const config = (body: unknown) => client.patch(`${base}/config`, body)
const draft = async () => (await client.control('GET', 'app')) as { draft: Record<string, unknown> }

describe('更新应用开发配置', () => {
  it('changes what is named, and leaves the rest', async () => {
    const added = { scope: { add_scopes: [{ scope_name: 'event:ip_list', token_type: 'tenant' }] } }
    expect(codeOf(await config(added))).toEqual([200, 0])
    const security = {
      add: {
        redirect_urls: ['https://a.example/m/x', 'https://a.example/m/y'],
        h5_trusted_domains: ['https://a.example'],
      },
    }
    expect(codeOf(await config({ security }))).toEqual([200, 0])
    expect(
      codeOf(await config({ security: { remove: { redirect_urls: ['https://a.example/m/y'] } } })),
    ).toEqual([200, 0])
    expect((await draft()).draft).toMatchObject({
      scopes: expect.arrayContaining(['event:ip_list', 'approval:approval']),
      security: { redirect_urls: ['https://a.example/m/x'], h5_trusted_domains: ['https://a.example'] },
      bot: true,
    })
  })

  it.each([
    ['a field that the types do not have', { scopes: [] }],
    ['a scope without whose it is', { scope: { add_scopes: [{ scope_name: 'im:message' }] } }],
    ['a bare host in place of an origin', { security: { add: { h5_trusted_domains: ['a.example'] } } }],
    ['a redirect URL with a query', { security: { add: { redirect_urls: ['https://a.example/m?x=1'] } } }],
    ['a network in place of an address', { security: { add: { allowed_ips: ['10.0.0.0/8'] } } }],
    ['a way of subscribing that there is not', { event: { subscription_type: 'connection' } }],
    ['a webhook without an address', { callback: { callback_type: 'webhook' } }],
    ['everyone as a word', { visibility: 'all' }],
    ['a range that there is not', { contacts: { contacts_range_type: 'everyone' } }],
  ])('refuses %s, and changes nothing', async (_what, body) => {
    const before = await draft()
    expect(codeOf(await config(body))).toEqual([400, 99992402])
    expect(await draft()).toEqual(before)
  })

  it('takes an address only when it returns the challenge, sealed with the key of the same patch', async () => {
    const receiver = await openReceiver()
    const event = { subscription_type: 'webhook', request_url: receiver.url, add_events: ['a.b_v1'] }
    expect(codeOf(await config({ event }))).toEqual([400, 99992402])
    expect(JSON.parse(receiver.received.at(-1)?.text ?? '')).toEqual({ encrypt: expect.any(String) })

    receiver.answer(({ text }) => ({
      body: { challenge: (JSON.parse(text) as { challenge: string }).challenge },
    }))
    const strategy = { encryption_key: '', verification_token: 'v-1' }
    const both = { event, event_and_callback_encrypt_strategy: strategy }
    expect(codeOf(await config(both))).toEqual([200, 0])
    const asked: unknown = JSON.parse(receiver.received.at(-1)?.text ?? '')
    expect(asked).toMatchObject({ type: 'url_verification', token: 'v-1' })
    expect(await client.control('GET', 'settings')).toMatchObject({ eventUrl: receiver.url })
    await receiver.close()
  })

  it('is for the app itself, with the scope for it, and not for apps that are made otherwise', async () => {
    expect(codeOf(await client.patch(`${V7}/cli_another/config`, {}))).toEqual([400, 210508])
    await client.control('POST', 'settings', { appPatchable: false })
    expect(codeOf(await config({}))).toEqual([400, 210505])
    await client.control('POST', 'settings', { appPatchable: true, scopes: ['approval:approval'] })
    expect(codeOf(await config({}))).toEqual([400, 99991672])
  })
})

describe('what is set by calls is what holds', () => {
  const login = async (page: string) => {
    const { appId } = client.sandbox.info
    const query = new URLSearchParams({ client_id: appId, response_type: 'code', redirect_uri: page })
    const { status } = await fetch(`${client.sandbox.url}/open-apis/authen/v1/authorize?${query.toString()}`)
    return status
  }
  const settings = () => client.control('GET', 'settings')

  it('redirect URLs and trusted domains, at once', async () => {
    const page = 'https://a.example/m/_login'
    expect(await login(page)).toBe(400)
    const add = { redirect_urls: [page], h5_trusted_domains: ['https://a.example'] }
    await config({ security: { add } })
    expect(await login(page)).toBe(200)
    expect(await settings()).toMatchObject({ trustedDomains: ['https://a.example'] })
    await config({ security: { remove: { redirect_urls: [page] } } })
    expect(await login(page)).toBe(400)
  })

  it('who may use the app, once it is published', async () => {
    await config({ visibility: { is_visible_to_all: false, visible_list: { user_ids: ['u_dev'] } } })
    expect(await settings()).toMatchObject({ availability: 'all' })
    await client.post(`${base}/publish`, { remark: 'why', changelog: 'what' })
    expect(await settings()).toMatchObject({ availability: ['u_dev'], contactRange: 'all' })
  })

  it('a publication leaves what the settings said of people', async () => {
    await client.control('POST', 'settings', { availability: ['u_dev'], contactRange: ['u_lead'] })
    await client.post(`${base}/publish`, { remark: 'why', changelog: 'what' })
    expect(await settings()).toMatchObject({ availability: ['u_dev'], contactRange: ['u_lead'] })
  })

  it('the long connection, which is saved only while one is open', async () => {
    expect(codeOf(await config({ event: { subscription_type: 'websocket' } }))).toEqual([400, 99992402])
    expect(codeOf(await config({ callback: { callback_type: 'websocket' } }))).toEqual([400, 99992402])
    expect(await settings()).toMatchObject({ eventWay: 'webhook' })
  })
})

describe('提交发布自建应用', () => {
  const words = { remark: 'why', changelog: 'what' }

  it('brings scopes and people into force once it is agreed to, and takes no change before', async () => {
    await client.control('POST', 'settings', { appReview: 'waits', contactRange: ['u_dev'] })
    await config({ contacts: { contacts_range_type: 'all' } })
    const { body } = await client.post(`${base}/publish`, words)
    expect(body).toMatchObject({ code: 0, data: { version: expect.stringMatching(/^1\.0\.\d+$/) } })
    expect(await client.control('GET', 'settings')).toMatchObject({ contactRange: ['u_dev'] })
    expect(codeOf(await config({}))).toEqual([400, 210507])
    expect(codeOf(await client.post(`${base}/publish`, words))).toEqual([400, 210507])

    await client.control('POST', 'app/review', { agree: true })
    expect(await client.control('GET', 'settings')).toMatchObject({ contactRange: 'all' })
    expect(codeOf(await config({}))).toEqual([200, 0])
  })

  it('what is refused stays as it was, and may be changed again', async () => {
    await client.control('POST', 'settings', { appReview: 'waits' })
    await client.patch(`${base}/ability`, { bot: { enable: false } })
    await client.post(`${base}/publish`, words)
    await client.control('POST', 'app/review', { agree: false })
    expect((await client.get('/open-apis/bot/v3/info')).body).toMatchObject({ code: 0 })
    expect(codeOf(await client.patch(`${base}/ability`, { bot: { enable: true } }))).toEqual([200, 0])
  })

  it('without a bot nothing is said in chats', async () => {
    await client.patch(`${base}/ability`, { bot: { enable: false } })
    await client.post(`${base}/publish`, words)
    expect(codeOf(await client.get('/open-apis/bot/v3/info'))).toEqual([400, 11205])
    const message = { receive_id: 'u_dev', msg_type: 'text', content: '{"text":"x"}' }
    const sent = await client.post('/open-apis/im/v1/messages?receive_id_type=user_id', message)
    expect(codeOf(sent)).toEqual([400, 230006])
  })

  it.each([
    ['no reason', { changelog: 'what' }],
    ['an ability that is not switched on', { ...words, pc_default_ability: 'gadget' }],
    ['a version that is there', { ...words, version: '1.0.0' }],
  ])('refuses %s', async (_what, body) => {
    expect(codeOf(await client.post(`${base}/publish`, body))).toEqual([400, 99992402])
  })
})

describe('获取应用信息', () => {
  it('tells what is in force and what waits, with a language', async () => {
    expect(codeOf(await client.get(`${V6}/me`))).toEqual([400, 99992402])
    const { body } = await client.get(`${V6}/me?lang=zh_cn`)
    const app = body.data['app'] as Record<string, string>
    expect(app).toMatchObject({ status: 1, redirect_urls: [], unaudit_version_id: '' })
    const version = await client.get(`${V6}/me/app_versions/${app['online_version_id'] ?? ''}?lang=zh_cn`)
    expect(version.body.data['app_version']).toMatchObject({
      status: 1,
      events: ['contact.user.updated_v3', 'contact.user.deleted_v3'],
      ability: { bot: {} },
      remark: { visibility: { is_all: true } },
    })
    expect(codeOf(await client.get(`${V6}/me/app_versions/oav_none?lang=zh_cn`))).toEqual([400, 211002])
  })
})

describe('the device grant', () => {
  const ask = async (form: Record<string, string>) => {
    const response = await fetch(`${client.sandbox.url}/oauth/v1/app/registration`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const begin = () =>
    ask({
      action: 'begin',
      archetype: 'PersonalAgent',
      auth_method: 'client_secret',
      request_user_info: 'open_id',
    })
  const poll = (device_code = '') => ask({ action: 'poll', device_code })
  const addons = (value: unknown) => gzipSync(JSON.stringify(value)).toString('base64url')
  const press = async (address: string, answer: string, more = '&from=sdk&tp=sdk') =>
    (await fetch(`${address}${more}`, { method: 'POST', body: new URLSearchParams({ answer }) })).status
  const later = () => client.control('POST', 'clock', { advanceMs: 20_000 })

  it('gives the secret once, to whoever holds the device code, when somebody has confirmed', async () => {
    const { body } = await begin()
    expect(body).toMatchObject({ expires_in: 600, interval: 1 })
    const address = body['verification_uri_complete'] ?? ''
    expect(await poll(body['device_code'])).toMatchObject({
      status: 400,
      body: { error: 'authorization_pending' },
    })
    const wanted = { preset: false, scopes: { tenant: ['approval:approval'] } }
    expect(await press(address, 'confirm', `&from=sdk&tp=sdk&addons=${addons(wanted)}`)).toBe(200)
    await later()
    const { appId, appSecret } = client.sandbox.info
    expect(await poll(body['device_code'])).toMatchObject({
      status: 200,
      body: { client_id: appId, client_secret: appSecret, user_info: { tenant_brand: 'feishu' } },
    })
    expect(await poll(body['device_code'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await client.control('GET', 'settings')).toMatchObject({
      scopes: ['approval:approval'],
      contactRange: ['u_admin'],
      availability: ['u_admin'],
      eventUrl: '',
      eventWay: 'connection',
      redirectUrls: [],
      trustedDomains: [],
    })
  })

  it('slows down who asks too often, and says when it was refused or is over', async () => {
    const { body } = await begin()
    const code = body['device_code']
    await poll(code)
    expect((await poll(code)).body).toMatchObject({ error: 'slow_down' })
    await later()
    expect((await poll(code)).body).toMatchObject({ error: 'authorization_pending' })
    await press(body['verification_uri_complete'] ?? '', 'deny')
    await later()
    expect((await poll(code)).body).toMatchObject({ error: 'access_denied' })
    await client.control('POST', 'clock', { advanceMs: 600_000 })
    expect((await poll(code)).body).toMatchObject({ error: 'expired_token' })
    expect((await poll('another')).body).toMatchObject({ error: 'invalid_grant' })
  })

  it.each([
    ['another archetype', { action: 'begin', archetype: 'Agent' }],
    ['a poll without a code', { action: 'poll' }],
    ['nothing', {}],
  ])('refuses %s', async (_what, form) => {
    expect(await ask(form)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  it('opens no page for addons that are none, nor for an address that no SDK made', async () => {
    const { body } = await begin()
    const address = body['verification_uri_complete'] ?? ''
    const wrong = addons({ events: { request_url: 'https://a.example' } })
    expect(await press(address, 'confirm', `&from=sdk&tp=sdk&addons=${wrong}`)).toBe(404)
    expect(await press(address, 'confirm', '&from=sdk&tp=sdk&addons=%7B%7D')).toBe(404)
    expect(await press(address, 'confirm', '')).toBe(404)
    expect((await fetch(`${address}&from=sdk&tp=sdk`)).status).toBe(200)
  })

  it('without the platform’s leave what is to be prefilled is ignored', async () => {
    await client.control('POST', 'settings', { registrationAddons: false })
    const { body } = await begin()
    const wanted = addons({ preset: false, scopes: { tenant: ['approval:approval'] } })
    await press(body['verification_uri_complete'] ?? '', 'confirm', `&from=sdk&tp=sdk&addons=${wanted}`)
    expect(await client.control('GET', 'settings')).toMatchObject({
      scopes: ['im:message', 'im:message:send_as_bot'],
    })
  })
})
