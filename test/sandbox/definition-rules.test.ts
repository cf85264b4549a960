import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openClient, type Client } from './support/client.ts'
import { DEFINITIONS } from './support/routes.ts'

let feishu: Client
beforeAll(async () => {
  feishu = await openClient()
})
afterAll(() => feishu.close())

const save = (changes: Record<string, unknown>, query = 'user_id_type=user_id') =>
  feishu.post(`${DEFINITIONS}?${query}`, body('definition', changes))

type Case = {
  trap: string
  accepted?: Record<string, unknown>
  refused: Record<string, unknown>
  says: RegExp
}

const CASES: Case[] = [
  {
    trap: 'the key of approval_name has at least nine characters',
    refused: { approval_name: '@i18n@1' },
    says: /approval_name.*9/,
  },
  {
    trap: 'approval_name is a key, not the name',
    refused: { approval_name: '请假请假请假请假请' },
    says: /@i18n@/,
  },
  {
    trap: 'a key is in the default locale',
    refused: { description: '@i18n@nowhere' },
    says: /missing in the default/,
  },
  {
    trap: 'exactly one locale is the default',
    refused: { 'i18n_resources.1.is_default': true },
    says: /exactly one/,
  },
  {
    trap: 'locales are spelled like en-US',
    accepted: { 'i18n_resources.1.locale': 'ko-KR' },
    refused: { 'i18n_resources.1.locale': 'en_us' },
    says: /en-US/,
  },
  {
    trap: 'texts is a list here',
    refused: { 'i18n_resources.0.texts': { '@i18n@name': '请假' } },
    says: /list of \{key, value\}/,
  },
  {
    trap: 'support_pc and support_mobile are not both off',
    accepted: { 'external.support_pc': false },
    refused: { 'external.support_pc': undefined, 'external.support_mobile': undefined },
    says: /may not both be false/,
  },
  {
    trap: 'a code has at most 128 characters',
    accepted: { approval_code: 'c'.repeat(128) },
    refused: { approval_code: 'c'.repeat(129) },
    says: /128/,
  },
  {
    trap: 'at most 200 managers',
    accepted: { managers: Array.from({ length: 200 }, () => 'u_admin') },
    refused: { managers: Array.from({ length: 201 }, () => 'u_admin') },
    says: /200/,
  },
  {
    trap: 'at most 200 viewers',
    refused: { viewers: Array.from({ length: 201 }, () => ({ viewer_type: 'TENANT' })) },
    says: /200/,
  },
  {
    trap: 'a USER viewer names a person',
    accepted: { viewers: [{ viewer_type: 'USER', viewer_user_id: 'u_dev' }] },
    refused: { viewers: [{ viewer_type: 'USER', viewer_user_id: 'u_nobody' }] },
    says: /viewer_user_id/,
  },
  { trap: 'external is required', refused: { external: undefined }, says: /external/ },
  {
    trap: 'a new group needs its name',
    refused: { group_code: 'new', group_name: undefined },
    says: /group_name/,
  },
  {
    trap: 'a link starts with http',
    refused: { 'external.create_link_pc': 'javascript:alert(1)' },
    says: /http/,
  },
]

describe.each(CASES)('$trap', ({ accepted = {}, refused, says }) => {
  it('accepts', async () => {
    expect(await save(accepted)).toMatchObject({ status: 200, body: { code: 0 } })
  })
  it('refuses', async () => {
    const { status, body } = await save(refused)
    expect({ status, code: body.code }).toEqual({ status: 400, code: 1390001 })
    expect(body.msg).toMatch(says)
  })
})

it('takes ids of the type that the query names, open_id without it', async () => {
  expect((await save({}, '')).body).toMatchObject({
    code: 1390001,
    msg: expect.stringContaining('open_id') as string,
  })
  const openId = feishu.sandbox.world.state.people.get('u_admin')?.openId
  expect((await save({ managers: [openId] }, '')).body.code).toBe(0)
})

it('takes department ids of the type that the query names', async () => {
  const viewers = [{ viewer_type: 'DEPARTMENT', viewer_department_id: 'dept_hr' }]
  expect((await save({ viewers })).body.code).toBe(1390001)
  expect((await save({ viewers }, 'user_id_type=user_id&department_id_type=department_id')).body.code).toBe(0)
})

it('answers a code of its own at creation, and maybe another one on update that leads nowhere', async () => {
  const created = await save({ approval_code: 'fresh' })
  const code = String(created.body.data['approval_code'])
  expect(code).not.toBe('fresh')

  const updated = await save({ approval_code: code })
  const other = String(updated.body.data['approval_code'])
  expect(other).not.toBe(code)
  expect((await feishu.get(`${DEFINITIONS}/${code}`)).body.data['approval_code']).toBe('fresh')
  expect((await feishu.get(`${DEFINITIONS}/${other}`)).body.code).toBe(1390002)

  const sameKey = await save({ approval_code: 'fresh' })
  expect(sameKey.body.data['approval_code']).toBe(code)
})

it('gives a definition back with ids of the asked type', async () => {
  const created = await save({
    approval_code: 'whole',
    viewers: [{ viewer_type: 'USER', viewer_user_id: 'u_dev' }],
  })
  const path = `${DEFINITIONS}/${String(created.body.data['approval_code'])}`

  const { data } = (await feishu.get(`${path}?user_id_type=user_id`)).body

  expect(data).toMatchObject({
    approval_name: '@i18n@name',
    managers: ['u_admin'],
    viewers: [{ viewer_type: 'USER', viewer_user_id: 'u_dev' }],
    external: { action_callback_token: 'callback-token' },
  })
  expect((await feishu.get(path)).body.data['managers']).toEqual([expect.stringMatching(/^ou_/)])
})

it('answers every request with a log id', async () => {
  expect((await save({})).headers.get('x-tt-logid')).toMatch(/^\d{14}[0-9A-F]{20}$/)
  expect((await feishu.get('/open-apis/nowhere')).headers.get('x-tt-logid')).toMatch(/^\d{14}/)
})
