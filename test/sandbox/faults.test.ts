import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFaults } from '../../sandbox/faults/faults.ts'
import { createRandom } from '../../sandbox/random.ts'
import { body } from './support/bodies.ts'
import { openClient, type Client } from './support/client.ts'
import { openLeave } from './support/leave.ts'
import { SEND } from './support/routes.ts'

let feishu: Client
beforeEach(async () => {
  feishu = await openClient()
})
afterEach(() => feishu.close())

const fault = (rule: Record<string, unknown>) =>
  feishu.control('POST', 'faults', { api: 'bot.send', ...rule })
const send = () => feishu.post(SEND, body('card'))
const sent = () => feishu.sandbox.world.state.cards.size()

const ANSWERS: [string, Record<string, unknown>, { status: number; code: number }][] = [
  ['429', { kind: 'rate_429' }, { status: 429, code: 99991400 }],
  ['400 with 99991400', { kind: 'rate_400', resetSeconds: 2 }, { status: 400, code: 99991400 }],
  ['a 5xx', { kind: 'http_5xx', status: 503 }, { status: 503, code: 2200 }],
  ['99991663', { kind: 'token_invalid' }, { status: 400, code: 99991663 }],
  ['1390001', { kind: 'param_invalid' }, { status: 400, code: 1390001 }],
  ['1395001', { kind: 'try_later' }, { status: 400, code: 1395001 }],
  ['any code', { kind: 'code', code: 65001, status: 200, msg: 'x' }, { status: 200, code: 65001 }],
]

describe.each(ANSWERS)('%s', (_name, rule, answer) => {
  it.each([
    ['before', 0],
    ['after', 1],
  ])('%s the effect', async (when, cards) => {
    await fault({ ...rule, when })
    const reply = await send()
    expect({ status: reply.status, code: reply.body.code }).toEqual(answer)
    expect(sent()).toBe(cards)
    expect((await feishu.control('GET', 'faults')) as { faults: unknown[] }).toMatchObject({ faults: [] })
  })
})

it.each([
  ['html', { kind: 'html' }],
  ['truncated JSON', { kind: 'truncated_json' }],
])('%s cannot be parsed', async (_name, rule) => {
  await fault({ ...rule, when: 'after' })
  await expect(send()).rejects.toThrow(SyntaxError)
  expect(sent()).toBe(1)
})

it('a missing message id is missing although the card was sent', async () => {
  await fault({ kind: 'no_message_id', when: 'after' })
  expect((await send()).body).toEqual({ code: 0, msg: 'success', data: {} })
  expect(sent()).toBe(1)
})

it.each([
  ['reset', { kind: 'reset' }],
  ['timeout', { kind: 'timeout', delayMs: 30 }],
])('%s loses the answer before and after the effect', async (_name, rule) => {
  await fault({ ...rule, when: 'before' })
  await expect(send()).rejects.toThrow()
  expect(sent()).toBe(0)
  await fault({ ...rule, when: 'after' })
  await expect(send()).rejects.toThrow()
  expect(sent()).toBe(1)
})

it('a slow body comes in the end', async () => {
  await fault({ kind: 'slow_body', when: 'after', delayMs: 100 })
  const begun = performance.now()
  expect((await send()).body.code).toBe(0)
  expect(performance.now() - begun).toBeGreaterThan(80)
})

it('landing late takes effect minutes after the answer was lost', async () => {
  await fault({ kind: 'late', landAfterMs: 600_000 })
  await expect(send()).rejects.toThrow()
  expect(sent()).toBe(0)
  await feishu.control('POST', 'clock', { advanceMs: 599_000 })
  expect(sent()).toBe(0)
  await feishu.control('POST', 'clock', { advanceMs: 1_000 })
  expect(sent()).toBe(1)
})

it('landing late happens by itself too', async () => {
  await fault({ kind: 'late', landAfterMs: 30, loseBy: 'http_5xx' })
  expect((await send()).status).toBe(504)
  await expect.poll(sent).toBe(1)
})

it('down refuses connections and comes back on the same port', async () => {
  await feishu.control('POST', 'down', { down: true })
  await expect(send()).rejects.toThrow('fetch failed')
  await feishu.control('POST', 'down', { down: false })
  expect((await send()).body.code).toBe(0)
})

it('counts down "the next n requests of this API"', async () => {
  await fault({ kind: 'try_later', times: 2 })
  expect((await feishu.get('/open-apis/application/v6/scopes')).body.code).toBe(0)
  expect([(await send()).body.code, (await send()).body.code, (await send()).body.code]).toEqual([
    1395001, 1395001, 0,
  ])
})

it('rolls the same dice for the same seed', () => {
  const roll = (seed: number) => {
    const faults = createFaults(createRandom(1))
    faults.seed(seed)
    faults.add({ api: '*', kind: 'reset', when: 'before', probability: 0.3 })
    return Array.from({ length: 200 }, () => (faults.take('bot.send') ? 'x' : '.')).join('')
  }
  expect(roll(7)).toBe(roll(7))
  expect(roll(7)).not.toBe(roll(8))
  expect(roll(7).split('x').length - 1).toBeGreaterThan(35)
})

it('answers 1395001 to pushes of the same instance that come too fast, when asked to', async () => {
  const leave = await openLeave({ settings: { rateLimit: 'off', sameInstanceWithinMs: 2_000 } })
  const codes = [(await leave.push()).body.code, (await leave.push()).body.code]
  await leave.control('POST', 'clock', { advanceMs: 2_000 })
  codes.push((await leave.push()).body.code)
  expect(codes).toEqual([0, 1395001, 0])
  await leave.close()
})
