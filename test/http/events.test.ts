import { describe, expect, it } from 'vitest'
import { encrypt } from '../support/callback.ts'
import { contactEvent, signed as signedWith } from '../support/contact-event.ts'
import { aSession, T0 } from '../support/builders.ts'
import { createHarness, EVENT_SECRETS, startHttp } from '../support/http-server.ts'

const TOKEN = EVENT_SECRETS.verificationToken ?? ''
const KEY = EVENT_SECRETS.encryptKey ?? ''

const anEvent = (
  eventId = 'e1',
  more: { type?: string; token?: string; event?: object; createdAt?: number } = {},
) => contactEvent(eventId, { token: TOKEN, createdAt: T0, ...more })

const signed = (raw: string, { key = KEY, at = T0 } = {}) => signedWith(raw, { key, at })

const sealed = (text: string, key = KEY) => JSON.stringify({ encrypt: encrypt(text, key) })

async function setUp(options: Parameters<typeof startHttp>[1] = {}) {
  const harness = await createHarness()
  const server = await startHttp(harness, options)
  const send = (raw: string, headers: Record<string, string> = {}, path = '/feishu/event') =>
    server.call('POST', path, { raw, headers })
  return { ...harness, ...server, send }
}

it('an event that was taken is not obeyed again by the server that is started next', async () => {
  const harness = await createHarness()
  const raw = sealed(anEvent('e1', { type: 'contact.user.deleted_v3' }))
  const taken: string[][] = []
  for (const id of ['first', 'second']) {
    const { call, changed } = await startHttp(harness)
    const { status } = await call('POST', '/feishu/event', { raw, headers: signed(raw) })
    taken.push([id, String(status), ...changed.slice(0, 1)])
  }
  expect(taken).toEqual([
    ['first', '200', expect.any(String)],
    ['second', '200'],
  ])
})

describe.each(['/feishu/event', '/feishu/card'])('%s', (path) => {
  it('answers the challenge, plain and encrypted', async () => {
    const challenge = JSON.stringify({ challenge: 'c-1', token: TOKEN, type: 'url_verification' })
    const both = await setUp()
    expect(await both.send(sealed(challenge), {}, path)).toMatchObject({
      status: 200,
      body: { challenge: 'c-1' },
    })
    expect((await both.send(challenge, {}, path)).status).toBe(401)
    const plain = await setUp({ secrets: { verificationToken: TOKEN, encryptKey: undefined } })
    expect(await plain.send(challenge, {}, path)).toMatchObject({ status: 200, body: { challenge: 'c-1' } })
    const wrong = JSON.stringify({ challenge: 'c-1', token: 'another', type: 'url_verification' })
    expect((await plain.send(wrong, {}, path)).status).toBe(401)
    expect((await both.send(sealed(wrong), {}, path)).status).toBe(401)
  })

  it('takes nothing while neither token nor key is set', async () => {
    const { send } = await setUp({ secrets: { verificationToken: undefined, encryptKey: undefined } })
    const challenge = JSON.stringify({ challenge: 'c-1', token: '', type: 'url_verification' })
    for (const raw of [challenge, anEvent('e1', { token: '' }), sealed(challenge, ''), '{}']) {
      expect((await send(raw, signed(raw, { key: '' }), path)).status).toBe(401)
    }
  })

  it('refuses alike what is not signed, signed otherwise, or not encrypted', async () => {
    const { send, changed } = await setUp()
    const raw = sealed(anEvent())
    const attempts: [string, Record<string, string>][] = [
      [raw, {}],
      [raw, { ...signed(raw), 'x-lark-signature': '' }],
      [raw, { ...signed(raw), 'x-lark-request-nonce': 'another' }],
      [raw, { ...signed(raw), 'x-lark-request-timestamp': '1' }],
      [raw, signed(raw, { key: 'another' })],
      [`${raw} `, signed(raw)],
      [anEvent(), signed(anEvent())],
      [sealed(anEvent('e1', { token: 'another' })), signed(sealed(anEvent('e1', { token: 'another' })))],
      [sealed(anEvent(), 'another'), signed(sealed(anEvent(), 'another'))],
      [sealed('{}'), signed(sealed('{}'))],
    ]
    const answers = []
    for (const [body, headers] of attempts) answers.push((await send(body, headers, path)).text)
    expect(new Set(answers).size).toBe(1)
    expect(changed).toEqual([])
    const good = await send(raw, signed(raw), path)
    expect(good.status).toBe(200)
  })
})

