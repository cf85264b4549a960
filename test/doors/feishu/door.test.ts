import { describe, expect, it } from 'vitest'
import { request } from 'node:http'
import { pressOnLetter, removeOldLetters } from '../../../server/usecases/sources/letters.ts'
import { bytesOf, DEFINITION, INSTANCE } from './bodies.ts'
import { aSource, openDoor, type Answered } from './rig.ts'

const V4 = '/open-apis/approval/v4'
const APPROVALS = `${V4}/external_approvals`
const INSTANCES = `${V4}/external_instances`

async function openWithKind(sources = [aSource()]) {
  const door = await openDoor({ sources })
  const erp = await door.as()
  const { body } = await erp.post(APPROVALS, DEFINITION)
  const code = String(body.data['approval_code'])
  const push = (changes: Readonly<Record<string, unknown>> = {}, as = erp) =>
    as.post(INSTANCES, bytesOf(INSTANCE, { approval_code: code, ...changes }))
  return { ...door, erp, code, push }
}

describe('the token of a source', () => {
  it('is had with its id and secret, by either route, and lasts two hours', async () => {
    const { ask, secrets, logIn } = await openDoor()
    const { status, body } = await logIn()
    expect([status, body]).toMatchObject([200, { code: 0, msg: 'ok', expire: 7_200 }])
    const app = await ask('POST', '/open-apis/auth/v3/app_access_token/internal', {
      app_id: 'src_erp',
      app_secret: secrets.get('erp'),
    })
    expect(app.body['app_access_token']).toMatch(/^t-/)
  })

  it.each([
    ['no fields', {}, 10003],
    ['no app of a source', { app_id: 'cli_1', app_secret: 'x' }, 10003],
    ['a source that is not there', { app_id: 'src_crm', app_secret: 'x' }, 10014],
    ['a secret that is not its own', { app_id: 'src_erp', app_secret: 'x' }, 10014],
    ['a source of another format', { app_id: 'src_oa', app_secret: 'SECRET' }, 10014],
  ])('is refused to %s', async (_what, body, code) => {
    const { ask, secrets } = await openDoor({ sources: [aSource(), aSource({ id: 'oa', format: 'ofs' })] })
    const text = JSON.stringify(body).replace('SECRET', secrets.get('oa') ?? '')
    const answer = await ask('POST', '/open-apis/auth/v3/tenant_access_token/internal', text)
    expect(answer.body.code).toBe(code)
  })

  it('ends after two hours, and with its secret', async () => {
    const { as, advance, renewSecret } = await openDoor()
    const erp = await as()
    expect((await erp.post(APPROVALS, DEFINITION)).body.code).toBe(0)
    advance(7_200_000)
    expect((await erp.post(APPROVALS, DEFINITION)).body.code).toBe(99991663)
    const again = await as()
    await renewSecret('erp')
    expect((await again.post(APPROVALS, DEFINITION)).body.code).toBe(99991663)
  })

  it.each([
    ['none', undefined, 99991661],
    ['another kind', 'u-123', 99991671],
    ['one of ours', 't-erp.zzzzzzzz.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 99991663],
    ['nonsense', 't-', 99991663],
  ])('%s lets nobody in', async (_what, token, code) => {
    const { ask } = await openDoor()
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
    expect((await ask('POST', INSTANCES, INSTANCE, headers)).body.code).toBe(code)
  })

  it('is no other source’s, changed by a letter', async () => {
    const { ask, as } = await openDoor({ sources: [aSource(), aSource({ id: 'crm' })] })
    const { token } = await as()
    const forged = { authorization: `Bearer ${token.replace('t-erp.', 't-crm.')}` }
    expect((await ask('POST', INSTANCES, INSTANCE, forged)).body.code).toBe(99991663)
  })
})

describe('a kind of approvals', () => {
  it('has a code of ours, the same however often it is made, and its callback is shown to nobody', async () => {
    const { erp, code, store, told, dump } = await openWithKind()
    expect(code).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
    for (const passed of ['purchase', code]) {
      const { body } = await erp.post(APPROVALS, bytesOf(DEFINITION, { approval_code: passed }))
      expect(body.data['approval_code']).toBe(code)
    }
    const record = await store.definitions.read(`erp.${code}`)
    expect(record).toMatchObject({
      version: 1,
      source: 'erp',
      definition: { name: { 'zh-CN': '采购订单' }, group: { code: 'erp.buying', name: { 'zh-CN': '采购' } } },
      entry: { ownCode: 'purchase', create: { pc: 'https://erp.example.com/new' } },
    })
    expect(told[0]).toBe(`erp.${code}`)
    const shown = await erp.get(`${APPROVALS}/${code}?user_id_type=user_id`)
    expect(shown.body.data).toMatchObject({
      approval_code: 'purchase',
      group_code: 'buying',
      external: { action_callback_url: 'http://erp.example.com/decisions' },
      viewers: [{ viewer_type: 'TENANT' }],
    })
    for (const secret of ['their-token', 'their-key']) {
      expect(JSON.stringify([shown.body, record])).not.toContain(secret)
      expect(dump()).toContain(secret)
    }
  })

  it('keeps its group where an update leaves it out, and is another version where it says something else', async () => {
    const { erp, code, store } = await openWithKind()
    const changes = { group_code: undefined, group_name: undefined, approval_name: '订单' }
    await erp.post(APPROVALS, bytesOf(DEFINITION, changes))
    expect(await store.definitions.read(`erp.${code}`)).toMatchObject({
      version: 2,
      definition: { name: { 'zh-CN': '订单' }, group: { code: 'erp.buying' } },
    })
  })

  it.each([
    ['', { viewers: [{ viewer_type: 'USER', viewer_user_id: 'ou_bob' }] }, 0],
    ['?user_id_type=user_id', { managers: ['u_lead'] }, 0],
    ['?user_id_type=user_id', { managers: ['u_nobody'] }, 1390001],
    ['', { managers: ['u_lead'] }, 1390001],
    ['?user_id_type=union_id', { managers: ['on_1'] }, 1390001],
    ['', { viewers: [{ viewer_type: 'DEPARTMENT', viewer_department_id: 'od-hr' }] }, 0],
    ['', { viewers: [{ viewer_type: 'DEPARTMENT', viewer_department_id: 'od-nowhere' }] }, 1390001],
    ['', { group_code: 'new', group_name: undefined }, 1390001],
  ])('%s %j', async (query, changes, code) => {
    const { erp } = await openWithKind()
    const answer = await erp.post(`${APPROVALS}${query}`, bytesOf(DEFINITION, changes))
    expect(answer.body).toMatchObject({ code })
  })

  it('of one source is not there for another', async () => {
    const { as, code } = await openWithKind([aSource(), aSource({ id: 'crm' })])
    const crm = await as('crm')
    expect((await crm.get(`${APPROVALS}/${code}`)).body.code).toBe(1390002)
    expect((await crm.post(INSTANCES, bytesOf(INSTANCE, { approval_code: code }))).body.code).toBe(1390002)
  })
})

describe('an approval that a source pushes', () => {
  it('is stored below it with its to-do, and says how much of it was news', async () => {
    const { push, store, code } = await openWithKind()
    const { body } = await push()
    expect(body).toMatchObject({
      code: 0,
      data: {
        data: { instance_id: '4711' },
        process_record: { instance: { insert_num: 1 }, task: { insert_num: 1 }, cc: { insert_num: 1 } },
      },
    })
    expect((await store.instances.read('erp-4711'))?.instance).toMatchObject({
      definition: { code: `erp.${code}` },
      initiator: { userId: 'u_alice' },
      tasks: [{ assignee: 'u_bob', status: 'PENDING' }],
      cc: [{ userId: 'u_carol' }],
    })
    const again = await push()
    expect(again.body.data['process_record']).toMatchObject({
      instance: { update_num: 0 },
      task: { insert_num: 0, update_num: 0 },
    })
  })

  it('may name its kind by the code that was passed', async () => {
    const { push } = await openWithKind()
    expect((await push({ approval_code: 'purchase' })).body.code).toBe(0)
    const unknown = await push({ approval_code: 'leave' })
    expect([unknown.status, unknown.body.code]).toEqual([400, 1390002])
  })

  it('is refused in Feishu’s shape, with a log id that the log knows, and changes nothing', async () => {
    const { push, store, ctx, lines } = await openWithKind()
    const { status, headers, body } = await push({ 'task_list.0.links': undefined })
    expect([status, body]).toMatchObject([
      400,
      {
        code: 1390001,
        msg: 'param is invalid: task_list[0].links: is required',
        error: { log_id: headers.get('x-tt-logid') },
      },
    ])
    expect(lines.join('')).toContain(headers.get('x-tt-logid') ?? 'none')
    expect(await store.instances.read('erp-4711')).toBeUndefined()
    expect(ctx.sources.ledger.of('erp').refused).toMatchObject([{ reason: body.msg, count: 1 }])
  })

  it('comes too often at the share of its source: then it is told when to come again', async () => {
    const { push } = await openWithKind([aSource({ quota: { perMinute: 2 } })])
    const answers = [await push({ instance_id: '1' }), await push({ instance_id: '2' }), await push()]
    const { status, headers, body } = answers[2] as Answered
    expect([answers[1]?.status, status, body.code]).toEqual([200, 429, 99991400])
    expect(Number(headers.get('x-ogw-ratelimit-reset'))).toBeGreaterThan(0)
  })

  it('is not taken where the source has too many to-dos open, nor with more tasks than Feishu has room for', async () => {
    const { push } = await openWithKind([aSource({ quota: { open: 1 } })])
    expect((await push()).body.code).toBe(0)
    const more = await push({ instance_id: '4712', 'task_list.0.task_id': 't2' })
    expect([more.status, more.body.code, more.body.msg]).toEqual([
      429,
      99991400,
      expect.stringContaining('1 open to-dos'),
    ])
    const { push: pushMany } = await openWithKind()
    const many = (count: number, from = 0) =>
      Array.from({ length: count }, (_, at) => ({ ...INSTANCE.task_list[0], task_id: `t${from + at}` }))
    expect((await pushMany({ task_list: many(300) })).body.code).toBe(0)
    const one = { update_mode: 'UPDATE', update_time: '1688022600001', task_list: many(1, 300) }
    expect((await pushMany(one)).body).toMatchObject({
      code: 1390001,
      msg: expect.stringContaining('task_list: ') as string,
    })
  })

  it('is read up to 2 MB, and refused beyond in Feishu’s shape', async () => {
    const { erp, push } = await openWithKind()
    const task = { ...INSTANCE.task_list[0], extra: JSON.stringify({ much: 'x'.repeat(1_000) }) }
    const tasks = Array.from({ length: 200 }, (_, at) => ({ ...task, task_id: `t${at}` }))
    expect((await push({ task_list: tasks })).body.code).toBe(0)
    const answer = await erp.post(INSTANCES, `{"extra":"${'x'.repeat(3_000_000)}"}`)
    expect([answer.status, answer.body.code]).toEqual([413, 9499])
  })
})

describe('what is held of a source', () => {
  const check = (instances: unknown) => ({ instances })
  const held = { update_time: '1688022600000', tasks: [{ task_id: '112', update_time: '1688022600000' }] }

  it.each([
    ['all as asked', { instance_id: '4711', ...held }, []],
    ['an unknown one', { instance_id: '1', ...held }, [{ instance_id: '1', update_time: '0', tasks: [] }]],
    [
      'an unknown task',
      { instance_id: '4711', ...held, tasks: [{ task_id: '9', update_time: '1688022600000' }] },
      [
        {
          instance_id: '4711',
          update_time: '1688022600000',
          tasks: [{ task_id: '9', update_time: '0' }],
        },
      ],
    ],
    [
      'an older task',
      { instance_id: '4711', ...held, tasks: [{ task_id: '112', update_time: 1_688_022_500_000 }] },
      [
        {
          instance_id: '4711',
          update_time: '1688022600000',
          tasks: [{ task_id: '112', update_time: '1688022600000' }],
        },
      ],
    ],
    [
      'an older whole',
      { instance_id: '4711', ...held, update_time: '1688022500000' },
      [{ instance_id: '4711', update_time: '1688022600000', tasks: [] }],
    ],
  ])('is checked by its ids and clocks: %s', async (_what, asked, differences) => {
    const { push, erp } = await openWithKind()
    await push()
    const { body } = await erp.post(`${INSTANCES}/check`, check([asked]))
    expect(body.data).toEqual({ diff_instances: differences })
  })

  it('keeps what UPDATE may not change, and drops what REPLACE leaves out (三方审批实例常见问题)', async () => {
    const { push, erp } = await openWithKind()
    await push()
    const clockOf = async () => {
      const asked = [{ instance_id: '4711', update_time: '1', tasks: [{ task_id: '112', update_time: '1' }] }]
      const { body } = await erp.post(`${INSTANCES}/check`, check(asked))
      return body.data['diff_instances']
    }
    const late = { update_mode: 'UPDATE', update_time: '1688022600000', status: 'APPROVED' }
    await push(late)
    expect(await clockOf()).toMatchObject([{ update_time: '1688022600000' }])
    await push({ update_mode: 'UPDATE', update_time: '1688022700000', task_list: [], cc_list: [] })
    expect(await clockOf()).toMatchObject([
      { update_time: '1688022700000', tasks: [{ task_id: '112', update_time: '1688022600000' }] },
    ])
    await push({ update_time: '1688022500000', task_list: [], cc_list: [] })
    expect(await clockOf()).toMatchObject([
      { update_time: '1688022500000', tasks: [{ task_id: '112', update_time: '0' }] },
    ])
  })

  /** A GET with a body, which `fetch` does not send and the SDK does. */
  const list = (url: string, token: string, body: unknown, query = ''): Promise<Answered['body']> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const asked = request(
        `${url}${V4}/external_tasks${query}`,
        {
          method: 'GET',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          },
        },
        (response) => {
          const pieces: Buffer[] = []
          response.on('data', (piece: Buffer) => pieces.push(piece))
          response.on('end', () => {
            resolve(JSON.parse(Buffer.concat(pieces).toString()) as Answered['body'])
          })
        },
      )
      asked.on('error', reject)
      asked.end(text)
    })

  it('is listed with its tasks, by id, by person and by status, a page after the other', async () => {
    const { push, erp, code, url } = await openWithKind()
    for (const instance_id of ['1', '2', '3'])
      await push({ instance_id, 'task_list.0.task_id': `t${instance_id}` })
    await push({ instance_id: '3', 'task_list.0.task_id': 't3', 'task_list.0.status': 'APPROVED' })
    const ask = (body: unknown, query?: string) => list(url, erp.token, body, query)
    expect((await ask({ instance_ids: ['2', '9'] })).data).toEqual({
      data: [
        {
          instance_id: '2',
          approval_id: code.toLowerCase(),
          approval_code: code,
          status: 'PENDING',
          update_time: '1688022600000',
          tasks: [{ id: 't2', status: 'PENDING', update_time: '1688022600000' }],
        },
      ],
      has_more: false,
    })
    const pending = { approval_codes: [code], status: 'PENDING' }
    const first = await ask(pending, '?page_size=1')
    expect(first.data).toMatchObject({ data: [{ instance_id: '1' }], has_more: true })
    const next = await ask(undefined, `?page_token=${String(first.data['page_token'])}`)
    expect(next.data).toMatchObject({ data: [{ instance_id: '2' }], has_more: false })
    const done = await ask({ ...pending, status: 'APPROVED', user_ids: ['u_bob'] })
    expect(done.data).toMatchObject({ data: [{ instance_id: '3', tasks: [{ id: 't3' }] }] })
    expect((await ask({ ...pending, user_ids: ['u_carol'] })).data).toMatchObject({ data: [] })
    for (const [body, query] of [
      [{}, ''],
      [{ instance_ids: Array(21).fill('1') }, ''],
      [{ ...pending, status: 'OPEN' }, ''],
      [pending, '?page_size=501'],
      [pending, '?page_token=%7B%7D'],
    ] as const)
      expect((await ask(body, query)).code).toBe(1390001)
  })

  it('of one source is nobody else’s', async () => {
    const { push, as, url } = await openWithKind([aSource(), aSource({ id: 'crm' })])
    await push()
    const crm = await as('crm')
    const { body } = await crm.post(`${INSTANCES}/check`, check([{ instance_id: '4711', ...held }]))
    expect(body.data).toMatchObject({ diff_instances: [{ update_time: '0' }] })
    expect((await list(url, crm.token, { instance_ids: ['4711'] })).data).toMatchObject({ data: [] })
  })
})

