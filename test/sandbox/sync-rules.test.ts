import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openClient, type Client } from './support/client.ts'
import { DEFINITIONS, INSTANCES } from './support/routes.ts'

let feishu: Client
let approval_code: string
let made = 0

beforeAll(async () => {
  feishu = await openClient()
  const reply = await feishu.post(`${DEFINITIONS}?user_id_type=user_id`, body('definition'))
  approval_code = String(reply.body.data['approval_code'])
})
afterAll(() => feishu.close())

/** Every push has fresh ids, so that no case meets another one's instance. */
const push = (changes: Record<string, unknown>) => {
  made += 1
  const fresh = {
    instance_id: `instance-${String(made)}`,
    'task_list.0.task_id': `task-${String(made)}`,
    'cc_list.0.cc_id': `cc-${String(made)}`,
  }
  return feishu.post(INSTANCES, body('instance', { approval_code, ...fresh, ...changes }))
}

const task = (id: string) => ({
  task_id: id,
  user_id: 'u_lead',
  links: { pc_link: 'https://example.test/pc' },
  status: 'PENDING',
  create_time: '1795000000000',
  end_time: '0',
  update_time: '1795000000001',
})
const cc = (id: string) => ({
  cc_id: id,
  user_id: 'u_payroll',
  links: { pc_link: 'https://example.test/pc' },
  read_status: 'UNREAD',
  create_time: '1795000000000',
  update_time: '1795000000001',
})
const many = <T>(length: number, make: (id: string) => T): T[] =>
  Array.from({ length }, (_, at) => make(`many-${String(made)}-${String(at)}`))

type Changes = Record<string, unknown>
type Case = { trap: string; accepted?: () => Changes; refused: () => Changes; says: RegExp; code?: number }

const fixed = (changes: Changes) => () => changes