describe('an event', () => {
  it('about a person drops what is cached of them, once however often it comes', async () => {
    const { send, changed } = await setUp()
    const deliver = async (eventId: string, type?: string) => {
      const raw = sealed(anEvent(eventId, type === undefined ? {} : { type }))
      return (await send(raw, signed(raw))).status
    }
    expect(await deliver('e1')).toBe(200)
    expect(changed).toEqual(['u_bob', 'ou_bob', 'ou_old'])
    expect(await deliver('e1')).toBe(200)
    expect(changed).toHaveLength(3)
    await deliver('e2', 'contact.user.updated_v3')
    expect(changed).toHaveLength(6)
    await deliver('e3', 'im.message.receive_v1')
    expect(changed).toHaveLength(6)
  })

  it('is taken as late as Feishu may still send it, and refused when somebody sends it later', async () => {
    const { send, changed, advance, late } = await setUp()
    const deliver = async (text: string) => {
      const raw = sealed(text)
      return (await send(raw, signed(raw))).status
    }
    advance(12 * 60 * 60_000)
    expect(await deliver(anEvent('e1'))).toBe(200)
    expect(await deliver(anEvent('e2', { createdAt: T0 + 24 * 60 * 60_000 }))).toBe(200)
    expect(changed).toHaveLength(6)
    advance(1)
    for (const text of [anEvent('e3'), anEvent('e1')]) expect(await deliver(text)).toBe(401)
    expect(changed).toHaveLength(6)
    expect(late).toHaveLength(2)
  })

  it('that does not say when it was made is taken: no leaver is lost by that', async () => {
    const { send, changed, late } = await setUp()
    const parts: [RegExp, string][] = [
      [/"create_time":"\d+",/, ''],
      [/\d{13}/, ''],
      [/\d{13}/, '1'],
    ]
    for (const [at, [part, instead]] of parts.entries()) {
      const raw = sealed(anEvent(`undated${at}`).replace(part, instead))
      expect((await send(raw, signed(raw))).status).toBe(200)
      expect(changed).toHaveLength(3 * (at + 1))
    }
    expect(late).toEqual([])
  })

  it('is proven by the key alone, or by the token alone, where only that is set', async () => {
    const byKey = await setUp({ secrets: { verificationToken: undefined, encryptKey: KEY } })
    const raw = sealed(anEvent('e1', { token: 'whatever' }))
    expect((await byKey.send(raw, signed(raw))).status).toBe(200)
    expect((await byKey.send(raw)).status).toBe(401)
    const byToken = await setUp({ secrets: { verificationToken: TOKEN, encryptKey: undefined } })
    expect((await byToken.send(anEvent())).status).toBe(200)
    expect((await byToken.send(anEvent('e1', { token: 'another' }))).status).toBe(401)
  })
})

it('a leaver whom the store could not note is taken again when Feishu repeats the event', async () => {
  const { ctx, send } = await setUp()
  const remove = ctx.store.sessions.removeOf.bind(ctx.store.sessions)
  ctx.store.sessions.removeOf = () => Promise.reject(new Error('the disk is full'))
  const raw = sealed(anEvent('left'))
  expect((await send(raw, signed(raw))).status).toBe(500)
  let removed = 0
  ctx.store.sessions.removeOf = async (id) => {
    removed += 1
    return remove(id)
  }
  for (let at = 0; at < 2; at += 1) expect((await send(raw, signed(raw))).status).toBe(200)
  // By both ids, and again with what is handed over.
  expect(removed).toBe(4)
})

