import { describe, expect, it } from 'vitest'
import { createApi } from '../../miniprogram/client/api.ts'
import { ApiFailure } from '../../miniprogram/client/failure.ts'
import { createSessions, type Session } from '../../miniprogram/client/session.ts'
import type { HttpAnswer, HttpCall } from '../../miniprogram/client/transport.ts'

const HOUR_MS = 3_600_000
const user = { userId: 'u_1', openId: 'ou_1', name: '王磊' }

function createRig({ stored, serve }: { stored?: Session; serve?: (call: HttpCall) => HttpAnswer } = {}) {
  const rig = { now: 1_000_000, logins: 0, written: [] as unknown[], calls: [] as HttpCall[] }
  const sessions = createSessions({
    read: () => stored,
    write: (session) => rig.written.push(session),
    obtainCode: async () => ({ code: 'c', via: 'requestAccess' }),
    exchange: async () => {
      rig.logins += 1
      return { token: `t${rig.logins}`, expiresAt: rig.now + HOUR_MS, user }
    },
    now: () => rig.now,
  })
  const api = createApi({
    base: 'https://oa.example',
    language: 'ja-JP',
    sessions,
    transport: {
      send: async (call) => {
        rig.calls.push(call)
        return serve?.(call) ?? { status: 200, body: { items: [] } }
      },
      upload: async () => ({ status: 201, body: {} }),
    },
  })
  return Object.assign(rig, { api, sessions })
}
const refuseToken =
  (...tokens: string[]) =>
  ({ headers }: HttpCall): HttpAnswer =>
    tokens.some((token) => headers['authorization'] === `Bearer ${token}`)
      ? { status: 401, body: { error: { code: 'unauthorized', message: '', details: [] } } }
      : { status: 200, body: { items: [] } }

describe('a session', () => {
  it('is taken from the device while it lasts', async () => {
    const rig = createRig({ stored: { token: 'old', expiresAt: 1_000_000 + HOUR_MS, user } })
    await rig.api.definitions()
    expect(rig.logins).toBe(0)
    expect(rig.calls[0]?.headers).toMatchObject({ authorization: 'Bearer old', 'accept-language': 'ja-JP' })
  })

  it('that is about to end is renewed before the call', async () => {
    const rig = createRig({ stored: { token: 'old', expiresAt: 1_000_000 + 1_000, user } })
    await rig.api.definitions()
    expect(rig.calls.map(({ headers }) => headers['authorization'])).toEqual(['Bearer t1'])
    expect(rig.written).toHaveLength(1)
  })

  it('is opened once for many calls at the same time', async () => {
    const rig = createRig()
    await Promise.all(Array.from({ length: 5 }, () => rig.api.definitions()))
    expect(rig.logins).toBe(1)
  })

  it('that the server refuses is renewed once, and the call repeated as it was', async () => {
    const stored = { token: 'old', expiresAt: 1_000_000 + HOUR_MS, user }
    const rig = createRig({ stored, serve: refuseToken('old') })
    await rig.api.submit({ definition: 'leave', form: { days: 1 }, approvers: {}, cc: [] }, 'key-1')
    expect(rig.calls.map(({ body, headers }) => [body, headers['idempotency-key']])).toEqual([
      [{ definition: 'leave', form: { days: 1 }, approvers: {}, cc: [] }, 'key-1'],
      [{ definition: 'leave', form: { days: 1 }, approvers: {}, cc: [] }, 'key-1'],
    ])
    expect(rig.logins).toBe(1)
  })

  it('refused for many calls at once is renewed by one login', async () => {
    const stored = { token: 'old', expiresAt: 1_000_000 + HOUR_MS, user }
    const rig = createRig({ stored, serve: refuseToken('old') })
    await Promise.all(Array.from({ length: 5 }, () => rig.api.definitions()))
    expect(rig.logins).toBe(1)
    expect(rig.calls).toHaveLength(10)
  })

  it('refused again after its renewal is told, without an endless loop', async () => {
    const rig = createRig({ serve: refuseToken('t1', 't2', 't3') })
    await expect(rig.api.definitions()).rejects.toMatchObject({ status: 401, code: 'unauthorized' })
    expect(rig.logins).toBe(2)
  })

  it('is asked for anew after a login that failed', async () => {
    let fails = true
    const sessions = createSessions({
      read: () => ({ token: 5 }),
      write: () => undefined,
      obtainCode: async () => {
        if (fails) throw new Error('denied')
        return { code: 'c', via: 'login' }
      },
      exchange: async () => ({ token: 't', expiresAt: 10 * HOUR_MS, user }),
      now: () => 0,
    })
    await expect(sessions.open()).rejects.toThrow('denied')
    fails = false
    expect((await sessions.open()).token).toBe('t')
  })
})

describe('an answer', () => {
  it('that refuses carries the code, the words and the details of the server', async () => {
    const error = { code: 'form_invalid', message: 'Bad.', details: [{ field: 'days' }] }
    const rig = createRig({ serve: () => ({ status: 422, body: { error } }) })
    const failure = await rig.api.definitions().catch((caught: unknown) => caught)
    expect(failure).toBeInstanceOf(ApiFailure)
    expect(failure).toMatchObject({
      status: 422,
      code: 'form_invalid',
      message: 'Bad.',
      details: [{ field: 'days' }],
    })
  })

  it.each([undefined, null, '<html>', { error: 'x' }, { error: { details: 'x' } }])(
    'of a broken kind (%j) is a failure all the same',
    async (body) => {
      const rig = createRig({ serve: () => ({ status: 502, body }) })
      await expect(rig.api.definitions()).rejects.toMatchObject({
        status: 502,
        code: 'internal',
        details: [],
      })
    },
  )

  it('names its files with the server in front', () => {
    expect(createRig().api.urlOf('/api/v1/attachments/f1?signature=x')).toBe(
      'https://oa.example/api/v1/attachments/f1?signature=x',
    )
    expect(createRig().api.urlOf('https://cdn.example/f1')).toBe('https://cdn.example/f1')
  })
})

it('a list is asked for by its filters alone', async () => {
  const rig = createRig()
  await rig.api.list({ box: 'todo', q: '年假 & 病假', limit: 20 })
  expect(rig.calls[0]?.url).toBe(
    `https://oa.example/api/v1/instances?box=todo&q=${encodeURIComponent('年假 & 病假')}&limit=20`,
  )
})
