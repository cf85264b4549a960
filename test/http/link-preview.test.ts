import { describe, expect, it } from 'vitest'
import { aDefinition, T0 } from '../support/builders.ts'
import { encrypt } from '../support/callback.ts'
import { signed } from '../support/contact-event.ts'
import { createHarness, EVENT_SECRETS, PUBLIC_URL, startHttp } from '../support/http-server.ts'

const TENANT = 'our-company'
const KEY = EVENT_SECRETS.encryptKey ?? ''
const FLOW = [{ id: 'only', name: { 'zh-CN': '甲' }, approvers: { users: ['u_bob', 'u_carol'] } }]

async function setUp({ secrets = EVENT_SECRETS } = {}) {
  const harness = await createHarness({ definitions: [aDefinition({ flow: FLOW })] })
  const server = await startHttp(harness, { secrets })
  const token = await server.login('u_alice')
  const { body } = await server.call('POST', '/api/v1/instances', {
    token,
    body: { definition: 'leave', form: { kind: 'annual', days: 5 } },
  })
  /** Without an event id, as Feishu may send it. */
  const tell = (event_type: string, event: object, at = T0) => {
    const header = { event_id: '', event_type, token: EVENT_SECRETS.verificationToken, tenant_key: TENANT }
    const text = JSON.stringify({ schema: '2.0', header, event })
    const raw = secrets.encryptKey ? JSON.stringify({ encrypt: encrypt(text, KEY) }) : text
    return server.call('POST', '/feishu/card', { raw, headers: signed(raw, { key: KEY, at }) })
  }
  const url = `${PUBLIC_URL}/m/pc/pages/detail?id=${body.id}`
  const operator = (user_id: string | null, tenant_key: string | null = TENANT) => ({
    tenant_key,
    user_id,
    open_id: `ou_${String(user_id)}`,
  })
  const look = (who: ReturnType<typeof operator>, address = url, at?: number) =>
    tell('url.preview.get', { operator: who, host: 'im_message', context: { url: address } }, at)
  const press = (who: ReturnType<typeof operator>, value: unknown, at?: number) => {
    const action = { value, tag: 'button' }
    const event = { operator: who, action, host: 'im_message', token: 'c-1', context: { url } }
    return tell('card.action.trigger', event, at)
  }
  const buttonsIn = (card: { data: { elements: { actions?: object[] }[] } } | undefined): never[] =>
    (card?.data.elements ?? []).flatMap(({ actions = [] }) => actions) as never[]
  return { ...harness, ...server, id: body.id as string, url, operator, look, press, buttonsIn }
}

const HIDDEN = {
  inline: {
    i18n_title: {
      zh_cn: '审批详情（仅相关人员可查看）',
      en_us: 'An approval, for those whom it concerns',
      ja_jp: '承認の詳細（関係者のみ閲覧できます）',
    },
  },
}

describe('a link shows', () => {
  it('to whoever may decide it buttons, which are theirs alone', async () => {
    const { look, operator, buttonsIn, url } = await setUp()
    const { status, body } = await look(operator('u_bob'))
    expect(status).toBe(200)
    expect(body.inline.i18n_title).toMatchObject({
      zh_cn: '爱丽丝提交的请假 · 审批中',
      en_us: 'Leave by 爱丽丝 · Pending',
    })
    expect(body.inline.url).toMatchObject({
      copy_url: url,
      pc: expect.stringContaining('/client/web_app/open'),
    })
    expect(body.card).toMatchObject({ type: 'raw', data: { config: { update_multi: false } } })
    expect(buttonsIn(body.card)).toMatchObject([
      { type: 'primary', behaviors: [{ type: 'callback', value: { verdict: 'APPROVED' } }] },
      { type: 'danger', behaviors: [{ type: 'callback', value: { verdict: 'REJECTED' } }] },
      { behaviors: [{ type: 'open_url' }] },
    ])
  })

  it('to the initiator the same without them', async () => {
    const { look, operator, buttonsIn } = await setUp()
    const { body } = await look(operator('u_alice'))
    expect(buttonsIn(body.card)).toMatchObject([{ behaviors: [{ type: 'open_url' }] }])
  })

  it('to anybody else nothing, to the byte as where there is nothing', async () => {
    const { look, operator, id } = await setUp()
    const answers = [
      await look(operator('u_hr')),
      await look(operator('u_bob', 'another-company')),
      await look(operator('u_bob', null)),
      await look(operator(null)),
      await look(operator('u_bob'), `${PUBLIC_URL}/m/pages/detail?id=${'0'.repeat(32)}`),
      await look(operator('u_bob'), `${PUBLIC_URL}/m/pages/detail`),
      await look(operator('u_bob'), `https://elsewhere.example/app/m/pages/detail?id=${id}`),
      await look(operator('u_bob'), `${PUBLIC_URL}/m/pages/detail?id=../../${id}`),
      await look(operator('u_bob'), 'no address'),
    ]
    for (const { status, body } of answers) expect([status, body]).toEqual([200, HIDDEN])
  })
})