it('a leaver is logged out everywhere', async () => {
  const { send, login, call } = await setUp()
  const [bob, alice] = [await login('u_bob'), await login('u_alice')]
  const raw = sealed(anEvent('left'))
  expect((await send(raw, signed(raw))).status).toBe(200)
  expect((await call('GET', '/api/v1/definitions', { token: bob })).status).toBe(401)
  expect((await call('GET', '/api/v1/definitions', { token: alice })).status).toBe(200)
})

describe('somebody is gone', () => {
  const HOUR = { expiresAt: T0 + 3_600_000 }
  const tell = async (type: string, event: object) => {
    const set = await setUp()
    await set.ctx.store.sessions.save(
      aSession({ tokenHash: 'h1', userId: 'u_bob', openId: 'ou_bob', ...HOUR }),
    )
    const raw = sealed(anEvent('e1', { type, event }))
    const { status } = await set.send(raw, signed(raw))
    return { ...set, status, sessions: await set.ctx.store.sessions.people() }
  }
  const LEFT = 'contact.user.deleted_v3'
  const CHANGED = 'contact.user.updated_v3'
  const BOB = { user_id: 'u_bob', open_id: 'ou_bob' }

  it.each([
    ['without a leader', LEFT, { object: { ...BOB, leader_user_id: null, status: null } }],
    ['without a user_id', LEFT, { object: { open_id: 'ou_bob', user_id: null } }],
    [
      'with an empty user_id, and nothing of before',
      LEFT,
      { object: { open_id: 'ou_bob', user_id: '' }, old_object: null },
    ],
    ['with a user_id alone', LEFT, { object: { user_id: 'u_bob' } }],
    ['suspended', CHANGED, { object: { ...BOB, status: { is_frozen: true } } }],
    ['resigned', CHANGED, { object: { ...BOB, status: { is_resigned: true, is_frozen: null } } }],
    ['out of the company', CHANGED, { object: { ...BOB, status: { is_exited: true } } }],
    ['not in Feishu any more', CHANGED, { object: { ...BOB, status: { is_activated: false } } }],
  ])('%s: logged out before it is acknowledged', async (_, type, event) => {
    expect(await tell(type, event)).toMatchObject({ status: 200, sessions: [] })
  })

  it('who merely changed stays logged in', async () => {
    const event = { object: { ...BOB, status: { is_frozen: false } }, old_object: { name: 'Rob' } }
    const { status, sessions } = await tell(CHANGED, event)
    expect([status, sessions.length]).toEqual([200, 1])
  })

  it.each([
    ['nobody', { object: { user_id: null, open_id: '' } }],
    ['nothing', {}],
    ['something else', { object: 'u_bob' }],
  ])('an event that names %s is not acknowledged, nor remembered as done', async (_, event) => {
    const { status, send } = await tell(LEFT, event)
    expect(status).toBe(422)
    const right = sealed(anEvent('e1'))
    expect((await send(right, signed(right))).status).toBe(200)
  })
})

it('guessing at the token is braked; what is signed is taken from the same address as before', async () => {
  const limits = { callback: { attempts: 2, windowMs: 60_000 } }
  const byToken = await setUp({ limits, secrets: { verificationToken: TOKEN, encryptKey: undefined } })
  const challenge = (token: string) => JSON.stringify({ challenge: 'c-1', token, type: 'url_verification' })
  for (const guess of ['a', 'b']) expect((await byToken.send(challenge(guess))).status).toBe(401)
  for (const raw of [challenge(TOKEN), anEvent()]) expect((await byToken.send(raw)).status).toBe(401)
  expect(byToken.changed).toEqual([])
  byToken.advance(60_000)
  expect((await byToken.send(anEvent())).status).toBe(200)

  const byKey = await setUp({ limits })
  for (const guess of ['a', 'b']) expect((await byKey.send(sealed(anEvent(), guess))).status).toBe(401)
  const raw = sealed(anEvent())
  expect((await byKey.send(raw, signed(raw))).status).toBe(200)
})
