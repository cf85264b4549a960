import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openClient, type Client } from './support/client.ts'
import { OAUTH } from './support/routes.ts'

const BACK = 'https://approvals.example.com/m/_login'
const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

let feishu: Client
beforeEach(async () => {
  feishu = await openClient()
  await feishu.control('POST', 'settings', { redirectUrls: [BACK] })
})
afterEach(() => feishu.close())

function visit(more: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({
    client_id: feishu.sandbox.info.appId,
    response_type: 'code',
    redirect_uri: BACK,
    state: 'a-state',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  })
  const address = `${feishu.sandbox.url}/open-apis/authen/v1/authorize?${query.toString()}`
  return fetch(address, { redirect: 'manual' })
}

/** Where whoever was chosen on the page is sent. */
async function goneTo(sandbox_user: string): Promise<URL> {
  const response = await visit({ sandbox_user })
  expect(response.status).toBe(302)
  return new URL(response.headers.get('location') ?? '')
}

const exchange = (code: string | null, more: Record<string, string> = {}) => {
  const { appId, appSecret } = feishu.sandbox.info
  const app = { client_id: appId, client_secret: appSecret }
  const given = { code, redirect_uri: BACK, code_verifier: VERIFIER, ...more }
  return feishu.post(OAUTH, { grant_type: 'authorization_code', ...app, ...given })
}

it('asks who one is, and leads back with a code and the state as it was', async () => {
  const page = await visit()
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
  const [link = ''] = /href="[^"]*sandbox_user=u_dev"/.exec(await page.text()) ?? []
  expect(link).toContain('a-state')

  const back = await goneTo('u_dev')
  expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([BACK, 'a-state'])
  const { body } = await exchange(back.searchParams.get('code'))
  expect(body.code).toBe(0)
})

it('a refusal leads back, too', async () => {
  const back = await goneTo('')
  expect(back.search).toBe('?error=access_denied&state=a-state')
})

it.each<[string, Record<string, string>, number]>([
  ['another app', { client_id: 'cli_other' }, 20048],
  ['another kind of answer', { response_type: 'token' }, 20001],
  ['an address that is not listed', { redirect_uri: 'https://evil.example.com/m/_login' }, 2000],
  ['an address below a listed one', { redirect_uri: `${BACK}/more` }, 2000],
  ['a challenge that is none', { code_challenge: 'short' }, 20049],
])('refuses %s, and leads nowhere', async (_what, more, code) => {
  for (const who of [{}, { sandbox_user: 'u_dev' }]) {
    const response = await visit({ ...more, ...who })
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
    expect(await response.json()).toMatchObject({ code })
  }
})

it('its code wants the verifier, and no other address', async () => {
  const codeNow = async () => (await goneTo('u_dev')).searchParams.get('code')
  expect((await exchange(await codeNow(), { code_verifier: 'w'.repeat(43) })).body.code).toBe(20049)
  expect((await exchange(await codeNow(), { code_verifier: '' })).body.code).toBe(20049)
  const elsewhere = { redirect_uri: 'https://evil.example.com/' }
  expect((await exchange(await codeNow(), elsewhere)).body.code).toBe(20071)
})

it('its code is good for five minutes, and once', async () => {
  const codeNow = async () => (await goneTo('u_dev')).searchParams.get('code')
  const [early, late] = [await codeNow(), await codeNow()]
  await feishu.control('POST', 'clock', { advanceMs: 4.9 * 60_000 })
  expect((await exchange(early)).body.code).toBe(0)
  expect((await exchange(early)).body.code).toBe(20065)
  await feishu.control('POST', 'clock', { advanceMs: 0.2 * 60_000 })
  expect((await exchange(late)).body.code).toBe(20004)
})