const CASES: Case[] = [
  { trap: 'end_time is the string "0"', refused: fixed({ end_time: 0 }), says: /end_time.*"0"/ },
  {
    trap: 'a task end_time is the string "0"',
    refused: fixed({ 'task_list.0.end_time': 0 }),
    says: /end_time.*"0"/,
  },
  { trap: 'times are strings', refused: fixed({ start_time: 1795000000000 }), says: /start_time.*strings/ },
  { trap: 'times are milliseconds', refused: fixed({ update_time: '1795000000' }), says: /seconds/ },
  {
    trap: 'an ended instance has an end_time',
    accepted: fixed({
      status: 'APPROVED',
      end_time: '1795000000005',
      'task_list.0.status': 'APPROVED',
      'task_list.0.end_time': '1795000000005',
    }),
    refused: fixed({ status: 'APPROVED' }),
    says: /end_time/,
  },
  {
    trap: 'CANCELED has one L for instances',
    accepted: fixed({
      status: 'CANCELED',
      end_time: '1795000000005',
      'task_list.0.status': 'DONE',
      'task_list.0.end_time': '1795000000005',
    }),
    refused: fixed({ status: 'CANCELLED', end_time: '1795000000005' }),
    says: /CANCELED/,
  },
  {
    trap: 'task words are Feishu’s',
    accepted: fixed({ 'task_list.0.status': 'TRANSFERRED', 'task_list.0.end_time': '1795000000005' }),
    refused: fixed({ 'task_list.0.status': 'CANCELED', 'task_list.0.end_time': '1795000000005' }),
    says: /TRANSFERRED/,
  },
  { trap: 'the title is a text key', refused: fixed({ title: '张伟的请假' }), says: /title.*@i18n@/ },
  {
    trap: 'form names and values are keys',
    refused: fixed({ 'form.0.value': '3' }),
    says: /form\[0\]\.value/,
  },
  {
    trap: 'node_name is a key',
    refused: fixed({ 'task_list.0.node_name': '直属上级' }),
    says: /node_name.*@i18n@/,
  },
  {
    trap: 'a key is in the default locale',
    accepted: fixed({ 'i18n_resources.1.texts': [] }),
    refused: fixed({ 'i18n_resources.0.texts': [{ key: '@i18n@title', value: '请假' }] }),
    says: /missing in the default locale zh-CN/,
  },
  {
    trap: 'texts is a list in sync',
    refused: fixed({ 'i18n_resources.1.texts': { '@i18n@title': 'Leave' } }),
    says: /list of \{key, value\}/,
  },
  {
    trap: 'sixteen locales',
    accepted: fixed({ 'i18n_resources.1.locale': 'th-TH' }),
    refused: fixed({ 'i18n_resources.1.locale': 'en_us' }),
    says: /en-US/,
  },
  { trap: 'a locale appears once', refused: fixed({ 'i18n_resources.1.locale': 'zh-CN' }), says: /twice/ },
  {
    trap: 'ids of instance and task differ',
    refused: fixed({ instance_id: 'same', 'task_list.0.task_id': 'same' }),
    says: /task_id.*same/,
  },
  {
    trap: 'ids of task and cc differ',
    refused: fixed({ 'task_list.0.task_id': 'same', 'cc_list.0.cc_id': 'same' }),
    says: /cc_id.*same/,
  },
  {
    trap: 'ids of two tasks differ',
    refused: fixed({ task_list: [task('twice'), task('twice')] }),
    says: /twice/,
  },
  {
    trap: 'at most 300 tasks',
    accepted: () => ({ task_list: many(300, task) }),
    refused: () => ({ task_list: many(301, task) }),
    says: /300/,
  },
  {
    trap: 'at most 200 cc',
    accepted: () => ({ cc_list: many(200, cc) }),
    refused: () => ({ cc_list: many(201, cc) }),
    says: /200/,
  },
  {
    trap: 'the form has at most 2048 characters',
    accepted: fixed({ 'i18n_resources.0.texts.2.value': 'x'.repeat(2_030) }),
    refused: fixed({ 'i18n_resources.0.texts.2.value': 'x'.repeat(2_049) }),
    says: /2048/,
  },
  {
    trap: 'cc read_status is required',
    refused: fixed({ 'cc_list.0.read_status': undefined }),
    says: /read_status/,
  },
  {
    trap: 'a cc title is plain text',
    refused: fixed({ 'cc_list.0.title': '@i18n@title' }),
    says: /plain text/,
  },
  {
    trap: 'extra is JSON in a string',
    accepted: fixed({ extra: '' }),
    refused: fixed({ extra: { business_key: '1' } }),
    says: /packed into a string/,
  },
  {
    trap: 'business_key is the document number, a text',
    accepted: fixed({ extra: '{"business_key":"BX-202611-0001"}' }),
    refused: fixed({ extra: '{"business_key":7}' }),
    says: /business_key/,
  },
  {
    trap: 'business_key stands in an object',
    accepted: fixed({ extra: '{"other":1}' }),
    refused: fixed({ extra: '["BX-202611-0001"]' }),
    says: /business_key/,
  },
  {
    trap: 'business_key is not empty',
    refused: fixed({ extra: '{"business_key":""}' }),
    says: /business_key/,
  },
  {
    trap: 'complete_reason is a known word',
    accepted: fixed({ 'task_list.0.extra': '{"complete_reason":"auto_skip"}' }),
    refused: fixed({ 'task_list.0.extra': '{"complete_reason":"approve"}' }),
    says: /complete_reason/,
  },
  {
    trap: 'generate_type is never empty',
    accepted: fixed({ 'task_list.0.generate_type': 'EXTERNAL_CONSIGN' }),
    refused: fixed({ 'task_list.0.generate_type': '' }),
    says: /EXTERNAL_CONSIGN/,
  },
  {
    trap: 'at most two actions',
    refused: fixed({
      'task_list.0.action_configs': [
        { action_type: 'APPROVE' },
        { action_type: 'REJECT' },
        { action_type: 'LATER', action_name: '@i18n@node' },
      ],
    }),
    says: /two actions/,
  },
  {
    trap: 'a free action has a name',
    accepted: fixed({ 'task_list.0.action_configs': [{ action_type: 'ASK', action_name: '@i18n@node' }] }),
    refused: fixed({ 'task_list.0.action_configs': [{ action_type: 'ASK' }] }),
    says: /action_name/,
  },
  {
    trap: 'a link for one side is enough',
    accepted: fixed({ links: { mobile_link: 'https://example.test/m' } }),
    refused: fixed({ links: {} }),
    says: /pc_link or mobile_link/,
  },
  { trap: 'a link is http', refused: fixed({ 'links.pc_link': 'javascript:alert(1)' }), says: /http/ },
  {
    trap: 'update_mode is a known word',
    accepted: fixed({ update_mode: undefined }),
    refused: fixed({ update_mode: 'MERGE' }),
    says: /REPLACE or UPDATE/,
  },
  {
    trap: 'display_method is a known word',
    accepted: fixed({ display_method: 'SIDEBAR' }),
    refused: fixed({ display_method: 'EMBED' }),
    says: /BROWSER/,
  },
  {
    trap: 'somebody started it',
    accepted: fixed({ user_id: undefined, user_name: '@i18n@title' }),
    refused: fixed({ user_id: undefined }),
    says: /initiator/,
  },
  {
    trap: 'a task has a person',
    refused: fixed({ 'task_list.0.user_id': undefined }),
    says: /user_id or open_id/,
  },
  {
    trap: 'people exist',
    accepted: fixed({ 'task_list.0.user_id': 'u_gone' }),
    refused: fixed({ 'task_list.0.user_id': 'u_nobody' }),
    says: /u_nobody/,
  },
  {
    trap: 'the code is the one that creation answered',
    refused: fixed({ approval_code: 'leave' }),
    says: /approval_code/,
    code: 1390002,
  },
]

describe.each(CASES)('$trap', ({ accepted = () => ({}), refused, says, code = 1390001 }) => {
  it('accepts', async () => {
    const { status, body } = await push(accepted())
    expect({ status, msg: body.msg }).toEqual({ status: 200, msg: 'success' })
  })
  it('refuses', async () => {
    const { status, body } = await push(refused())
    expect({ status, code: body.code }).toEqual({ status: 400, code })
    expect(body.msg).toMatch(says)
  })
})

it('keeps a task id to one instance', async () => {
  await push({ instance_id: 'owner', 'task_list.0.task_id': 'owned' })
  const { body } = await push({ instance_id: 'thief', 'task_list.0.task_id': 'owned' })
  expect(body).toMatchObject({ code: 1390001, msg: expect.stringContaining('another instance') as string })
})

it('records what was refused as a broken rule', async () => {
  const before = feishu.sandbox.world.oracle.violations().length
  await push({ end_time: 0 })
  const [violation] = feishu.sandbox.world.oracle.violations().slice(before)
  expect(violation).toMatchObject({ rule: 'payload', detail: { api: 'instance.sync', code: 1390001 } })
})
