import { createServer } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientOf, failureOf, leave, pictured, record, snapshot, task } from './samples.ts'
import { ok, openFakeFeishu, refuse, type Reply } from './fake-feishu.ts'

const card = {
  taskId: 'i1_t1',
  uuid: 'i1_t1',
  firstTriedAt: 1,
  messageId: null,
  sentAt: null,
  settledAs: null,
}

it('registers, syncs, sends, settles and checks with one token', async () => {
  const fake = await openFakeFeishu()
  fake.script('/external_approvals', ok({ approval_code: 'NEW' }))
  fake.script('/message/send', ok({ message_id: '7123456789012345679' }))
  fake.script('/check', ok({ diff_instances: [] }))
  const { feishu, counted } = clientOf(fake.url)

  expect(await feishu.definitions.apply(leave, 'live', null)).toMatchObject({ ok: true })
  expect(await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')).toMatchObject({
    ok: true,
    value: null,
  })
  expect(await feishu.delivery.sendCard(pictured(snapshot()), card)).toMatchObject({ ok: true })
  expect(await feishu.delivery.settleCard('7123456789012345679', 'APPROVED')).toMatchObject({ ok: true })
  expect(await feishu.delivery.check([snapshot().instance])).toEqual({ ok: true, value: [] })

  expect(fake.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /open-apis/auth/v3/tenant_access_token/internal',
    'POST /open-apis/approval/v4/external_approvals',
    'POST /open-apis/approval/v4/external_instances',
    'POST /open-apis/approval/v1/message/send',
    'POST /open-apis/approval/v1/message/update',
    'POST /open-apis/approval/v4/external_instances/check',
  ])
  const [first, ...others] = fake.seen
  expect(first?.headers.authorization).toBeUndefined()
  for (const { headers } of others) {
    expect(headers.authorization).toBe('Bearer t-first')
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
  }
  expect(counted).toEqual(
    ['token', 'definition', 'sync', 'card_send', 'card_update', 'check'].map((api) => `${api} ok`),
  )
})

it('cards go to the bot’s own address, the older host too', async () => {
  const fake = await openFakeFeishu()
  const { feishu } = clientOf(fake.url, { botMessageUrl: `${fake.url}/approval/openapi/v1/message/` })
  await feishu.delivery.sendCard(pictured(snapshot()), card)
  await feishu.delivery.settleCard('1', 'PROCESSED')
  expect(fake.seen.slice(1).map(({ path }) => path)).toEqual([
    '/approval/openapi/v1/message/send',
    '/approval/openapi/v1/message/update',
  ])
})

it('every request passes the gate, the one for the token too', async () => {
  const fake = await openFakeFeishu()
  const passed: string[] = []
  const { feishu } = clientOf(fake.url, {
    gate: async (api, call) => {
      passed.push(api)
      return call()
    },
  })
  await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')
  expect(passed).toEqual(['token', 'sync'])
})

it('an instance of a definition that Feishu has not taken yet waits', async () => {
  const fake = await openFakeFeishu()
  const waiting = { ...snapshot(), definition: record({ approvalCode: null }) }
  const answer = await clientOf(fake.url).feishu.delivery.syncInstance(pictured(waiting), 'UPDATE')
  expect(failureOf(answer)).toMatchObject({ class: 'not_sent' })
  expect(fake.seen).toEqual([])
})

it('the largest instance goes through whole', async () => {
  const fake = await openFakeFeishu()
  const tasks = Array.from({ length: 300 }, (_, at) => task({ id: `i1_t${at + 1}` }))
  const cc = Array.from({ length: 200 }, (_, at) => ({
    id: `i1_c${at + 1}`,
    userId: `u_${at}`,
    createdAt: 1,
    readAt: null,
    clock: 2,
  }))
  const answer = await clientOf(fake.url).feishu.delivery.syncInstance(
    pictured(snapshot({ tasks, cc })),
    'UPDATE',
  )
  expect(answer.ok).toBe(true)
  const [sent] = fake.at('/external_instances').map(({ body }) => body)
  expect([sent.task_list.length, sent.cc_list.length]).toEqual([300, 200])
})

it('connections are used again', async () => {
  const fake = await openFakeFeishu()
  const { feishu } = clientOf(fake.url)
  for (let at = 0; at < 5; at += 1) await feishu.delivery.settleCard('1', 'APPROVED')
  expect(new Set(fake.seen.map(({ port }) => port)).size).toBe(1)
})

