import { describe, expect, it } from 'vitest'
import { createApi } from '../../miniprogram/client/api.ts'
import { ApiFailure } from '../../miniprogram/client/failure.ts'
import { createSessions } from '../../miniprogram/client/session.ts'
import type { HttpAnswer, HttpCall } from '../../miniprogram/client/transport.ts'

const HOUR_MS = 3_600_000
const person = (id: string) => ({ userId: `u_${id}`, openId: `ou_${id}`, name: id })

/** A device, its client and our server; `at` is whom the client names. */
function createRig({ serve }: { serve?: (call: HttpCall) => HttpAnswer } = {}) {
  const rig = {
    now: 1_000_000,
    at: 'wang',
    logins: 0,
    openedAnew: 0,
    given: [] as (string | undefined)[],
    calls: [] as HttpCall[],
    lasts: HOUR_MS,
    /** Set: the client answers when it is called. */
    hold: undefined as undefined | (() => void),
    isSlow: false,
    fails: false,
  }
  const sessions = createSessions({
    obtainCode: async () => {
      const { at } = rig
      if (rig.fails) throw new Error('denied')
      if (rig.isSlow) await new Promise<void>((resolve) => (rig.hold = resolve))
      return { code: at, via: 'requestAccess' }
    },
    exchange: async ({ code }, before) => {
      rig.logins += 1
      rig.given.push(before?.token)
      return { token: `${code}${rig.logins}`, expiresAt: rig.now + rig.lasts, user: person(code) }
    },
    now: () => rig.now,
    changed: () => (rig.openedAnew += 1),
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
  const away = (ms: number) => {
    sessions.left()
    rig.now += ms
    sessions.returned()
  }
  const tokens = () => rig.calls.map(({ headers }) => headers['authorization'])
  return Object.assign(rig, { api, sessions, away, tokens })
}
const refuseToken =
  (...tokens: string[]) =>
  ({ headers }: HttpCall): HttpAnswer =>
    tokens.some((token) => headers['authorization'] === `Bearer ${token}`)
      ? { status: 401, body: { error: { code: 'unauthorized', message: '', details: [] } } }
      : { status: 200, body: { items: [] } }

describe('a session', () => {
  it('is that of whom the client names when the pages open', async () => {
    const rig = createRig()
    await rig.api.definitions()
    await rig.api.definitions()
    expect(rig.tokens()).toEqual(['Bearer wang1', 'Bearer wang1'])
    expect(rig.calls[0]?.headers).toMatchObject({ 'accept-language': 'ja-JP' })
  })

  it('that is about to end is renewed before the call', async () => {
    const rig = createRig()
    await rig.api.definitions()
    rig.now += HOUR_MS - 1_000
    await rig.api.definitions()
    expect(rig.tokens()).toEqual(['Bearer wang1', 'Bearer wang2'])
    expect(rig.given).toEqual([undefined, 'wang1'])
  })

  it('is opened once for many calls at the same time', async () => {
    const rig = createRig()
    await Promise.all(Array.from({ length: 5 }, () => rig.api.definitions()))
    expect(rig.logins).toBe(1)
  })

  it('that the server refuses is renewed once, and the call repeated as it was', async () => {
    const rig = createRig({ serve: refuseToken('wang1') })
    await rig.api.submit({ definition: 'leave', form: { days: 1 }, approvers: {}, cc: [] }, 'key-1')
    expect(rig.calls.map(({ body, headers }) => [body, headers['idempotency-key']])).toEqual([
      [{ definition: 'leave', form: { days: 1 }, approvers: {}, cc: [] }, 'key-1'],
      [{ definition: 'leave', form: { days: 1 }, approvers: {}, cc: [] }, 'key-1'],
    ])
    expect(rig.logins).toBe(2)
  })

  it('refused for many calls at once is renewed by one login', async () => {
    const rig = createRig({ serve: refuseToken('wang1') })
    await Promise.all(Array.from({ length: 5 }, () => rig.api.definitions()))
    expect(rig.logins).toBe(2)
    expect(rig.calls).toHaveLength(10)
  })

  it('refused again after its renewal is told, without an endless loop', async () => {
    const rig = createRig({ serve: refuseToken('wang1', 'wang2', 'wang3') })
    await expect(rig.api.definitions()).rejects.toMatchObject({ status: 401, code: 'unauthorized' })
    expect(rig.logins).toBe(2)
  })

  it('is asked for anew after a login that failed', async () => {
    const rig = createRig()
    rig.fails = true
    await expect(rig.sessions.open()).rejects.toThrow('denied')
    rig.fails = false
    expect((await rig.sessions.open()).token).toBe('wang1')
  })
})

describe('whoever comes back to the pages', () => {
  it('after a moment is asked for nothing', async () => {
    const rig = createRig()
    await rig.api.definitions()
    rig.away(2_999)
    expect(rig.sessions.isSure()).toBe(true)
    await rig.api.definitions()
    expect(rig.logins).toBe(1)
  })

  it('after a while is asked for by the client once, and goes on', async () => {
    const rig = createRig()
    await rig.api.definitions()
    rig.away(3_000)
    expect(rig.sessions.isSure()).toBe(false)
    await Promise.all([rig.api.definitions(), rig.api.definitions()])
    expect(rig.tokens().slice(1)).toEqual(['Bearer wang2', 'Bearer wang2'])
    expect([rig.given, rig.openedAnew, rig.sessions.isSure()]).toEqual([[undefined, 'wang1'], 0, true])
  })

  it.each([
    ['a clock that went back', -60_000],
    ['a clock that jumped', 86_400_000],
  ])('with %s is asked for, too', async (_, ms) => {
    const rig = createRig()
    await rig.api.definitions()
    rig.away(ms)
    expect(rig.sessions.isSure()).toBe(false)
  })

  it('as somebody else does nothing in the name of the one before, nor in their own what that one began', async () => {
    const rig = createRig()
    await rig.api.definitions()
    rig.at = 'zhao'
    rig.away(60_000)
    const acts = [rig.api.taskVerb('t1', 'approve', {}), rig.api.taskVerb('t2', 'approve', {})]
    const outcomes = await Promise.allSettled(acts)
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'person_changed' } },
      { status: 'rejected', reason: { code: 'person_changed' } },
    ])
    // A loop of the old page that goes on with the next one.
    await expect(rig.api.taskVerb('t3', 'approve', {})).rejects.toMatchObject({ code: 'person_changed' })
    expect([rig.tokens(), rig.openedAnew]).toEqual([['Bearer wang1'], 1])

    rig.sessions.begin()
    expect((await rig.api.me()).openId).toBe('ou_zhao')
    await rig.api.taskVerb('t4', 'approve', {})
    expect(rig.tokens()).toEqual(['Bearer wang1', 'Bearer zhao2'])
  })

  it('as somebody else is noticed also where only a session ended elsewhere asks', async () => {
    const rig = createRig({ serve: refuseToken('wang1') })
    await rig.sessions.open()
    rig.at = 'zhao'
    await expect(rig.api.taskVerb('t1', 'approve', {})).rejects.toMatchObject({ code: 'person_changed' })
    expect([rig.tokens(), rig.openedAnew]).toEqual([['Bearer wang1'], 1])
  })

  it('while a login of the one before is still on its way is not taken for them', async () => {
    const rig = createRig()
    rig.isSlow = true
    const call = rig.api.definitions()
    await Promise.resolve()
    rig.sessions.left()
    rig.at = 'zhao'
    rig.now += 60_000
    rig.sessions.returned()
    rig.isSlow = false
    rig.hold?.()
    await call
    expect(rig.tokens()).toEqual(['Bearer zhao2'])
  })

  it('is not let in while the client cannot say who they are', async () => {
    const rig = createRig()
    await rig.api.definitions()
    rig.away(60_000)
    rig.fails = true
    await expect(rig.api.taskVerb('t1', 'approve', {})).rejects.toThrow('denied')
    expect(rig.sessions.isSure()).toBe(false)
    rig.fails = false
    await rig.api.definitions()
    expect(rig.tokens()).toEqual(['Bearer wang1', 'Bearer wang2'])
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
