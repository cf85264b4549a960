import { expect, it } from 'vitest'
import { clientOf, failureOf } from './samples.ts'
import { ok, openFakeFeishu, refuse } from './fake-feishu.ts'

const PATH = '/jssdk/ticket/get'
const HOUR_MS = 3_600_000

it('asks once for a ticket, however many need it, and again shortly before it runs out', async () => {
  let now = 0
  const fake = await openFakeFeishu()
  fake.script(PATH, ok({ ticket: 'first', expire_in: 7_200 }), ok({ ticket: 'second', expire_in: 7_200 }))
  const { feishu, counted } = clientOf(fake.url, { elapsed: () => now })

  const answers = await Promise.all([1, 2, 3].map(() => feishu.jssdk.ticket()))
  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: 'first' })))
  now = 1.9 * HOUR_MS
  expect(await feishu.jssdk.ticket()).toEqual({ ok: true, value: 'first' })
  now = 1.96 * HOUR_MS
  expect(await feishu.jssdk.ticket()).toEqual({ ok: true, value: 'second' })

  expect(fake.at(PATH).map(({ method, headers }) => [method, headers.authorization])).toEqual([
    ['POST', 'Bearer t-first'],
    ['POST', 'Bearer t-first'],
  ])
  expect(counted.filter((one) => one.startsWith('jsapi_ticket'))).toEqual([
    'jsapi_ticket ok',
    'jsapi_ticket ok',
  ])
})

it('does not ask again and again while Feishu refuses', async () => {
  let now = 0
  const fake = await openFakeFeishu()
  fake.script(PATH, refuse(99991672))
  const { feishu } = clientOf(fake.url, { elapsed: () => now })
  for (let n = 0; n < 5; n += 1) {
    expect(failureOf(await feishu.jssdk.ticket())).toMatchObject({ class: 'configuration', code: 99991672 })
  }
  expect(fake.at(PATH)).toHaveLength(1)
  now = 2_000
  await feishu.jssdk.ticket()
  expect(fake.at(PATH)).toHaveLength(2)
})
