import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import { hashOf, toDefinitionBody } from '../../server/feishu/payloads/definition.ts'
import { callback, clientOf, leave, linkSettings, parts } from './samples.ts'
import { createLinks } from '../../server/feishu/payloads/links.ts'
import { ok, openFakeFeishu, refuse } from './fake-feishu.ts'
import { defaultOf, keysIn, textsOf } from './payload-traps.ts'

const body = (definition = leave, state: 'live' | 'retired' = 'live') =>
  toDefinitionBody(definition, state, 'leave', parts)

it('says all of the definition', () => {
  expect(body()).toMatchObject({
    approval_code: 'leave',
    group_code: 'hr',
    external: {
      action_callback_url: callback.url,
      action_callback_token: callback.token,
      action_callback_key: callback.key,
      allow_batch_operate: true,
    },
    viewers: [{ viewer_type: 'TENANT' }],
    managers: ['u_admin'],
  })
  expect(textsOf(body().i18n_resources[1])).toEqual({
    '@i18n@approval_name': 'Leave',
    '@i18n@group_name': 'HR',
    '@i18n@description': '年假、病假、事假',
    '@i18n@biz_name': 'Approvals',
  })
})

describe('where it comes from', () => {
  const bizNames = (definition: Definition, source?: Definition['name']) => {
    const { i18n_resources } = toDefinitionBody(definition, 'live', 'leave', { ...parts, source })
    return [0, 1, 2].map((at) => textsOf(i18n_resources[at])['@i18n@biz_name'])
  }
  const own = { ...leave, source: { 'zh-CN': '财务系统', 'en-US': 'Finance' } }

  it('is said by the definition, else by the settings, else in words of ours', () => {
    expect(bizNames(own, { 'zh-CN': '总部审批' })).toEqual(['财务系统', 'Finance', '财务系统'])
    expect(bizNames(leave, { 'zh-CN': '总部审批' })).toEqual(['总部审批', '总部审批', '总部审批'])
    expect(bizNames(leave)).toEqual(['审批系统', 'Approvals', '承認システム'])
  })
})

it.each([
  [undefined, false],
  [true, false],
  [false, true],
])('statistics: %s leaves it out of the efficiency board: %s', (statistics, isLeftOut) => {
  expect(body({ ...leave, statistics }).external.exclude_efficiency_statistics).toBe(isLeftOut)
})

describe('traps', () => {
  it('keys start with @i18n@ and have at least 9 characters', () => {
    const keys = keysIn(body())
    expect(keys.length).toBe(4)
    for (const key of keys) expect(key.length).toBeGreaterThanOrEqual(9)
  })

  it('texts are a list, and every key stands in the default locale', () => {
    const resources = body().i18n_resources
    expect(resources.every(({ texts }) => Array.isArray(texts))).toBe(true)
    expect(Object.keys(textsOf(defaultOf(resources)))).toEqual(expect.arrayContaining(keysIn(body())))
  })

  it('exactly one locale is the default: the one the name lists first', () => {
    const english = Definition.parse({ ...leave, name: { 'en-US': 'Leave', 'zh-CN': '请假' } })
    const resources = body(english).i18n_resources
    expect(resources.filter(({ is_default }) => is_default).map(({ locale }) => locale)).toEqual(['en-US'])
  })

  it('locales are spelled en-US', () => {
    expect(body().i18n_resources.map(({ locale }) => locale)).toEqual(['zh-CN', 'en-US', 'ja-JP'])
  })

  it('support_pc and support_mobile default to false, and a missing link hides it', () => {
    const { external } = body()
    expect(external).toMatchObject({ support_pc: true, support_mobile: true })
    expect([external.create_link_mobile, external.create_link_pc]).toEqual([
      parts.links.create('leave').mobile,
      parts.links.create('leave').pc,
    ])
  })

  it('retired is seen by nobody, since it cannot be deleted', () => {
    expect(body(leave, 'retired').viewers).toEqual([{ viewer_type: 'NONE' }])
  })

  it('viewers name people and departments by the ids of the query', async () => {
    const definition = Definition.parse({
      ...leave,
      viewers: [
        { type: 'USER', id: 'u_hr' },
        { type: 'DEPARTMENT', id: 'od-sales' },
      ],
    })
    expect(body(definition).viewers).toEqual([
      { viewer_type: 'USER', viewer_user_id: 'u_hr' },
      { viewer_type: 'DEPARTMENT', viewer_department_id: 'od-sales' },
    ])
    const fake = await openFakeFeishu()
    fake.script('/external_approvals', ok({ approval_code: 'NEW' }))
    await clientOf(fake.url).feishu.definitions.apply(definition, 'live', null)
    const [request] = fake.at('/external_approvals')
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      user_id_type: 'user_id',
      department_id_type: 'open_department_id',
    })
  })

  it('fields that do nothing are not sent', () => {
    expect(body().external).not.toHaveProperty('enable_mark_readed')
    expect(body().external).not.toHaveProperty('enable_quick_operate')
  })

  it('without a key none is sent, else Feishu would encrypt', () => {
    const open = toDefinitionBody(leave, 'live', 'leave', {
      ...parts,
      callback: { ...callback, key: undefined },
    })
    expect(open.external).not.toHaveProperty('action_callback_key')
  })
})

