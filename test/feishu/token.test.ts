import { describe, expect, it } from 'vitest'
import { clientOf, failureOf, pictured, snapshot } from './samples.ts'
import { ok, openFakeFeishu, refuse, token, type FakeFeishu } from './fake-feishu.ts'

const TOKEN = '/tenant_access_token/internal'
const SYNC = '/external_instances'

/** From now on calls are taken with these tokens only. */
function takeOnly(fake: FakeFeishu, ...valid: string[]) {
  fake.script(SYNC, (response, { headers }) => {
    const good = valid.some((one) => headers.authorization === `Bearer ${one}`)
    response.writeHead(good ? 200 : 400, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(good ? { code: 0, data: {} } : { code: 99991663, msg: 'Invalid access token' }),
    )
  })
}

const sync = (feishu: ReturnType<typeof clientOf>['feishu']) =>
  feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')
const many = (feishu: ReturnType<typeof clientOf>['feishu'], count: number) =>
  Promise.all(Array.from({ length: count }, () => sync(feishu)))

it('200 first calls at once ask for one token', async () => {
  const fake = await openFakeFeishu()
  const { feishu } = clientOf(fake.url)
  const answers = await many(feishu, 200)
  expect(answers.filter(({ ok: done }) => done).length).toBe(200)
  expect(fake.at(TOKEN).length).toBe(1)
})

it('200 calls on an expired token cost one refresh (R14)', async () => {
  const fake = await openFakeFeishu()
  fake.script(TOKEN, token('t-first'), token('t-second'))
  const { feishu } = clientOf(fake.url)
  await sync(feishu)
  takeOnly(fake, 't-second')
  const answers = await many(feishu, 200)
  expect(answers.every(({ ok: done }) => done)).toBe(true)
  expect(fake.at(TOKEN).length).toBe(2)
})

it('is renewed before it ends, and not while it lives', async () => {
  const fake = await openFakeFeishu()
  fake.script(TOKEN, token('t-first', 7200), token('t-second', 7200))
  const { feishu, clock } = clientOf(fake.url)
  await sync(feishu)
  clock.at += 7_000_000
  await sync(feishu)
  expect(fake.at(TOKEN).length).toBe(1)
  clock.at += 100_000
  await sync(feishu)
  expect(fake.at(TOKEN).length).toBe(2)
  expect(fake.at(SYNC).map(({ headers }) => headers.authorization)).toEqual([
    'Bearer t-first',
    'Bearer t-first',
    'Bearer t-second',
  ])
})

it('99991663, then fine: the same call goes through', async () => {
  const fake = await openFakeFeishu()
  fake.script(SYNC, refuse(99991663), ok())
  expect(await sync(clientOf(fake.url).feishu)).toMatchObject({ ok: true })
  expect(fake.at(SYNC).length).toBe(2)
})

it('refused twice it is a fault of the settings, and is tried no third time', async () => {
  const fake = await openFakeFeishu()
  fake.script(SYNC, refuse(99991663))
  const answer = await sync(clientOf(fake.url).feishu)
  expect(failureOf(answer)).toMatchObject({ class: 'configuration', code: 99991663 })
  expect(fake.at(SYNC).length).toBe(2)
})

it('a token that is always refused is not asked for again and again', async () => {
  const fake = await openFakeFeishu()
  fake.script(SYNC, refuse(99991663))
  const { feishu } = clientOf(fake.url)
  for (let at = 0; at < 50; at += 1) await sync(feishu)
  expect(fake.at(TOKEN).length).toBeLessThanOrEqual(2)
})

it('a dead token waiting for its slot is replaced by the one at hand', async () => {
  const fake = await openFakeFeishu()
  takeOnly(fake, 't-second')
  fake.script(TOKEN, token('t-first'), token('t-second'))
  let letGo: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let first = true
  const { feishu } = clientOf(fake.url, {
    gate: async (api, call) => {
      if (api === 'sync' && first) {
        first = false
        await closed
      }
      return call()
    },
  })
  const waiting = sync(feishu)
  await new Promise((resolve) => setTimeout(resolve, 30))
  await sync(feishu)
  letGo()
  expect(await waiting).toMatchObject({ ok: true })
  expect(fake.at(SYNC).length).toBe(3)
})

describe('a wrong secret', () => {
  it('does not spin (R14)', async () => {
    const fake = await openFakeFeishu()
    fake.script(TOKEN, refuse(10015, 200))
    const { feishu, clock } = clientOf(fake.url)
    const answers = await many(feishu, 200)
    for (const answer of answers)
      expect(failureOf(answer)).toMatchObject({ class: 'configuration', code: 10015 })
    for (let second = 0; second < 600; second += 1) {
      await sync(feishu)
      clock.at += 1_000
    }
    // 2, 4, 8 … s, then once a minute.
    expect(fake.at(TOKEN).length).toBeLessThanOrEqual(16)
    expect(fake.at(SYNC)).toEqual([])
  })

  it('says how long it is not asked again', async () => {
    const fake = await openFakeFeishu()
    fake.script(TOKEN, refuse(10014, 200))
    const { feishu, clock } = clientOf(fake.url)
    await sync(feishu)
    clock.at += 500
    expect(failureOf(await sync(feishu)).retryAfterMs).toBe(1_500)
  })

  it('is over as soon as it is mended', async () => {
    const fake = await openFakeFeishu()
    fake.script(TOKEN, refuse(10015, 200), token())
    const { feishu, clock } = clientOf(fake.url)
    await sync(feishu)
    clock.at += 2_000
    expect(await sync(feishu)).toMatchObject({ ok: true })
  })

  it('a clock set back by a day makes no hold of a day', async () => {
    const fake = await openFakeFeishu()
    fake.script(TOKEN, refuse(10015, 200), token())
    const { feishu, clock } = clientOf(fake.url)
    await sync(feishu)
    clock.at -= 86_400_000
    expect(await sync(feishu)).toMatchObject({ ok: true })
  })
})

it.each([
  ['an outage', { status: 503, body: '' }, 'not_sent'],
  ['a page', { status: 200, body: '<html>' }, 'not_sent'],
  ['a limit', refuse(99991400, 429, { 'x-ogw-ratelimit-reset': '3' }), 'pace'],
  ['the quota', refuse(99991403, 429), 'quota'],
] as const)('without a token nothing was sent: %s', async (_, reply, expected) => {
  const fake = await openFakeFeishu()
  fake.script(TOKEN, reply)
  const answer = await sync(clientOf(fake.url).feishu)
  expect(failureOf(answer).class).toBe(expected)
  expect(fake.at(SYNC)).toEqual([])
})
