import { expect, it } from 'vitest'
import { createSession, SESSION_MS } from '../../server/usecases/create-session.ts'
import { endSession } from '../../server/usecases/end-session.ts'
import { findSession } from '../../server/usecases/find-session.ts'
import { createHarness } from '../support/http-server.ts'

const login = { via: 'requestAccess' } as const

it('a login code becomes a session of 8 hours', async () => {
  const { ctx, people, advance } = await createHarness()
  const session = await createSession(ctx, { ...login, code: people.loginCode('u_bob') })
  expect(session.user).toEqual({ userId: 'u_bob', openId: 'ou_bob', name: '鲍勃' })
  expect(session.expiresAt).toBe(ctx.now() + SESSION_MS)
  expect(await findSession(ctx, session.token)).toMatchObject({ userId: 'u_bob' })
  advance(SESSION_MS - 1)
  expect(await findSession(ctx, session.token)).toBeDefined()
  advance(1)
  expect(await findSession(ctx, session.token)).toBeUndefined()
})

it('a login code works once', async () => {
  const { ctx, people } = await createHarness()
  const code = people.loginCode('u_bob')
  await createSession(ctx, { ...login, code })
  await expect(createSession(ctx, { ...login, code })).rejects.toMatchObject({ code: 'login_code_invalid' })
})

it('the token is 256 random bits, and only its hash is stored', async () => {
  const { ctx, people, dump } = await createHarness()
  const tokens = await Promise.all(
    [1, 2, 3].map(
      async () => (await createSession(ctx, { ...login, code: people.loginCode('u_bob') })).token,
    ),
  )
  expect(new Set(tokens).size).toBe(3)
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(dump()).not.toContain(token)
    expect(dump()).toContain(ctx.hash(token))
  }
})

it('logging out ends it, once and for all', async () => {
  const { ctx, people } = await createHarness()
  const { token } = await createSession(ctx, { ...login, code: people.loginCode('u_bob') })
  await endSession(ctx, token)
  await endSession(ctx, token)
  expect(await findSession(ctx, token)).toBeUndefined()
})

it.each([
  [{ class: 'login_code_dead' }, 'login_code_invalid'],
  [{ class: 'login_not_allowed' }, 'login_not_allowed'],
  [{ class: 'not_sent' }, 'feishu_unavailable'],
  [{ class: 'pace' }, 'feishu_unavailable'],
  [{ class: 'configuration' }, 'feishu_unavailable'],
] as const)('Feishu answers %j: %s, and nothing is stored', async (failure, code) => {
  const { ctx, people, dump } = await createHarness()
  const before = dump()
  people.fail(failure)
  const attempt = createSession(ctx, { ...login, code: people.loginCode('u_bob') })
  await expect(attempt).rejects.toMatchObject({ code })
  expect(dump()).toBe(before)
})

it('someone who has left gets none', async () => {
  const { ctx, people } = await createHarness()
  const attempt = createSession(ctx, { ...login, code: people.loginCode('u_gone') })
  await expect(attempt).rejects.toMatchObject({ code: 'login_not_allowed' })
})