it('speaks the older paths as they were: packed bodies, maps of texts, times as numbers', async () => {
  const { as } = await openDoor()
  const erp = await as()
  const older = '/approval/openapi'
  const map = { '@i18n@1': '采购订单', '@i18n@2': '采购' }
  const made = await erp.post(
    `${older}/v3/external/approval/create`,
    bytesOf(DEFINITION, {
      'i18n_resources.0.texts': map,
      viewers: [{ viewer_type: 'USER', viewer_id: 'u_bob' }],
    }),
  )
  const code = String(made.body.data['approval_code'])
  const content = new TextDecoder().decode(
    bytesOf(INSTANCE, {
      approval_code: code,
      start_time: 1_688_022_000_000,
      update_time: 1_688_022_600_000,
      'i18n_resources.0.texts': { '@i18n@1': '离开', '@i18n@2': '天', '@i18n@3': '2020-08-01' },
    }),
  )
  const pushed = await erp.post(`${older}/v2/external/instance/create`, { content })
  expect(pushed.body).toEqual({ code: 0, msg: 'success', data: {} })
  const checked = await erp.post(`${older}/v3/external/instance/check`, {
    update_times: [{ instance_id: '4711', update_time: 1, tasks: [{ task_id: '9', update_time: 1 }] }],
  })
  expect(checked.body.data).toEqual({
    diff_times: [
      { instance_id: '4711', update_time: 1_688_022_600_000, tasks: [{ task_id: '9', update_time: 0 }] },
    ],
  })
  const listed = await erp.post(`${older}/v2/external/list`, { instance_ids: ['4711'] })
  expect(listed.body.data).toMatchObject({
    data: [{ instance_id: '4711', tasks: [{ id: '112', update_time: 1_688_022_600_000 }] }],
    scroll_id: '',
  })
})

