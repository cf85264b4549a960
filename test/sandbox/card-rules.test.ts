import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openClient, type Client } from './support/client.ts'
import { SEND, UPDATE } from './support/routes.ts'

let feishu: Client
let sent = 0
beforeAll(async () => {
  feishu = await openClient()
})
afterAll(() => feishu.close())

const send = (changes: Record<string, unknown>) => {
  sent += 1
  return feishu.post(SEND, body('card', { uuid: `uuid-${String(sent)}`, ...changes }))
}

const action = (name: string) => ({
  action_name: name,
  url: 'https://example.test',
  android_url: 'https://example.test',
  ios_url: 'https://example.test',
  pc_url: 'https://example.test',
})
const summaries = (count: number) => Array.from({ length: count }, () => ({ summary: '@i18n@2' }))
const plain = { action_configs: undefined, action_callback: undefined }

type Changes = Record<string, unknown>
type Case = { trap: string; accepted?: Changes; refused: Changes; says: RegExp }

const CASES: Case[] = [
  {
    trap: 'texts is a map on cards',
    refused: { 'i18n_resources.0.texts': [{ key: '@i18n@1', value: '请假' }] },
    says: /map/,
  },
  {
    trap: 'cards know three locales',
    accepted: { 'i18n_resources.0.locale': 'ja-JP' },
    refused: { 'i18n_resources.0.locale': 'ko-KR' },
    says: /zh-CN, en-US and ja-JP/,
  },
  {
    trap: 'is_default is required',
    refused: { 'i18n_resources.0.is_default': undefined },
    says: /is_default/,
  },
  { trap: 'a key is in the default locale', refused: { note: '@i18n@nowhere' }, says: /missing/ },
  {
    trap: 'the uuid has at most 64 characters',
    accepted: { uuid: 'u'.repeat(64) },
    refused: { uuid: 'u'.repeat(65) },
    says: /64/,
  },
  {
    trap: 'at most five summaries',
    accepted: { 'content.summaries': summaries(5) },
    refused: { 'content.summaries': summaries(6) },
    says: /five/,
  },
  { trap: 'summaries are required', refused: { content: { user_id: 'u_dev' } }, says: /summaries/ },
  {
    trap: 'at most two actions',
    accepted: { actions: [action('DETAIL'), action('@i18n@1')] },
    refused: { actions: [action('DETAIL'), action('@i18n@1'), action('@i18n@2')] },
    says: /two actions/,
  },
  { trap: 'the first action is DETAIL', refused: { actions: [action('@i18n@1')] }, says: /DETAIL/ },
  {
    trap: 'an action links for every platform',
    refused: { 'actions.0.ios_url': undefined },
    says: /ios_url/,
  },
  {
    trap: 'a link contains its schema',
    refused: { 'actions.0.url': 'www.example.test' },
    says: /schema/,
  },
  {
    trap: 'a link runs no code',
    refused: { 'actions.0.pc_url': 'javascript://x/%0aalert(1)' },
    says: /code/,
  },
  {
    trap: 'the department of a card is a department_id',
    accepted: { 'content.department_id': 'dept_rd' },
    refused: { 'content.department_id': 'od-0123' },
    says: /open_department_id/,
  },
  {
    trap: 'a person of two departments needs one named',
    accepted: { 'content.user_id': 'u_payroll', 'content.department_id': 'dept_hr' },
    refused: { 'content.user_id': 'u_payroll' },
    says: /several departments/,
  },
  {
    trap: 'people of a card are user_ids unless it says so',
    accepted: { title_user_id: 'u_dev' },
    refused: { title_user_id: 'ou_11784be738148a4bd38156146c64862c' },
    says: /title_user_id/,
  },
  {
    trap: 'only templates with the orange style have buttons',
    refused: { template_id: '1005' },
    says: /1005/,
  },
  {
    trap: '1001 needs a comment',
    accepted: { ...plain, template_id: '1001', comment: '@i18n@2' },
    refused: { ...plain, template_id: '1001' },
    says: /comment/,
  },
  {
    trap: '1013 needs a sender',
    accepted: { template_id: '1013', sender_user_id: 'u_dev' },
    refused: { template_id: '1013' },
    says: /sender_user_id/,
  },
  {
    trap: '1015 needs a title_user_id',
    accepted: { ...plain, template_id: '1015' },
    refused: { ...plain, template_id: '1015', title_user_id: undefined },
    says: /title_user_id/,
  },
  {
    trap: 'there is no template 1014',
    accepted: { ...plain, template_id: '1016' },
    refused: { ...plain, template_id: '1014' },
    says: /template/,
  },
  { trap: 'buttons need a callback', refused: { action_callback: undefined }, says: /action_callback/ },
  {
    trap: 'a free button has a name',
    accepted: { action_configs: [{ action_type: 'ASK', action_name: '@i18n@1' }] },
    refused: { action_configs: [{ action_type: 'ASK' }] },
    says: /action_name/,
  },
  {
    trap: 'CANCELLED has two L on cards',
    accepted: { 'action_configs.0.next_status': 'CANCELLED' },
    refused: { 'action_configs.0.next_status': 'CANCELED' },
    says: /CANCELLED/,
  },
  { trap: 'somebody receives it', refused: { user_id: undefined }, says: /user_id or open_id/ },
]

