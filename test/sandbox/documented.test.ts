import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { toClient, type Client } from './support/client.ts'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { DEFINITIONS, INSTANCES, SEND, UPDATE } from './support/routes.ts'

type Json = Record<string, unknown>
type Side = { feishu: Client; approval_code: string }

let strict: Side
let documented: Side
let made = 0

const openSide = async (rules: 'strict' | 'documented'): Promise<Side> => {
  const feishu = await toClient(await openSandbox({ settings: { rateLimit: 'off', rules } }))
  const { data } = (await feishu.post(`${DEFINITIONS}?user_id_type=user_id`, body('definition'))).body
  return { feishu, approval_code: String(data['approval_code']) }
}
beforeAll(async () => {
  strict = await openSide('strict')
  documented = await openSide('documented')
})
afterAll(() => Promise.all([strict.feishu.close(), documented.feishu.close()]))

/** Fresh ids, so that no case meets another one's instance. */
const fresh = (): Json => {
  made += 1
  return {
    instance_id: `instance-${String(made)}`,
    'task_list.0.task_id': `task-${String(made)}`,
    'cc_list.0.cc_id': `cc-${String(made)}`,
  }
}
const push =
  (changes: Json) =>
  ({ feishu, approval_code }: Side) =>
    feishu.post(INSTANCES, body('instance', { approval_code, ...changes }))
const define =
  (changes: Json) =>
  ({ feishu }: Side) =>
    feishu.post(`${DEFINITIONS}?user_id_type=user_id`, body('definition', changes))
const send =
  (changes: Json) =>
  ({ feishu }: Side) =>
    feishu.post(SEND, body('card', { uuid: undefined, ...changes }))

const update = async ({ feishu }: Side) => {
  const { message_id } = (await feishu.post(SEND, body('card', { uuid: undefined }))).body.data
  return feishu.post(UPDATE, { message_id, status: 'APPROVED' })
}

const named = (key: string) => ({
  approval_name: key,
  'i18n_resources.0.texts.0.key': key,
  'i18n_resources.1.texts.0.key': key,
})
const ended = {
  status: 'APPROVED',
  end_time: 0,
  'task_list.0.status': 'APPROVED',
  'task_list.0.end_time': 0,
}

describe.each([
  ['an approval_name of @i18n@1 (三方审批定义概述, 步骤三)', () => define(named('@i18n@1'))],
  ['a numeric end_time (三方审批实例概述, 步骤四)', () => push({ ...fresh(), end_time: 0 })],
  ['a numeric end_time of a task', () => push({ ...fresh(), 'task_list.0.end_time': 0 })],
  ['an end_time of 0 with APPROVED (步骤六)', () => push({ ...fresh(), ...ended })],
  ['an end_time with PENDING (同步三方审批实例)', () => push({ ...fresh(), end_time: '1795000000009' })],
  ['a plain user_name (三方审批实例概述)', () => push({ ...fresh(), user_name: '张三' })],
  ['a plain department_name', () => push({ ...fresh(), department_name: 'hr' })],
  ['a plain title of a task', () => push({ ...fresh(), 'task_list.0.title': '同意审批' })],
  [
    'a node_name of i18n@name (同步三方审批实例)',
    () => push({ ...fresh(), 'task_list.0.node_name': 'i18n@name' }),
  ],
  ['a link of nothing but http://', () => push({ ...fresh(), 'task_list.0.links': { pc_link: 'http://' } })],
  ['an open_id of nobody beside a user_id', () => push({ ...fresh(), 'task_list.0.open_id': '123' })],
  ['an empty read_status (三方审批实例概述)', () => push({ ...fresh(), 'cc_list.0.read_status': '' })],
  ['en_us on a card (步骤五)', () => send({ 'i18n_resources.0.locale': 'en_us' })],
  ['an empty user_id_type on a card', () => send({ 'content.user_id': '', 'content.user_id_type': '' })],
  ['a link behind a space on a card', () => send({ 'actions.0.url': ' https://example.test' })],
  ['an update of a card without texts (步骤六)', () => update],
])('%s', (_what, ask) => {
  it('is refused by the reference', async () => {
    expect((await ask()(strict)).body.code).toBe(1390001)
  })
  it('passes where the pages print it', async () => {
    expect((await ask()(documented)).body).toMatchObject({ code: 0 })
  })
})

describe('what the pages say nobody sees', () => {
  it.each([
    ['a task with the id of the instance', { instance_id: 'same', 'task_list.0.task_id': 'same' }, 0, 1],
    ['a cc with the id of a task', { 'task_list.0.task_id': 'both', 'cc_list.0.cc_id': 'both' }, 1, 0],
    ['a task of nobody', { 'task_list.0.user_id': 'u_nobody' }, 0, 1],
    ['a cc of nobody', { 'cc_list.0.user_id': 'u_nobody' }, 1, 0],
  ])('%s is refused strictly and vanishes silently as documented', async (_what, changes, tasks, ccs) => {
    const ask = push({ ...fresh(), ...changes })
    expect((await ask(strict)).body.code).toBe(1390001)
    expect((await ask(documented)).body).toMatchObject({
      code: 0,
      data: {
        process_record: { instance: { insert_num: 1 }, task: { insert_num: tasks }, cc: { insert_num: ccs } },
      },
    })
  })

  it('a task with an id of another instance is refused strictly and stays with that one as documented', async () => {
    for (const side of [strict, documented]) {
      expect((await push({ ...fresh(), 'task_list.0.task_id': 'owned' })(side)).body.code).toBe(0)
    }
    const ask = push({ ...fresh(), 'task_list.0.task_id': 'owned' })
    expect((await ask(strict)).body.code).toBe(1390001)
    expect((await ask(documented)).body).toMatchObject({
      code: 0,
      data: { process_record: { task: { insert_num: 0 } } },
    })
  })
})

it('what is shown is the plain text itself, as if its key had been given', async () => {
  await push({ ...fresh(), user_id: undefined, user_name: '采购部', 'task_list.0.title': '请审批' })(
    documented,
  )
  const { todo } = await documented.feishu.control('GET', 'people/u_lead/lists')
  expect(todo).toContainEqual(
    expect.objectContaining({
      taskTitle: '请审批',
      initiator: expect.objectContaining({ name: '采购部' }) as unknown,
    }),
  )
})