it('passes questions about people on, and Feishu’s refusals back', async () => {
  const asked: unknown[] = []
  const { as } = await openDoor({
    passOn: {
      peopleIds: async (...given) => {
        asked.push(given)
        return { ok: true, value: { user_list: [{ user_id: 'u_bob', email: 'bob@example.com' }] } }
      },
      person: async () => ({
        ok: false,
        failure: {
          class: 'refused',
          code: 41050,
          httpStatus: 400,
          message: 'no user authority',
          logId: null,
          retryAfterMs: null,
        },
      }),
    },
  })
  const erp = await as()
  const path = '/open-apis/contact/v3/users'
  const found = await erp.post(`${path}/batch_get_id?user_id_type=user_id`, { emails: ['bob@example.com'] })
  expect(found.body.data).toEqual({ user_list: [{ user_id: 'u_bob', email: 'bob@example.com' }] })
  expect(asked).toEqual([[{ user_id_type: 'user_id' }, { emails: ['bob@example.com'], mobiles: [] }]])
  expect((await erp.get(`${path}/u_x`)).body).toMatchObject({ code: 41050, msg: 'no user authority' })
  expect((await erp.get(`${path}/u_x%2F..%2Fme`)).body.code).toBe(1390001)
})

describe('a message that a source sends', () => {
  const BOT = '/open-apis/approval/v1/message'
  const page = {
    url: 'https://a.b',
    android_url: 'https://a.b',
    ios_url: 'https://a.b',
    pc_url: 'https://a.b',
  }
  const MESSAGE = {
    template_id: '1008',
    user_id: 'u_bob',
    uuid: 'one',
    approval_name: '@i18n@1',
    content: { summaries: [{ summary: '@i18n@1' }] },
    actions: [{ action_name: 'DETAIL', ...page }],
    i18n_resources: [{ locale: 'en_us', is_default: true, texts: { '@i18n@1': 'Pens' } }],
  }

  it('is the bridge’s own card: it has an id, the same for the same uuid, and can be updated by it', async () => {
    const { as } = await openDoor()
    const erp = await as()
    const send = async (body: object = MESSAGE) =>
      String((await erp.post(`${BOT}/send`, body)).body.data['message_id'])
    const id = await send()
    expect(id).toMatch(/^\d{18}$/)
    expect([await send(), await send({ ...MESSAGE, uuid: 'two' })]).toEqual([
      id,
      expect.not.stringMatching(id),
    ])
    const numeric = `{"message_id":${id},"status":"APPROVED"}`
    expect((await erp.post('/approval/openapi/v1/message/update', numeric)).body).toMatchObject({
      code: 0,
      data: { message_id: id },
    })
  })

  it('is not another source’s to update', async () => {
    const { as } = await openDoor({ sources: [aSource(), aSource({ id: 'crm' })] })
    const [erp, crm] = [await as('erp'), await as('crm')]
    const { message_id } = (await erp.post(`${BOT}/send`, MESSAGE)).body.data
    const update = { message_id, status: 'APPROVED' }
    expect((await crm.post(`${BOT}/update`, update)).body.code).toBe(1390001)
  })

  it.each([
    ['template_id', { template_id: '9999' }],
    ['title_user_id', { template_id: '1004' }],
    ['comment', { template_id: '1004', title_user_id: 'u_alice' }],
    ['content.summaries', { content: { summaries: [] } }],
    ['action_callback', { action_configs: [{ action_type: 'APPROVE' }] }],
    ['user_id', { user_id: '' }],
    ['approval_name', { approval_name: '@i18n@9' }],
    ['uuid', { uuid: 'x'.repeat(65) }],
    ['actions', { actions: [] }],
    ['actions[0].action_name', { actions: [{ action_name: '@i18n@1', ...page }] }],
    ['actions[0].pc_url', { actions: [{ action_name: 'DETAIL', ...page, pc_url: 'javascript://x' }] }],
    ['i18n_resources', { i18n_resources: undefined }],
  ])('without a right %s is refused by that name', async (field, changes) => {
    const { as } = await openDoor()
    const { body } = await (await as()).post(`${BOT}/send`, { ...MESSAGE, ...changes })
    expect([body.code, body.msg]).toEqual([1390001, expect.stringContaining(`: ${field}: `)])
  })

  describe('itself', () => {
    const openOwn = async () => {
      const door = await openDoor({
        sources: [aSource({ cards: 'own' }), aSource({ id: 'crm', cards: 'own' })],
      })
      const erp = await door.as()
      const send = async (changes: object = {}, as = erp) =>
        String((await as.post(`${BOT}/send`, { ...MESSAGE, ...changes })).body.data['message_id'])
      const update = (message_id: string, status = 'APPROVED', as = erp) =>
        as.post(`${BOT}/update`, { message_id, status })
      return { ...door, erp, send, update }
    }

    it('is stored with an id of its own before it is answered, the same within an hour for the same uuid', async () => {
      const { store, send, as, advance } = await openOwn()
      const id = await send()
      expect(id).toMatch(/^2\d{17}$/)
      expect((await store.letters.read(id))?.effects).toMatchObject([{ kind: 'send_card', by: 'source:erp' }])
      expect(await send({ approval_name: 'another' })).toBe(id)
      advance(3_599_000)
      expect(await send()).toBe(id)
      advance(2_000)
      const others = [await send(), await send({ user_id: 'u_lead' }), await send({}, await as('crm'))]
      expect(new Set([id, ...others, await send({ uuid: undefined }), await send({ uuid: '' })]).size).toBe(6)
    })

    it('is sent whatever it is, and where the bridge sends the cards, all but those of to-dos', async () => {
      const notice = { template_id: '1004', title_user_id: 'u_alice', comment: '@i18n@1' }
      const free = { template_id: '1021', custom_title: '@i18n@1', custom_content: '@i18n@1' }
      for (const cards of ['own', 'auto'] as const) {
        const { as, store } = await openDoor({ sources: [aSource({ cards })] })
        const erp = await as()
        for (const [at, changes] of [{}, notice, free].entries())
          await erp.post(`${BOT}/send`, { ...MESSAGE, ...changes, uuid: `${at}` })
        expect(await store.letters.waiting('erp')).toBe(cards === 'own' ? 3 : 2)
      }
    })

    it('shows what its last update says, whose words are kept, and no other source can say', async () => {
      const { store, send, update, erp, as, advance } = await openOwn()
      const id = await send()
      expect((await update(id, 'APPROVED', await as('crm'))).body.code).toBe(1390001)
      expect((await update(id)).body).toMatchObject({ code: 0, data: { message_id: id } })
      const custom = {
        message_id: id,
        status: 'CUSTOM',
        status_name: '@i18n@1',
        i18n_resources: [{ locale: 'zh-CN', is_default: true, texts: { '@i18n@1': '已废弃' } }],
      }
      expect((await erp.post(`${BOT}/update`, custom)).body.code).toBe(0)
      expect((await store.letters.read(id))?.letter.shown).toMatchObject({
        status: 'CUSTOM',
        name: { 'zh-CN': '已废弃' },
      })
      advance(30 * 24 * 3_600_000 + 1_000)
      const again = await as()
      expect((await update(id, 'REJECTED', again)).body).toMatchObject({
        code: 1390001,
        msg: expect.stringContaining('30 days') as string,
      })
    })

    it('is not updated where it is no to-do, nor where nobody was answered its id', async () => {
      const { send, update } = await openOwn()
      const notice = await send({ template_id: '1005' })
      for (const id of [notice, '212345678901234567', '7250020197497765889', 'x'])
        expect((await update(id)).body).toMatchObject({
          code: 1390001,
          msg: expect.stringContaining(': message_id: ') as string,
        })
    })

    it('leads a press back to its source in its own words, whose token and key no answer shows', async () => {
      const { ctx, send, dump } = await openOwn()
      const id = await send({
        action_configs: [{ action_type: 'APPROVE', next_status: 'APPROVED' }],
        action_callback: {
          action_callback_url: 'https://erp.example.com/pressed',
          action_callback_token: 'their-token',
          action_callback_key: 'their-key',
          action_context: ' to the byte ',
        },
      })
      const messageId = '7123456789012345679'
      const press = await pressOnLetter(ctx, { id, messageId, action: 'APPROVE' })
      expect(press).toEqual({
        source: 'erp',
        person: 'u_bob',
        target: {
          url: 'https://erp.example.com/pressed',
          token: 'their-token',
          key: 'their-key',
          context: ' to the byte ',
          approvalCode: null,
          messageId: id,
        },
      })
      expect(dump()).toContain('7123456789012345679')
      for (const wrong of [
        { messageId: '7123456789012345680' },
        { action: 'REJECT' },
        { id: await send({ uuid: 'two' }) },
      ])
        expect(await pressOnLetter(ctx, { id, messageId, action: 'APPROVE', ...wrong })).toBeUndefined()
    })

    it('is taken within the share of its source, and gone some day', async () => {
      const few = { perMinute: 3, open: 2 }
      const { as, ctx, advance, store } = await openDoor({ sources: [aSource({ cards: 'own', quota: few })] })
      const erp = await as()
      const send = async (uuid: string) => (await erp.post(`${BOT}/send`, { ...MESSAGE, uuid })).body
      const [first] = [await send('1'), await send('2')]
      expect([(await send('3')).msg, (await send('4')).code]).toEqual([
        expect.stringContaining('2 messages waiting'),
        99991400,
      ])
      advance(50 * 24 * 3_600_000)
      expect(await removeOldLetters(ctx)).toBe(2)
      expect(await store.letters.read(String(first.data['message_id']))).toBeUndefined()
    })
  })
})

it('a source that may call from some addresses has no token anywhere else, nor use for one', async () => {
  const { logIn } = await openDoor({ sources: [aSource({ addresses: ['10.0.0.0/8'] })] })
  expect((await logIn()).body.code).toBe(10014)
  const home = await openDoor({ sources: [aSource({ addresses: ['127.0.0.1'] })] })
  expect((await home.logIn()).body.code).toBe(0)
})
