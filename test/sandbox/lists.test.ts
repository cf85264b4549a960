import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLeave, type Leave } from './support/leave.ts'
import { TASKS } from './support/routes.ts'

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave()
  await feishu.push()
})
afterEach(() => feishu.close())

const decide = (status: string) =>
  feishu.push({
    status: status === 'DONE' ? 'CANCELED' : status,
    end_time: '1795000000009',
    update_time: '1795000000009',
    'task_list.0.status': status,
    'task_list.0.end_time': '1795000000009',
    'task_list.0.update_time': '1795000000009',
  })

it('shows a task to its person with texts in the asked language', async () => {
  const { todo } = await feishu.lists('u_lead', 'en-US')

  expect(todo).toMatchObject([
    {
      taskId: 'task-1',
      instanceId: 'instance-1',
      title: 'Leave of Zhang Wei',
      nodeName: 'Manager',
      // The default locale stands in for what English lacks.
      form: [
        { name: '天数', value: '3' },
        { name: '类型', value: '年假' },
      ],
      bizName: '晨星审批',
      initiator: { userId: 'u_dev', name: '张伟', departmentName: 'Morning Star Ltd.' },
      actionConfigs: [{ actionType: 'APPROVE', name: 'Approve' }, { actionType: 'REJECT' }],
    },
  ])
})

it('moves a decided task to done, and shows the instance to initiator and cc', async () => {
  await decide('APPROVED')

  expect(await feishu.lists('u_lead')).toMatchObject({ todo: [], done: [{ status: 'APPROVED' }] })
  expect(await feishu.lists('u_dev')).toMatchObject({
    started: [{ status: 'APPROVED', endTime: 1795000000009 }],
  })
  expect(await feishu.lists('u_payroll')).toMatchObject({ cc: [{ ccId: 'cc-1', readStatus: 'UNREAD' }] })
})

it('hides a task that is DONE from its person', async () => {
  await decide('DONE')

  expect(await feishu.lists('u_lead')).toMatchObject({ todo: [], done: [] })
})

it('shows at most three form fields', async () => {
  const field = { name: '@i18n@days', value: '@i18n@three' }
  await feishu.push({ update_time: '1795000000002', form: [field, field, field, field] })

  const { started } = await feishu.lists('u_dev')
  expect((started as { form: unknown[] }[])[0]?.form).toHaveLength(3)
})

it('takes the name of the definition when the instance has no title', async () => {
  await feishu.push({ update_mode: 'REPLACE', update_time: '1795000000002', title: undefined })

  expect(await feishu.lists('u_dev', 'en-US')).toMatchObject({ started: [{ title: 'Leave' }] })
})

it('lists task states by instance, at most twenty at a time', async () => {
  const ask = (filter: unknown) => feishuGet(filter)
  expect((await ask({ instance_ids: ['instance-1'] })).data).toMatchObject({
    data: [{ instance_id: 'instance-1', status: 'PENDING', tasks: [{ id: 'task-1', status: 'PENDING' }] }],
    has_more: false,
  })
  expect((await ask({ instance_ids: Array.from({ length: 21 }, () => 'i') })).code).toBe(1390001)
  expect((await ask({ user_ids: ['u_lead'] })).code).toBe(1390001)
})

/** fetch sends no body with GET, so this goes over a bare socket as the documentation wants it. */
async function feishuGet(filter: unknown): Promise<{ code: number; data: unknown }> {
  const { request } = await import('node:http')
  const token = await feishu.newToken()
  const text = JSON.stringify(filter)
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    }
    const call = request(`${feishu.sandbox.url}${TASKS}`, { method: 'GET', headers }, (response) => {
      let answer = ''
      response.on('data', (chunk: Buffer) => (answer += chunk.toString()))
      response.on('end', () => {
        resolve(JSON.parse(answer) as { code: number; data: unknown })
      })
    })
    call.on('error', reject)
    call.end(text)
  })
}