describe('a button that is pressed there', () => {
  it('decides once; who comes later is told, and shown what there is now', async () => {
    const { look, press, operator, buttonsIn, store, id } = await setUp()
    const valueOf = async (who: string, at: number) => {
      const [button] = buttonsIn((await look(operator(who))).body.card).slice(at) as {
        behaviors: { value: object }[]
      }[]
      return button?.behaviors[0]?.value
    }
    const [approving, rejecting] = [await valueOf('u_bob', 0), await valueOf('u_carol', 1)]
    const first = await press(operator('u_bob'), approving)
    expect(first.body).toMatchObject({
      toast: { type: 'success' },
      card: { data: { header: { template: 'green' } } },
    })
    const stored = JSON.stringify(await store.instances.read(id))
    expect((await press(operator('u_bob'), approving)).body.toast.type).toBe('success')
    const late = await press(operator('u_carol'), rejecting)
    expect(late).toMatchObject({
      status: 200,
      body: {
        toast: { type: 'error', i18n: { zh_cn: '该审批已由鲍勃处理：已同意' } },
        card: { data: { config: { update_multi: false }, header: { template: 'green' } } },
      },
    })
    expect(buttonsIn(late.body.card)).toHaveLength(1)
    expect(JSON.stringify(await store.instances.read(id))).toBe(stored)
  })

  it('and is not meant for whoever presses, is refused as everything that proves nothing', async () => {
    const { press, operator, ring, id, dump } = await setUp()
    const context = ring.sign({ instanceId: id, taskId: `${id}_t1`, userId: 'u_bob', round: 1 })
    const value = { verdict: 'APPROVED', context }
    const before = dump()
    const answers = [
      await press(operator('u_carol'), value),
      await press(operator('u_hr'), value),
      await press(operator('u_bob', 'another-company'), value),
      await press(operator(null), value),
      await press(operator('u_bob'), { ...value, context: `${context.slice(0, -1)}_` }),
      await press(operator('u_bob'), { ...value, context: '' }),
      await press(operator('u_bob'), { ...value, context: context.replace('.1.', '.2.') }),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body).toEqual({ toast: expect.objectContaining({ type: 'error' }) })
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    for (const strange of [null, 'text', {}, { verdict: 'PAID', context }])
      expect((await press(operator('u_bob'), strange)).body).toEqual({})
    expect(dump()).toBe(before)
  })

  it('that the store cannot take says so, and changes nothing', async () => {
    const { press, operator, ring, id, dump, files, failures } = await setUp()
    const context = ring.sign({ instanceId: id, taskId: `${id}_t1`, userId: 'u_bob', round: 1 })
    const before = dump()
    files.write = () => Promise.reject(new Error('EIO'))
    const { status, body } = await press(operator('u_bob'), { verdict: 'APPROVED', context })
    expect([status, body.toast.i18n.zh_cn]).toEqual([200, '系统暂时无法处理，请稍后再试'])
    expect(dump()).toBe(before)
    expect(failures).toHaveLength(1)
  })

  it('counts for its person under the user_id that they have now', async () => {
    const { press, operator, ring, id, watch, people, store } = await setUp()
    const context = ring.sign({ instanceId: id, taskId: `${id}_t1`, userId: 'u_bob', round: 1 })
    people.change('u_bob', { userId: 'bob' })
    await watch.renamed({ from: 'u_bob', to: 'bob', openId: 'ou_bob' })
    for (;;) {
      const record = await store.instances.read(id)
      if (record?.instance.tasks[0]?.assignee === 'bob') break
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await press(operator('bob'), { verdict: 'APPROVED', context })).body.toast.type).toBe('success')
  })
})

it('the verification token, which stands in every plain event, shows and decides nothing', async () => {
  const secrets = { ...EVENT_SECRETS, encryptKey: undefined }
  const { look, press, operator, ring, id, dump, unsigned } = await setUp({ secrets })
  const context = ring.sign({ instanceId: id, taskId: `${id}_t1`, userId: 'u_bob', round: 1 })
  const before = dump()
  const answers = [
    await look(operator('u_bob')),
    await press(operator('u_bob'), { verdict: 'APPROVED', context }),
  ]
  for (const { status, body } of answers) expect([status, body]).toEqual([200, {}])
  expect(dump()).toBe(before)
  expect(unsigned).toEqual(['url.preview.get', 'card.action.trigger'])
})

it('what was signed more than five minutes ago, or ahead, is sent by somebody else: nothing is shown or decided', async () => {
  const { look, press, operator, ring, id, url, dump, late } = await setUp()
  const context = ring.sign({ instanceId: id, taskId: `${id}_t1`, userId: 'u_bob', round: 1 })
  const value = { verdict: 'APPROVED', context }
  const before = dump()
  const FIVE_MINUTES_MS = 5 * 60_000
  for (const at of [T0 - FIVE_MINUTES_MS - 1_000, T0 + FIVE_MINUTES_MS + 1_000, 0]) {
    const answers = [await look(operator('u_bob'), url, at), await press(operator('u_bob'), value, at)]
    expect(answers.map(({ status }) => status)).toEqual([401, 401])
  }
  expect(dump()).toBe(before)
  expect(late).toHaveLength(6)
  for (const at of [T0 - FIVE_MINUTES_MS, T0 + FIVE_MINUTES_MS])
    expect((await look(operator('u_bob'), url, at)).body).toHaveProperty('card')
  expect((await press(operator('u_bob'), value, T0 - FIVE_MINUTES_MS)).body.toast.type).toBe('success')
})
