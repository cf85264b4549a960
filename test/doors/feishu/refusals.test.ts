import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { bytesOf, DEFINITION, INSTANCE } from './bodies.ts'
import { aSource, openDoor } from './rig.ts'

/** Bodies that Feishu refuses: whoever is told so reads the same status, code and field, from it and from us. */

const V4 = '/open-apis/approval/v4'
const BOT = '/open-apis/approval/v1/message'
const LOG_IN = '/open-apis/auth/v3/tenant_access_token/internal'
const page = { url: 'https://a.b', android_url: 'https://a.b', ios_url: 'https://a.b', pc_url: 'https://a.b' }

/** Names of `who` are those of whoever is asked. */
const MESSAGE = {
  template_id: '1008',
  user_id: 'u_lead',
  uuid: 'refused',
  approval_name: '@i18n@1',
  content: { summaries: [{ summary: '@i18n@1' }] },
  actions: [{ action_name: 'DETAIL', ...page }],
  i18n_resources: [{ locale: 'en-US', is_default: true, texts: { '@i18n@1': 'Pens' } }],
}
const UPDATE = { message_id: '1', status: 'APPROVED', i18n_resources: MESSAGE.i18n_resources }
const CHECK = { instances: [{ instance_id: '1', update_time: '1688022600000', tasks: [] }] }
const PUSHED = {
  ...INSTANCE,
  user_id: 'u_dev',
  task_list: [{ ...INSTANCE.task_list[0], user_id: 'u_lead' }],
  cc_list: [{ ...INSTANCE.cc_list[0], user_id: 'u_qa' }],
}

type Case = [path: string, body: object, changes: Record<string, unknown>, code: number, field?: string]
const CASES: Case[] = [
  [`${V4}/external_approvals`, DEFINITION, { approval_code: undefined }, 1390001, 'approval_code'],
  [`${V4}/external_approvals`, DEFINITION, { approval_name: '' }, 1390001, 'approval_name'],
  [`${V4}/external_approvals`, DEFINITION, { external: undefined }, 1390001, 'external'],
  [
    `${V4}/external_approvals`,
    DEFINITION,
    { viewers: [{ viewer_type: 'ALL' }] },
    1390001,
    'viewers[0].viewer_type',
  ],
  [`${V4}/external_instances`, PUSHED, { approval_code: undefined }, 1390001, 'approval_code'],
  [`${V4}/external_instances`, PUSHED, { approval_code: 'nobody-s' }, 1390002],
  [`${V4}/external_instances`, PUSHED, { instance_id: '' }, 1390001, 'instance_id'],
  [`${V4}/external_instances`, PUSHED, { status: 'DONE' }, 1390001, 'status'],
  [`${V4}/external_instances`, PUSHED, { links: undefined }, 1390001, 'links'],
  [`${V4}/external_instances`, PUSHED, { update_time: '1688022600' }, 1390001, 'update_time'],
  [`${V4}/external_instances`, PUSHED, { update_mode: 'MERGE' }, 1390001, 'update_mode'],
  [`${V4}/external_instances`, PUSHED, { display_method: 'TAB' }, 1390001, 'display_method'],
  [`${V4}/external_instances`, PUSHED, { i18n_resources: undefined }, 1390001, 'i18n_resources'],
  [`${V4}/external_instances`, PUSHED, { title: '@i18n@9' }, 1390001, 'title'],
  [`${V4}/external_instances`, PUSHED, { 'task_list.0.task_id': undefined }, 1390001, 'task_list[0].task_id'],
  [`${V4}/external_instances`, PUSHED, { 'task_list.0.status': 'CANCELED' }, 1390001, 'task_list[0].status'],
  [`${V4}/external_instances`, PUSHED, { 'task_list.0.links': undefined }, 1390001, 'task_list[0].links'],
  [
    `${V4}/external_instances`,
    PUSHED,
    { 'cc_list.0.read_status': 'SEEN' },
    1390001,
    'cc_list[0].read_status',
  ],
  [
    `${V4}/external_instances`,
    PUSHED,
    { task_list: Array.from({ length: 301 }, (_, at) => ({ ...PUSHED.task_list[0], task_id: `t${at}` })) },
    1390001,
    'task_list',
  ],
  [
    `${V4}/external_instances`,
    PUSHED,
    { cc_list: Array.from({ length: 201 }, (_, at) => ({ ...PUSHED.cc_list[0], cc_id: `c${at}` })) },
    1390001,
    'cc_list',
  ],
  [`${V4}/external_instances/check`, CHECK, { instances: undefined }, 1390001, 'instances'],
  [
    `${V4}/external_instances/check`,
    CHECK,
    { 'instances.0.instance_id': undefined },
    1390001,
    'instances[0].instance_id',
  ],
  [
    `${V4}/external_instances/check`,
    CHECK,
    { 'instances.0.update_time': undefined },
    1390001,
    'instances[0].update_time',
  ],
  [`${BOT}/send`, MESSAGE, { template_id: '9999' }, 1390001, 'template_id'],
  [`${BOT}/send`, MESSAGE, { template_id: undefined }, 1390001, 'template_id'],
  [`${BOT}/send`, MESSAGE, { user_id: undefined }, 1390001, 'user_id'],
  [`${BOT}/send`, MESSAGE, { uuid: 'x'.repeat(65) }, 1390001, 'uuid'],
  [`${BOT}/send`, MESSAGE, { approval_name: undefined }, 1390001, 'approval_name'],
  [`${BOT}/send`, MESSAGE, { approval_name: '@i18n@9' }, 1390001, 'approval_name'],
  [`${BOT}/send`, MESSAGE, { template_id: '1009' }, 1390001, 'title_user_id'],
  [`${BOT}/send`, MESSAGE, { template_id: '1004', title_user_id: 'u_lead' }, 1390001, 'comment'],
  [`${BOT}/send`, MESSAGE, { template_id: '1013', title_user_id: 'u_lead' }, 1390001, 'sender_user_id'],
  [`${BOT}/send`, MESSAGE, { 'content.summaries': [] }, 1390001, 'content.summaries'],
  [
    `${BOT}/send`,
    MESSAGE,
    { 'content.summaries': Array.from({ length: 6 }, () => ({ summary: '@i18n@1' })) },
    1390001,
    'content.summaries',
  ],
  [`${BOT}/send`, MESSAGE, { actions: undefined }, 1390001, 'actions'],
  [`${BOT}/send`, MESSAGE, { actions: [] }, 1390001, 'actions'],
  [`${BOT}/send`, MESSAGE, { 'actions.0.pc_url': undefined }, 1390001, 'actions[0].pc_url'],
  [`${BOT}/send`, MESSAGE, { 'actions.0.url': 'www.example.com' }, 1390001, 'actions[0].url'],
  [`${BOT}/send`, MESSAGE, { 'actions.0.url': 'javascript://x' }, 1390001, 'actions[0].url'],
  [`${BOT}/send`, MESSAGE, { action_configs: [{ action_type: 'APPROVE' }] }, 1390001, 'action_callback'],
  [
    `${BOT}/send`,
    MESSAGE,
    { action_configs: [{ action_type: 'APPROVE', next_status: 'DONE' }] },
    1390001,
    'action_configs[0].next_status',
  ],
  [`${BOT}/send`, MESSAGE, { i18n_resources: undefined }, 1390001, 'i18n_resources'],
  [
    `${BOT}/send`,
    { ...MESSAGE, template_id: '1021', custom_title: '@i18n@1' },
    {},
    1390001,
    'custom_content',
  ],
  [`${BOT}/update`, UPDATE, { message_id: undefined }, 1390001, 'message_id'],
  [`${BOT}/update`, UPDATE, {}, 1390001, 'message_id'],
  [`${BOT}/update`, UPDATE, { status: 'CANCELED' }, 1390001, 'status'],
  [`${BOT}/update`, UPDATE, { status: undefined }, 1390001, 'status'],
]