describe('the approval_code to keep', () => {
  it('on create is the one that comes back', async () => {
    const fake = await openFakeFeishu()
    fake.script('/external_approvals', ok({ approval_code: 'GIVEN' }))
    const { feishu } = clientOf(fake.url)
    expect(await feishu.definitions.apply(leave, 'live', null)).toEqual({
      ok: true,
      value: { approvalCode: 'GIVEN' },
    })
    expect(fake.at('/external_approvals')[0]?.body.approval_code).toBe('leave')
  })

  it('on update is the one passed, whatever comes back', async () => {
    const fake = await openFakeFeishu()
    fake.script('/external_approvals', ok({ approval_code: 'ANOTHER' }))
    const { feishu } = clientOf(fake.url)
    expect(await feishu.definitions.apply(leave, 'live', 'KEPT')).toEqual({
      ok: true,
      value: { approvalCode: 'KEPT' },
    })
    expect(fake.at('/external_approvals')[0]?.body.approval_code).toBe('KEPT')
  })

  it('a refusal names code and log id', async () => {
    const fake = await openFakeFeishu()
    fake.script('/external_approvals', refuse(1390001, 400, { 'x-tt-logid': 'LOG1' }))
    const answer = await clientOf(fake.url).feishu.definitions.apply(leave, 'live', null)
    expect(answer).toMatchObject({
      failure: { class: 'refused', code: 1390001, logId: 'LOG1', httpStatus: 400 },
    })
  })
})

describe('the hash', () => {
  const hash = hashOf(body())

  it('is the same for the same definition, whatever the order of keys', () => {
    const shuffled = Object.fromEntries(Object.entries(body()).reverse()) as ReturnType<typeof body>
    expect(hashOf(shuffled)).toBe(hash)
  })

  type Made = {
    definition?: Definition
    state?: 'live' | 'retired'
    over?: Partial<typeof parts> & { source?: Definition['name'] }
  }
  const others: [string, Made][] = [
    ['the name', { definition: { ...leave, name: { 'zh-CN': '休假' } } }],
    ['the state', { state: 'retired' }],
    ['the token', { over: { callback: { ...callback, token: 'other' } } }],
    ['the key', { over: { callback: { ...callback, key: undefined } } }],
    ['the source', { definition: { ...leave, source: { 'zh-CN': '财务系统' } } }],
    ['the source of the settings', { over: { source: { 'zh-CN': '总部审批' } } }],
    ['what is counted', { definition: { ...leave, statistics: false } }],
    ['the links', { over: { links: createLinks({ ...linkSettings, pages: 'web_app' }).center } }],
  ]
  it.each(others)('differs with %s', (_, { definition = leave, state = 'live', over = {} }) => {
    expect(hashOf(toDefinitionBody(definition, state, 'leave', { ...parts, ...over }))).not.toBe(hash)
  })

  it('needs no approval_code: it is the same before and after Feishu took it', async () => {
    const { feishu } = clientOf('http://127.0.0.1:1')
    expect(feishu.definitions.hash(leave, 'live')).toBe(hash)
  })
})