describe('what an answer means', () => {
  const NEVER_ANSWERS: Reply = () => undefined
  const RESET: Reply = (response) => response.socket?.resetAndDestroy()
  const TRUNCATED: Reply = (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"code":0,"da')
    setTimeout(() => response.destroy(), 20)
  }
  const DRIPS: Reply = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const drip = setInterval(() => response.write(' '), 50)
    response.on('close', () => clearInterval(drip))
  }
  const LOG = { 'x-tt-logid': 'LOG1' }

  const rows: [string, Reply, object][] = [
    ['200 with a code', refuse(1390001, 200, LOG), { class: 'refused', code: 1390001, logId: 'LOG1' }],
    ['400 with a code', refuse(1395001, 400), { class: 'unclear', code: 1395001, httpStatus: 400 }],
    ['429', refuse(99991400, 429, { 'x-ogw-ratelimit-reset': '7' }), { class: 'pace', retryAfterMs: 7_000 }],
    [
      '400 for pace',
      refuse(99991400, 400, { 'x-ogw-ratelimit-reset': '2' }),
      { class: 'pace', retryAfterMs: 2_000 },
    ],
    ['the quota', refuse(99991403, 429), { class: 'quota', retryAfterMs: null }],
    ['a page', { status: 200, body: '<html>maintenance</html>' }, { class: 'unclear', code: null }],
    ['half a JSON', { status: 200, body: '{"code":0,' }, { class: 'unclear', code: null }],
    ['JSON without a code', { status: 200, body: { msg: 'success' } }, { class: 'unclear', code: null }],
    ['nothing', { status: 200, body: '' }, { class: 'unclear', code: null }],
    ['502', { status: 502, body: 'Bad Gateway' }, { class: 'unclear', httpStatus: 502 }],
    [
      'a redirect',
      { status: 302, headers: { location: '/x' }, body: '' },
      { class: 'unclear', httpStatus: 302 },
    ],
    ['a body cut off', TRUNCATED, { class: 'unclear', code: null }],
    ['a reset', RESET, { class: 'unclear', httpStatus: null }],
    ['silence', NEVER_ANSWERS, { class: 'unclear', message: 'No answer: timeout' }],
    ['a body that never ends', DRIPS, { class: 'unclear', message: 'No answer: timeout' }],
  ]
  it.each(rows)('%s', async (_, reply, expected) => {
    const fake = await openFakeFeishu()
    fake.script('/external_instances', reply)
    const endless = reply === NEVER_ANSWERS || reply === DRIPS
    const { feishu } = clientOf(fake.url, { timeoutMs: endless ? 300 : 10_000 })
    const answer = await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')
    expect(failureOf(answer)).toMatchObject(expected)
    expect(fake.at('/external_instances').length).toBe(1)
  })

  it('a refused connection was not sent', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => closed.once('listening', resolve))
    const { port } = closed.address() as { port: number }
    await new Promise((resolve) => closed.close(resolve))
    const fake = await openFakeFeishu()
    const { feishu } = clientOf(fake.url, { botMessageUrl: `http://127.0.0.1:${port}/message` })
    expect(failureOf(await feishu.delivery.settleCard('1', 'APPROVED'))).toMatchObject({ class: 'not_sent' })
  })

  it('ignores a proxy of the environment', async () => {
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = 'http://127.0.0.1:9'
    try {
      const fake = await openFakeFeishu()
      expect(await clientOf(fake.url).feishu.doctor.token()).toMatchObject({ ok: true })
    } finally {
      delete process.env['HTTP_PROXY']
      delete process.env['http_proxy']
    }
  })
})

describe('the id of a card', () => {
  const send = async (body: unknown) => {
    const fake = await openFakeFeishu()
    fake.script('/send', { body })
    return clientOf(fake.url).feishu.delivery.sendCard(pictured(snapshot()), card)
  }

  it('comes back to the byte', async () => {
    const fake = await openFakeFeishu()
    const { feishu } = clientOf(fake.url)
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), async (id) => {
        fake.script('/send', ok({ message_id: String(id) }))
        fake.script('/update', ok())
        const answer = await feishu.delivery.sendCard(pictured(snapshot()), card)
        expect(answer).toMatchObject({ value: { messageId: String(id) } })
        await feishu.delivery.settleCard(String(id), 'APPROVED')
        expect(fake.at('/update').at(-1)?.body.message_id).toBe(String(id))
      }),
      { numRuns: 25 },
    )
  })

  it('would survive coming as a raw int64', async () => {
    const answer = await send('{"code":0,"data":{"message_id":7123456789012345679}}')
    expect(answer).toMatchObject({ ok: true, value: { messageId: '7123456789012345679' } })
  })

  it.each([
    [{ code: 0, data: {} }],
    [{ code: 0, data: null }],
    [{ code: 0 }],
    [{ code: 0, data: { message_id: '' } }],
  ])('may be missing: %j', async (body) => {
    expect(await send(body)).toMatchObject({ ok: true, value: { messageId: null } })
  })

  it('every attempt has the same uuid and the same body', async () => {
    const fake = await openFakeFeishu()
    fake.script('/send', refuse(1395001), ok({ message_id: '1' }))
    const { feishu } = clientOf(fake.url)
    await feishu.delivery.sendCard(pictured(snapshot()), card)
    await feishu.delivery.sendCard(pictured(snapshot()), card)
    const [first, second] = fake.at('/send').map(({ body }) => body)
    expect(first).toEqual(second)
    expect(first.uuid).toBe('i1_t1')
  })
})

it('says whether a request before the one that was answered may have arrived', async () => {
  const fake = await openFakeFeishu()
  const counts = { insert_num: 0, update_num: 0, delete_num: 0 }
  const taken = ok({ data: {}, process_record: { instance: counts, task: counts, cc: counts } })
  fake.script('/external_instances', taken, refuse(99991663), taken)
  const { feishu } = clientOf(fake.url)

  const nothing = { instance: 0, tasks: 0, ccs: 0 }
  const once = await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')
  const twice = await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')
  expect(once).toMatchObject({ ok: true, value: { ...nothing, isRepeat: false } })
  expect(twice).toMatchObject({ ok: true, value: { ...nothing, isRepeat: true } })
})
