import { describe, expect, it } from 'vitest'
import { T0 } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

async function setUp() {
  const harness = await createHarness()
  const server = await startHttp(harness)
  const token = await server.login('u_alice')
  const other = await server.login('u_bob')
  const read = async (whose = token) =>
    (await server.call('GET', '/api/v1/me/settings', { token: whose })).body
  const put = (body: object) => server.call('PUT', '/api/v1/me/settings', { token, body })
  return { ...harness, ...server, token, other, read, put }
}

const WHILE = { from: T0, until: T0 + 86_400_000 }

describe('my settings', () => {
  it('are empty at first, and then what I chose last, whole', async () => {
    const { read, put, other } = await setUp()
    expect(await read()).toEqual({ muted: [] })
    const delegation = { to: 'ou_bob', ...WHILE, definitions: ['leave', 'leave'] }
    const { status, body } = await put({ delegation, muted: ['approved', 'cc', 'cc'], locale: 'ja-JP' })
    const chosen = {
      delegation: { to: 'u_bob', ...WHILE, definitions: ['leave'] },
      delegate: { userId: 'u_bob', name: '鲍勃' },
      muted: ['approved', 'cc'],
      locale: 'ja-JP',
    }
    expect([status, body]).toEqual([200, chosen])
    expect(await read()).toEqual(chosen)
    expect(await read(other)).toEqual({ muted: [] })
    await put({})
    expect(await read()).toEqual({ muted: [] })
  })

  it('need no Feishu but to find the delegate', async () => {
    const { people, put } = await setUp()
    people.fail({ class: 'not_sent' })
    expect((await put({ muted: ['mentioned'] })).status).toBe(200)
    expect((await put({ delegation: { to: 'u_bob', ...WHILE } })).status).toBe(503)
  })

  it.each([
    [{ muted: ['urged'] }, 400, 'bad_request'],
    [{ muted: ['todo'] }, 400, 'bad_request'],
    [{ locale: 'fr-FR' }, 400, 'bad_request'],
    [{ other: 1 }, 400, 'bad_request'],
    [{ delegation: { to: 'u_bob' } }, 400, 'bad_request'],
    [{ delegation: { to: 'u_bob', from: T0, until: T0 } }, 400, 'bad_request'],
    [{ delegation: { to: 'u_bob', ...WHILE, definitions: [] } }, 400, 'bad_request'],
    [{ delegation: { to: 'u_bob', ...WHILE, definitions: ['none'] } }, 404, 'definition_not_found'],
    [{ delegation: { to: 'u_alice', ...WHILE } }, 422, 'person_not_allowed'],
    [{ delegation: { to: 'ou_alice', ...WHILE } }, 422, 'person_not_allowed'],
    [{ delegation: { to: 'u_nobody', ...WHILE } }, 422, 'person_not_found'],
    [{ delegation: { to: 'u_gone', ...WHILE } }, 422, 'person_not_found'],
  ])('%j is refused and changes nothing', async (body, status, code) => {
    const { put, dump } = await setUp()
    await put({ muted: ['cc'] })
    const before = dump()
    expect(await put(body)).toMatchObject({ status, body: { error: { code } } })
    expect(dump()).toBe(before)
  })

  it('are for who is logged in', async () => {
    const { call } = await setUp()
    for (const method of ['GET', 'PUT']) {
      expect(
        (await call(method, '/api/v1/me/settings', { body: method === 'PUT' ? {} : undefined })).status,
      ).toBe(401)
    }
  })
})