const said = async (response: Response) => {
  const body = (await response.json()) as { code: number; msg: string }
  const [, field] = /^param is invalid: ([^:]+): /.exec(body.msg) ?? []
  return { status: response.status, code: body.code, field: body.code === 1390001 ? field : undefined }
}

type Side = { url: string; token: string; code: string }
let sandbox: Sandbox
let sides: Side[]

async function openSide(url: string, appId: string, appSecret: string): Promise<Side> {
  const post = async (path: string, body: object, token = '') =>
    (await (
      await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
    ).json()) as { tenant_access_token: string; data: { approval_code: string } }
  const { tenant_access_token: token } = await post(LOG_IN, { app_id: appId, app_secret: appSecret })
  const { data } = await post(`${V4}/external_approvals`, DEFINITION, token)
  return { url, token, code: data.approval_code }
}

async function openOurs(): Promise<Side> {
  const door = await openDoor({ sources: [aSource({ cards: 'own' })] })
  return openSide(door.url, 'src_erp', door.secrets.get('erp') ?? '')
}

beforeAll(async () => {
  sandbox = await openSandbox({ settings: { rules: 'documented' } })
  const { appId, appSecret } = sandbox.info
  sides = [await openSide(sandbox.url, appId, appSecret)]
})
afterAll(() => sandbox.close())

const ask = async ({ url, token, code }: Side, path: string, body: object, changes = {}, bearer = token) => {
  const known = 'instance_id' in body ? { approval_code: code } : {}
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: Buffer.from(bytesOf(body, { ...known, ...changes })),
  })
  return said(response)
}

describe('what Feishu refuses is refused alike', () => {
  it.each(CASES)('%s %#', async (path, body, changes, code, field) => {
    const ours = await openOurs()
    const there = await ask(sides[0]!, path, body, changes)
    expect(there).toEqual({ status: 400, code, field })
    expect(await ask(ours, path, body, changes)).toEqual(there)
  })

  it.each([
    ['no token', '', 99991661],
    ['one that is nobody’s', 't-g1046tgkRWD2CRJSHO4W4BCBWULQM2JQSBPM2xxx', 99991663],
  ])('%s', async (_what, bearer, code) => {
    const ours = await openOurs()
    for (const side of [sides[0]!, ours])
      expect((await ask(side, `${V4}/external_instances`, PUSHED, {}, bearer)).code).toBe(code)
  })

  it('what comes too often has a status, a code and a time to come again', async () => {
    const crowded = await openSandbox({
      settings: {
        rules: 'documented',
        rateLimit: { perSecond: 2, perMinute: 2, window: 'sliding', status: 429 },
      },
    })
    onTestFinished(() => crowded.close())
    const theirs = await openSide(crowded.url, crowded.info.appId, crowded.info.appSecret)
    const door = await openDoor({ sources: [aSource({ quota: { perMinute: 2 } })] })
    const ours = await openSide(door.url, 'src_erp', door.secrets.get('erp') ?? '')
    for (const { url, token, code } of [theirs, ours]) {
      const push = (at: number) =>
        fetch(`${url}${V4}/external_instances`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: Buffer.from(bytesOf(PUSHED, { approval_code: code, instance_id: `${at}` })),
        })
      const answers = [await push(1), await push(2), await push(3)]
      const last = answers[2]!
      expect([last.status, Number(last.headers.get('x-ogw-ratelimit-reset')) > 0]).toEqual([429, true])
      expect(await last.json()).toMatchObject({ code: 99991400 })
    }
  })
})
