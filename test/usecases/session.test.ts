import { expect, it } from 'vitest'
import { createSession, MOST_SESSIONS, SESSION_MS } from '../../server/usecases/create-session.ts'
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

it('a device that shows its session goes on with it, without a write, until half of it is over', async () => {
  const { ctx, people, dump, advance } = await createHarness()
  const first = await createSession(ctx, { ...login, code: people.loginCode('u_bob') })
  const again = (before: string) => createSession(ctx, { ...login, code: people.loginCode('u_bob'), before })
  const stored = dump()
  expect(await again(first.token)).toEqual(first)
  expect(dump()).toBe(stored)

  advance(SESSION_MS / 2)
  const next = await again(first.token)
  expect(next.token).not.toBe(first.token)
  expect(next.expiresAt).toBe(ctx.now() + SESSION_MS)
  expect(await findSession(ctx, first.token)).toBeUndefined()
})

it.each(['of somebody else', 'that is nobody’s'])('a session %s does not become mine', async (which) => {
  const { ctx, people } = await createHarness()
  const theirs = await createSession(ctx, { ...login, code: people.loginCode('u_alice') })
  const before = which === 'of somebody else' ? theirs.token : 'made-up'
  const mine = await createSession(ctx, { ...login, code: people.loginCode('u_bob'), before })
  expect([mine.user.userId, mine.token === before]).toEqual(['u_bob', false])
  expect(await findSession(ctx, mine.token)).toMatchObject({ userId: 'u_bob' })
  // Whoever is not there any more is out.
  expect(await findSession(ctx, before)).toBeUndefined()
})

it('a login that fails leaves the session that was shown as it is', async () => {
  const { ctx, people, dump } = await createHarness()
  const { token } = await createSession(ctx, { ...login, code: people.loginCode('u_bob') })
  const before = dump()
  await expect(createSession(ctx, { ...login, code: 'wrong', before: token })).rejects.toMatchObject({
    code: 'login_code_invalid',
  })
  expect(dump()).toBe(before)
})

it('of a person’s sessions the oldest beyond ten end; other people keep theirs', async () => {
  const { ctx, people, advance } = await createHarness()
  const open = async (who: string) =>
    (await createSession(ctx, { ...login, code: people.loginCode(who) })).token
  const theirs = await open('u_alice')
  const tokens: string[] = []
  for (let count = 0; count < MOST_SESSIONS + 2; count += 1) {
    // Two at the same moment: the one that was made last stays.
    if (count % 2 === 0) advance(1)
    tokens.push(await open('u_bob'))
  }
  const isOpen = await Promise.all(tokens.map(async (token) => (await findSession(ctx, token)) !== undefined))
  expect(isOpen).toEqual([false, false, ...Array.from({ length: MOST_SESSIONS }, () => true)])
  expect(await findSession(ctx, theirs)).toBeDefined()
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

it('a login by redirect is proven with its verifier, and leads back to our own page alone', async () => {
  const { ctx, people } = await createHarness()
  const proofs: unknown[] = []
  const { login: exchange } = ctx.people
  ctx.people.login = (code, via, proof) => {
    proofs.push([via, proof])
    return exchange(code, via, proof)
  }
  const verifier = 'v'.repeat(43)
  const redirected = { via: 'redirect', code: people.loginCode('u_bob'), verifier } as const
  expect((await createSession(ctx, redirected)).user.userId).toBe('u_bob')
  expect(proofs).toEqual([['redirect', { uri: 'https://approvals.example.com/app/m/_login', verifier }]])

  const unproven = { via: 'redirect', code: people.loginCode('u_bob') } as const
  await expect(createSession(ctx, unproven)).rejects.toMatchObject({ code: 'bad_request' })
  expect(proofs).toHaveLength(1)
})