describe.each(CASES)('$trap', ({ accepted = {}, refused, says }) => {
  it('accepts', async () => {
    expect((await send(accepted)).body).toMatchObject({ code: 0, msg: 'success' })
  })
  it('refuses', async () => {
    const { status, body } = await send(refused)
    expect({ status, code: body.code }).toEqual({ status: 400, code: 1390001 })
    expect(body.msg).toMatch(says)
  })
})

it('takes the free template 1021 with free action names', async () => {
  const reply = await feishu.post(SEND, {
    template_id: '1021',
    user_id: 'u_lead',
    custom_title: '@i18n@1',
    custom_content: '@i18n@2',
    actions: [action('@i18n@3')],
    i18n_resources: [
      {
        locale: 'en-US',
        is_default: true,
        texts: { '@i18n@1': 'Hello', '@i18n@2': 'There', '@i18n@3': 'Go' },
      },
    ],
  })
  expect(reply.body.code).toBe(0)
})

it('serves the older host path of the seeds too', async () => {
  const reply = await feishu.post('/approval/openapi/v1/message/send', body('card', { uuid: 'older-path' }))
  expect(reply.body.code).toBe(0)
})

it('answers a message id that no double can hold', async () => {
  const id = String((await send({})).body.data['message_id'])
  expect(String(Number(id))).not.toBe(id)
  expect(BigInt(id)).toBeLessThan(2n ** 63n)
})

describe('uuid', () => {
  it('sends nothing twice within an hour, whoever it is for', async () => {
    const first = await send({ uuid: 'once' })
    const again = await send({ uuid: 'once', user_id: 'u_cto' })
    expect(again.body.data['message_id']).toBe(first.body.data['message_id'])
    expect([...feishu.sandbox.world.state.cards.values()].filter(({ uuid }) => uuid === 'once')).toHaveLength(
      1,
    )
  })

  it('may answer a duplicate without a message id', async () => {
    await feishu.control('POST', 'settings', { duplicateUuid: 'no_id' })
    await send({ uuid: 'silent' })
    expect((await send({ uuid: 'silent' })).body).toMatchObject({ code: 0, data: {} })
    await feishu.control('POST', 'settings', { duplicateUuid: 'same_id' })
  })

  it('sends again after an hour', async () => {
    const first = await send({ uuid: 'hourly' })
    await feishu.control('POST', 'clock', { advanceMs: 3_600_001 })
    feishu.useToken(await feishu.newToken())
    const later = await send({ uuid: 'hourly' })
    expect(later.body.data['message_id']).not.toBe(first.body.data['message_id'])
  })
})

describe('update', () => {
  const TEXTS = [{ locale: 'zh-CN', is_default: true, texts: { '@i18n@s': '已废弃', '@i18n@d': '看看' } }]
  const settle = (message_id: unknown, changes: Changes = {}) =>
    feishu.post(UPDATE, { message_id, status: 'APPROVED', i18n_resources: TEXTS, ...changes })
  const fresh = async (changes: Changes = {}) => (await send(changes)).body.data['message_id']

  it('settles a 1008', async () => {
    const id = await fresh()
    expect((await settle(id)).body).toMatchObject({ code: 0, data: { message_id: id } })
    const cards: { messageId: string; status: string; buttons: unknown[]; statusName: string }[] =
      await feishu.control('GET', 'cards')
    expect(cards.find(({ messageId }) => messageId === id)).toMatchObject({
      status: 'APPROVED',
      statusName: '已同意',
      buttons: [],
    })
  })

  it('shows own words with CUSTOM', async () => {
    const id = await fresh()
    await settle(id, { status: 'CUSTOM', status_name: '@i18n@s', detail_action_name: '@i18n@d' })
    const { cards }: { cards: { messageId: string }[] } = await feishu.control('GET', 'people/u_lead/chat')
    expect(cards.find(({ messageId }) => messageId === id)).toMatchObject({
      statusName: '已废弃',
      detailName: '看看',
    })
  })

  it.each(['1009', '1010', '1011', '1012', '1028'])('cannot settle a %s', async (template_id) => {
    expect((await settle(await fresh({ template_id }))).body).toMatchObject({
      code: 1390001,
      msg: expect.stringContaining('1008') as string,
    })
  })

  it('refuses an instance word, an unknown message, a number as id, and missing texts', async () => {
    const id = await fresh()
    expect((await settle(id, { status: 'CANCELED' })).body.code).toBe(1390001)
    expect((await settle('7123456789012345600')).body.code).toBe(1390001)
    expect((await settle(7123456789012345)).body.msg).toMatch(/lose digits/)
    expect((await settle(id, { i18n_resources: undefined })).body.msg).toMatch(/i18n_resources/)
  })

  it('refuses after 30 days', async () => {
    const id = await fresh()
    await feishu.control('POST', 'clock', { advanceMs: 30 * 24 * 3_600_000 - 5_000 })
    feishu.useToken(await feishu.newToken())
    expect((await settle(id)).body.code).toBe(0)
    await feishu.control('POST', 'clock', { advanceMs: 6_000 })
    expect((await settle(id)).body).toMatchObject({
      code: 1390001,
      msg: expect.stringContaining('30 days') as string,
    })
  })
})
