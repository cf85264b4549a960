import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openLeave, type Leave } from './support/leave.ts'
import { SEND, UPDATE } from './support/routes.ts'

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave()
  await feishu.push()
})
afterEach(() => feishu.close())

type Report = {
  violations: { rule: string; what: string; detail: Record<string, unknown> }[]
  checked: Record<string, number>
  notes: { what: string }[]
  unsettledCardsOfEndedInstances: { messageId: string }[]
}
const report = (): Promise<Report> => feishu.control('GET', 'oracle')
const whats = async () => (await report()).violations.map(({ rule, what }) => `${rule} ${what}`)
const send = async (changes: Record<string, unknown>) =>
  String((await feishu.post(SEND, body('card', changes))).body.data['message_id'])
const settle = (message_id: string, status: string) =>
  feishu.post(UPDATE, {
    message_id,
    status,
    i18n_resources: [{ locale: 'zh-CN', is_default: true, texts: {} }],
  })
const ended = (status: string) => ({
  status,
  end_time: '1795000000005',
  update_time: '1795000000005',
  'task_list.0.status': 'APPROVED',
  'task_list.0.end_time': '1795000000005',
  'task_list.0.update_time': '1795000000005',
})

describe('R4', () => {
  it('sees a second open card for the same task and person', async () => {
    await send({ uuid: 'a' })
    await send({ uuid: 'b' })
    expect(await whats()).toEqual(['R4 a second open card for the same task and person'])
  })

  it('lets a person have a second card once the first is settled, and another person one', async () => {
    await settle(await send({ uuid: 'a' }), 'FORWARDED')
    await send({ uuid: 'b' })
    await send({ uuid: 'c', user_id: 'u_cto' })
    expect((await report()).violations).toEqual([])
  })

  it('notes two open cards with different contexts, which may be two tasks', async () => {
    await send({ uuid: 'a' })
    await send({ uuid: 'b', 'action_callback.action_context': 'context-of-task-2' })
    expect(await report()).toMatchObject({
      violations: [],
      notes: [{ what: expect.stringContaining('context') as string }],
    })
  })
})

describe('R5', () => {
  it('sees two different final statuses for one card', async () => {
    const id = await send({})
    await settle(id, 'APPROVED')
    await settle(id, 'APPROVED')
    expect(await whats()).toEqual([])
    await settle(id, 'REJECTED')
    expect(await whats()).toEqual(['R5 two different final statuses for one card'])
  })

  it('lists cards that an ended instance left unsettled', async () => {
    const id = await send({})
    await feishu.push(ended('APPROVED'))
    expect((await report()).unsettledCardsOfEndedInstances).toMatchObject([{ messageId: id }])
    await settle(id, 'APPROVED')
    expect((await report()).unsettledCardsOfEndedInstances).toEqual([])
  })
})

describe('R7', () => {
  it('sees an ended task go back, an ended instance go back, and lower clocks', async () => {
    await feishu.push(ended('APPROVED'))
    await feishu.push({ update_mode: 'REPLACE' })
    expect(await whats()).toEqual([
      'R7 a lower clock replaced a higher one',
      'R7 an ended instance went back to PENDING',
      'R7 an ended task changed its status',
      'R7 a lower task clock replaced a higher one',
    ])
  })

  it('sees an ended task disappear', async () => {
    await feishu.push({ ...ended('PENDING'), status: 'PENDING', end_time: '0' })
    await feishu.push({ update_mode: 'REPLACE', update_time: '1795000000006', task_list: [] })
    expect(await whats()).toEqual(['R7 an ended task disappeared'])
  })

  it('sees an ended instance with an open task', async () => {
    await feishu.push({ status: 'APPROVED', end_time: '1795000000005', update_time: '1795000000005' })
    expect(await whats()).toEqual(['R7 an ended instance holds a PENDING task'])
  })

  it('lets a rejected instance open again with a new task', async () => {
    await feishu.push(ended('REJECTED'))
    await feishu.push({ update_time: '1795000000006', 'task_list.0.task_id': 'task-2' })
    expect(await whats()).toEqual([])
  })

  it('keeps every applied version', async () => {
    await feishu.push(ended('APPROVED'))
    await feishu.push({ update_time: '1795000000000' })
    const { versions }: { versions: unknown[] } = await feishu.control('GET', 'instances/instance-1')
    expect(versions).toMatchObject([
      { number: 1, clock: 1795000000001, status: 'PENDING', tasks: { 'task-1': { status: 'PENDING' } } },
      { number: 2, clock: 1795000000005, status: 'APPROVED', ccs: { 'cc-1': { readStatus: 'UNREAD' } } },
    ])
  })
})

it('has nothing to say about a clean run, and says how much it watched', async () => {
  const id = await send({})
  await settle(id, 'APPROVED')
  await feishu.push(ended('APPROVED'))
  expect(await report()).toMatchObject({
    violations: [],
    checked: { requests: 6, pushes: 2, 'applied versions': 2, '1008 cards': 1, 'final statuses': 1 },
    unsettledCardsOfEndedInstances: [],
  })
})
