import { describe, expect, it } from 'vitest'
import { clientKey, createClientAddress } from '../../server/http/client-address.ts'
import { readLocale } from '../../server/http/accept-language.ts'
import { createRateLimit } from '../../server/http/rate-limit.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'

describe('who is calling', () => {
  const clientOf = createClientAddress(['10.0.0.0/8', '127.0.0.1', 'fd00::/8'])
  it.each([
    ['203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['10.0.0.1', '9.9.9.9, 1.2.3.4', '1.2.3.4'],
    ['10.0.0.1', '1.2.3.4, 10.0.0.2', '1.2.3.4'],
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['10.0.0.1', 'nonsense', '10.0.0.1'],
    ['fd00::1', '2001:db8::7', '2001:db8::7'],
    ['10.0.0.1', '203.0.113.7:40001', '203.0.113.7'],
    ['10.0.0.1', '203.0.113.7:40001, 10.0.0.2:99', '203.0.113.7'],
    ['10.0.0.1', '[2001:db8::5]:443', '2001:db8::5'],
    ['10.0.0.1', '"[2001:db8::5]:443"', '2001:db8::5'],
    ['10.0.0.1', '[2001:db8::5]', '2001:db8::5'],
    ['10.0.0.1', '::ffff:cb00:7107', '203.0.113.7'],
    ['10.0.0.1', '[nonsense]:443', '10.0.0.1'],
    [undefined, '1.2.3.4', ''],
  ])('%s, forwarded for %s: %s', (peer, forwarded, expected) => {
    expect(clientOf(peer, forwarded)).toBe(expected)
  })

  it('an IPv6 client is its /56', () => {
    const same = ['2001:db8:0:100::7', '2001:DB8:0:1ff:ffff::', '2001:db8:0:0123:0:0:0:9%eth0'].map(clientKey)
    expect(new Set(same)).toEqual(new Set(['2001:db8:0:100']))
    expect(clientKey('2001:db8:0:200::7')).not.toBe(same[0])
    expect(clientKey('2001:db8:0::7')).toBe('2001:db8:0:0')
    expect(clientKey('192.0.2.1')).toBe('192.0.2.1')
  })

  it('a proxy that is no address is refused at once', () => {
    expect(() => createClientAddress(['proxy.local'])).toThrow('TRUSTED_PROXIES: proxy.local')
  })
})

describe('a rate limit', () => {
  it('counts per client and window, gives back, and says how long to wait', () => {
    let now = 0
    const limit = createRateLimit({ attempts: 2, windowMs: 10_000 }, () => now)
    limit.count('a')
    limit.count('a')
    expect([limit.isOver('a'), limit.isOver('b')]).toEqual([true, false])
    now = 4_000
    expect(limit.retryAfter('a')).toBe(6)
    limit.giveBack('a')
    expect(limit.isOver('a')).toBe(false)
    limit.count('a')
    now = 10_000
    expect(limit.isOver('a')).toBe(false)
  })

  it('stays bounded, whoever comes', () => {
    const limit = createRateLimit({ attempts: 1, windowMs: 10_000 }, () => 0)
    for (let at = 0; at < 20_000; at += 1) limit.count(String(at))
    expect([limit.isOver('0'), limit.isOver('19999')]).toEqual([false, true])
  })
})

describe('logging in', () => {
  const limits = { login: { attempts: 3, windowMs: 60_000 } }
  const post = { code: 'wrong' }

  it('with wrong codes is limited per address; good ones are never counted', async () => {
    const harness = await createHarness()
    const { call, login } = await startHttp(harness, { limits })
    for (let at = 0; at < 10; at += 1) await login('u_bob')
    const statuses = []
    for (let at = 0; at < 5; at += 1)
      statuses.push((await call('POST', '/api/v1/session', { body: post })).status)
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect(harness.people.calls.login).toBe(13)
  })

  it('many at once count before it is known how they go', async () => {
    const harness = await createHarness()
    const { call } = await startHttp(harness, { limits })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', '/api/v1/session', { body: post })),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3)
  })

  it('never counts what failed on our side', async () => {
    const harness = await createHarness()
    const { call } = await startHttp(harness, { limits })
    harness.people.fail({ class: 'unclear', code: 5_000, httpStatus: 500, logId: 'log-7' })
    const statuses = []
    for (let at = 0; at < 5; at += 1) {
      const body = { code: harness.people.loginCode('u_bob') }
      statuses.push((await call('POST', '/api/v1/session', { body })).status)
    }
    expect(statuses).toEqual([503, 503, 503, 503, 503])
  })

  it('is open again after a minute, also when the wall clock was set back a day', async () => {
    const harness = await createHarness()
    const { call, login } = await startHttp(harness, { limits })
    for (let at = 0; at < 3; at += 1) await call('POST', '/api/v1/session', { body: post })
    harness.jump(-86_400_000)
    const waiting = await call('POST', '/api/v1/session', { body: post })
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([429, '60'])
    harness.advance(60_000)
    expect(await login('u_bob')).toBeTruthy()
  })

  it('counts by the address that a trusted proxy names, and no other', async () => {
    const attempts = async (trustedProxies: string[]) => {
      const { call } = await startHttp(await createHarness(), { limits, trustedProxies })
      const statuses = []
      for (let at = 0; at < 5; at += 1) {
        const headers = { 'x-forwarded-for': `198.51.100.${at}` }
        statuses.push((await call('POST', '/api/v1/session', { body: post, headers })).status)
      }
      return statuses
    }
    expect(await attempts(['127.0.0.1'])).toEqual([401, 401, 401, 401, 401])
    expect(await attempts([])).toEqual([401, 401, 401, 429, 429])
  })
})

describe('a program with somebody’s session', () => {
  const body = { definition: 'leave', form: { kind: 'annual', days: 1 } }

  it.each([
    ['zh-CN', '操作过于频繁，请稍后再试'],
    ['en-US', 'Too many attempts. Please wait.'],
    ['ja-JP', '操作の回数が多すぎます。しばらくしてから再度お試しください。'],
  ])('submits as often as no person does, then waits, and is told so in %s', async (locale, message) => {
    const harness = await createHarness()
    const { call, login } = await startHttp(harness, { limits: { act: { attempts: 3, windowMs: 60_000 } } })
    const [bob, alice] = [await login('u_bob'), await login('u_alice')]
    const submit = (token: string) =>
      call('POST', '/api/v1/instances', { token, body, headers: { 'accept-language': locale } })
    for (let n = 0; n < 3; n += 1) expect((await submit(bob)).status).toBe(201)
    const before = harness.dump()
    const refused = await submit(bob)
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests', message } } })
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(harness.dump()).toBe(before)
    // Neither anybody else, nor anything else that they do.
    expect((await submit(alice)).status).toBe(201)
    expect((await call('GET', '/api/v1/instances?box=started', { token: bob })).status).toBe(200)
    harness.advance(60_000)
    expect((await submit(bob)).status).toBe(201)
  })
})

describe('operators', () => {
  it('who know the token get in, whoever guesses it from the same address', async () => {
    const limits = { admin: { attempts: 3, windowMs: 60_000 } }
    const { call } = await startHttp(await createHarness(), { limits })
    const ask = async (token: string) => (await call('GET', '/admin/v1/outbox', { token })).status
    const statuses = []
    for (let at = 0; at < 5; at += 1) statuses.push(await ask('wrong'))
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect(await ask(OPERATOR)).toBe(200)
  })

  it.each([
    '/Admin/v1/outbox',
    '/admin/v1/Outbox',
    '/admin/v1/outbox/',
    '//admin/v1/outbox',
    '/admin/v1/%6futbox',
  ])('are reached under one path alone, not %s', async (path) => {
    const { call } = await startHttp(await createHarness())
    expect((await call('GET', path, { token: OPERATOR })).status).toBe(404)
  })
})

describe('ids out of thin air', () => {
  it('are not counted against a person when it was Feishu who failed', async () => {
    const limits = { lookup: { attempts: 2, windowMs: 60_000 } }
    const harness = await createHarness()
    const { call, login } = await startHttp(harness, { limits })
    const token = await login('u_alice')
    harness.people.fail({ class: 'unclear', code: 5_000, httpStatus: 500, logId: 'log-7' })
    const statuses = []
    for (let at = 0; at < 4; at += 1) {
      const body = { definition: 'leave', form: { kind: 'annual', days: 1 } }
      statuses.push((await call('POST', '/api/v1/instances', { token, body })).status)
    }
    expect(statuses).toEqual([503, 503, 503, 503])
  })

  const nobody = 'u_nobody'
  it.each([
    ['/definitions/leave/preview', { form: { kind: 'annual', days: 1 }, approvers: { no: [nobody] } }],
    ['/instances', { definition: 'leave', form: {}, cc: [nobody] }],
    ['/instances/i1/cc', { users: [nobody] }],
    ['/instances/i1/comment', { text: '好', mentions: [nobody] }],
    ['/instances/i1/resubmit', { form: {} }],
    ['/tasks/i1_t1/transfer', { to: nobody }],
    ['/tasks/i1_t1/add-sign', { users: [nobody], position: 'before' }],
  ])('%s: a few, then one has to wait', async (path, body) => {
    const limits = { lookup: { attempts: 2, windowMs: 60_000 } }
    const { call, login } = await startHttp(await createHarness(), { limits })
    const token = await login('u_bob')
    const statuses = []
    for (let at = 0; at < 3; at += 1)
      statuses.push((await call('POST', `/api/v1${path}`, { token, body })).status)
    expect(statuses.at(-1)).toBe(429)
    expect(statuses[1]).not.toBe(429)
  })
})

it.each([
  [undefined, undefined],
  ['', undefined],
  ['*', undefined],
  ['en', 'en-US'],
  ['EN-us', 'en-US'],
  ['ja;q=0.1,zh-Hans;q=0.2', 'zh-CN'],
  ['de, ja', 'ja-JP'],
  ['en;q=0, ja', 'ja-JP'],
])('Accept-Language %s: %s', (header, expected) => {
  expect(readLocale(header)).toBe(expected)
})
