import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openClient, type Client } from './support/client.ts'
import { DEFINITIONS, OAUTH, SEND, TOKEN } from './support/routes.ts'

let feishu: Client
beforeEach(async () => {
  feishu = await openClient()
})
afterEach(() => feishu.close())

const minutes = (count: number) => feishu.control('POST', 'clock', { advanceMs: count * 60_000 })

describe('tenant_access_token', () => {
  it('stays the same while it has 30 minutes left, then a new one stands beside it', async () => {
    const first = await feishu.newToken()
    await minutes(89)
    expect(await feishu.newToken()).toBe(first)
    await minutes(2)
    const second = await feishu.newToken()
    expect(second).not.toBe(first)
    feishu.useToken(first)
    expect((await feishu.get('/open-apis/application/v6/scopes')).body.code).toBe(0)
  })

  it('dies after two hours', async () => {
    await minutes(121)
    const { status, body } = await feishu.get('/open-apis/application/v6/scopes')
    expect({ status, code: body.code }).toEqual({ status: 400, code: 99991663 })
  })

  it('is refused for a wrong secret', async () => {
    const { appId } = feishu.sandbox.info
    expect((await feishu.post(TOKEN, { app_id: appId, app_secret: 'wrong' })).body.code).toBe(10014)
    expect((await feishu.post(TOKEN, { app_id: 'cli_other', app_secret: 'x' })).body.code).toBe(10003)
  })
})

describe('Authorization', () => {
  it.each([
    ['nothing', '', 99991661],
    ['another scheme', 'Basic abc', 99991661],
    ['a token of no kind', 'Bearer abc', 99991671],
    ['an unknown token', 'Bearer t-unknown', 99991663],
    ['a user token where the app is asked', 'Bearer u-unknown', 99991668],
  ])('refuses %s', async (_what, authorization, code) => {
    const reply = await feishu.call('POST', SEND, body('card'), { authorization })
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status: 400, code })
  })

  it('asks for a scope of the route', async () => {
    const { scopes }: { scopes: string[] } = await feishu.control('GET', 'settings')
    await feishu.control('POST', 'settings', {
      scopes: scopes.filter((scope) => scope !== 'approval:approval:readonly'),
    })
    const refused = await feishu.post(SEND, body('card'))
    expect(refused.body).toMatchObject({
      code: 99991672,
      msg: expect.stringContaining('approval:approval:readonly') as string,
    })
    const granted: { body: { data: { scopes: { scope_name: string; grant_status: number }[] } } } =
      (await feishu.get('/open-apis/application/v6/scopes')) as never
    expect(granted.body.data.scopes).toContainEqual({
      scope_name: 'approval:approval:readonly',
      grant_status: 2,
    })
  })

  it('is not asked about content before it is checked', async () => {
    const reply = await feishu.call('POST', DEFINITIONS, { anything: 1 }, { authorization: '' })
    expect(reply.body.code).toBe(99991661)
    expect(feishu.sandbox.world.oracle.violations()).toEqual([])
  })
})

describe('login', () => {
  const exchange = async (code: string, changes: Record<string, unknown> = {}) => {
    const { appId, appSecret } = feishu.sandbox.info
    const request = { grant_type: 'authorization_code', client_id: appId, client_secret: appSecret, code }
    return feishu.call('POST', OAUTH, { ...request, ...changes }, { authorization: '' })
  }
  const codeOf = async (userId: string) => {
    const { code }: { code: string } = await feishu.control('POST', 'login-codes', { userId })
    return code
  }

  it('answers flat, without data, and tells who it is', async () => {
    const { body } = await exchange(await codeOf('u_dev'))
    expect(body).toMatchObject({ code: 0, token_type: 'Bearer', expires_in: 7_200 })
    expect(body).not.toHaveProperty('data')

    feishu.useToken(String(body['access_token']))
    const info = await feishu.get('/open-apis/authen/v1/user_info')
    expect(info.body.data).toMatchObject({ user_id: 'u_dev', name: '张伟' })
  })

  it('takes a code once', async () => {
    const code = await codeOf('u_dev')
    await exchange(code)
    expect((await exchange(code)).body).toMatchObject({ code: 20065, error: 'invalid_grant' })
  })

  it('takes a code for three minutes', async () => {
    const code = await codeOf('u_dev')
    await minutes(3)
    expect((await exchange(code)).body.code).toBe(20004)
  })

  it.each([
    ['an unknown code', { code: 'unknown' }, 20003],
    ['a missing field', { client_secret: undefined }, 20001],
    ['another grant', { grant_type: 'client_credentials' }, 20036],
    ['a wrong secret', { client_secret: 'wrong' }, 20002],
  ])('refuses %s', async (_what, changes, code) => {
    const reply = await exchange(await codeOf('u_dev'), changes)
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status: 400, code })
  })

  it('refuses people outside the app’s availability, and leavers', async () => {
    await feishu.control('POST', 'settings', { availability: ['u_hr'] })
    expect((await exchange(await codeOf('u_dev'))).body.code).toBe(20010)
    expect((await exchange(await codeOf('u_gone'))).body.code).toBe(20066)
  })

  it('refuses a bad user token with HTTP 200', async () => {
    feishu.useToken('u-unknown')
    const reply = await feishu.get('/open-apis/authen/v1/user_info')
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status: 200, code: 20005 })
  })
})

describe('jsapi_ticket', () => {
  const ticket = async () => (await feishu.post('/open-apis/jssdk/ticket/get', {})).body

  it('stays the same for a while, tells its life in seconds, and is renewed before its end', async () => {
    const first = await ticket()
    expect(first).toMatchObject({ code: 0, data: { ticket: expect.any(String), expire_in: 7_200 } })
    await minutes(59)
    expect((await ticket()).data).toMatchObject({ ticket: first.data['ticket'] })
    await minutes(2)
    expect((await ticket()).data).not.toMatchObject({ ticket: first.data['ticket'] })
  })

  it('is given to the app alone', async () => {
    const reply = await feishu.call('POST', '/open-apis/jssdk/ticket/get', {}, { authorization: '' })
    expect(reply.body.code).toBe(99991661)
  })
})

it('answers a route that it does not have with 404', async () => {
  const reply = await feishu.get('/open-apis/approval/v4/instances')
  expect({ status: reply.status, code: reply.body.code }).toEqual({ status: 404, code: 99991201 })
})

it('never lets a secret into the log', async () => {
  await feishu.post(`${DEFINITIONS}?user_id_type=user_id`, body('definition'))
  const text = JSON.stringify(await feishu.control('GET', 'log'))
  for (const secret of [
    feishu.sandbox.info.appSecret,
    'callback-token',
    'callback-key',
    await feishu.newToken(),
  ]) {
    expect(text).not.toContain(secret)
  }
})
