import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLeave, type Leave } from './support/leave.ts'
import { CHECK } from './support/routes.ts'

let feishu: Leave
beforeAll(async () => {
  feishu = await openLeave()
  await feishu.push()
})
afterAll(() => feishu.close())

const check = async (instances: unknown) => (await feishu.post(CHECK, { instances })).body
const asked = (update_time: string, tasks: [string, string][] = []) => [
  {
    instance_id: 'instance-1',
    update_time,
    tasks: tasks.map(([task_id, clock]) => ({ task_id, update_time: clock })),
  },
]

it('answers nothing when all clocks are equal', async () => {
  const body = await check(asked('1795000000001', [['task-1', '1795000000001']]))
  expect(body).toMatchObject({ code: 0, data: { diff_instances: [] } })
})

it('answers an unknown instance with "0" and no tasks', async () => {
  const body = await check([
    { instance_id: 'unknown', update_time: '1', tasks: [{ task_id: 'task-1', update_time: '1' }] },
  ])
  expect(body.data).toEqual({ diff_instances: [{ instance_id: 'unknown', update_time: '0', tasks: [] }] })
})

it('answers an unknown task with "0"', async () => {
  const { data } = await check(asked('1795000000001', [['unknown', '5']]))
  expect(data).toEqual({
    diff_instances: [
      {
        instance_id: 'instance-1',
        update_time: '1795000000001',
        tasks: [{ task_id: 'unknown', update_time: '0' }],
      },
    ],
  })
})

it('answers a differing clock with what it holds', async () => {
  const { data } = await check(asked('1795000000009', [['task-1', '1795000000009']]))
  expect(data).toEqual({
    diff_instances: [
      {
        instance_id: 'instance-1',
        update_time: '1795000000001',
        tasks: [{ task_id: 'task-1', update_time: '1795000000001' }],
      },
    ],
  })
})

it('answers a clock that is newer there than asked', async () => {
  const { data } = await check(asked('1795000000000', [['task-1', '1795000000000']]))
  expect(data).toMatchObject({
    diff_instances: [{ update_time: '1795000000001', tasks: [{ update_time: '1795000000001' }] }],
  })
})

it('answers a differing instance clock alone without tasks', async () => {
  const { data } = await check(asked('1795000000009', [['task-1', '1795000000001']]))
  expect(data).toEqual({
    diff_instances: [{ instance_id: 'instance-1', update_time: '1795000000001', tasks: [] }],
  })
})

it('does not look at cc or content', async () => {
  await feishu.push({ 'cc_list.0.read_status': 'READ', 'cc_list.0.update_time': '1795000000008' })
  expect(await check(asked('1795000000001'))).toMatchObject({ data: { diff_instances: [] } })
})

it('refuses a body without tasks, or with clocks as numbers', async () => {
  expect(await check([{ instance_id: 'instance-1', update_time: '1' }])).toMatchObject({ code: 1390001 })
  expect(await check([{ instance_id: 'instance-1', update_time: 1, tasks: [] }])).toMatchObject({
    code: 1390001,
  })
})
