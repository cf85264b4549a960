import { expect, it } from 'vitest'
import { press, encrypted } from '../support/callback.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

it('an approval runs through: submitted, approved from a card, then from the list, then ended', async () => {
  const harness = await createHarness()
  const server = await startHttp(harness)
  const alice = await server.login('u_alice')
  const bob = await server.login('u_bob')

  const form = { kind: 'annual', days: 5, reason: '回家' }
  const submitted = await server.call('POST', '/api/v1/instances', {
    token: alice,
    body: { definition: 'leave', form },
  })
  expect(submitted).toMatchObject({
    status: 201,
    body: {
      status: 'PENDING',
      title: '爱丽丝提交的请假',
      form,
      initiator: { userId: 'u_alice', name: '爱丽丝' },
    },
  })
  const { id, tasks } = submitted.body
  expect(tasks).toMatchObject([{ assignee: { userId: 'u_bob' }, status: 'PENDING' }])
  expect((await server.call('GET', '/api/v1/instances?box=todo', { token: bob })).body.items).toMatchObject([
    {
      id,
      summary: [
        { label: '类型', value: '年假' },
        { label: '天数', value: '5' },
      ],
      task: { id: tasks[0].id },
    },
  ])

  const card = await server.call('POST', '/feishu/approval/callback', {
    raw: encrypted(press(harness, { id }, tasks[0])),
  })
  expect(card).toMatchObject({ status: 200, body: { code: 0, msg: 'success' } })

  const second = await server.call('GET', `/api/v1/instances/${id}`, { token: alice })
  expect(second.body.tasks[1]).toMatchObject({ assignee: { userId: 'u_hr' }, status: 'PENDING' })
  const list = await server.call('POST', '/feishu/approval/callback', {
    raw: encrypted(press(harness, { id }, second.body.tasks[1], { from: 'list' })),
  })
  expect(list.status).toBe(200)

  const ended = await server.call('GET', `/api/v1/instances/${id}`, { token: alice })
  expect(ended.body).toMatchObject({
    status: 'APPROVED',
    cc: [{ person: { userId: 'u_payroll' } }],
    actions: [{ action: 'cc' }, { action: 'comment', taskId: null, reason: 'none' }],
  })
  const decisions = ended.body.history.filter(({ verb }: { verb: string }) => verb === 'approve')
  expect(decisions).toMatchObject([
    { by: { userId: 'u_bob' }, via: 'card' },
    { by: { userId: 'u_hr' }, via: 'list' },
  ])
  const record = await harness.store.instances.read(id)
  expect(record?.cards[0]?.messageId).toBe('7034234234234234999')
})

it('approves and withdraws through the API', async () => {
  const harness = await createHarness()
  const server = await startHttp(harness)
  const [alice, bob] = [await server.login('u_alice'), await server.login('u_bob')]
  const submit = async () =>
    (
      await server.call('POST', '/api/v1/instances', {
        token: alice,
        body: { definition: 'leave', form: { kind: 'sick', days: 1 } },
      })
    ).body
  const first = await submit()
  const approved = await server.call('POST', `/api/v1/tasks/${first.tasks[0].id}/approve`, { token: bob })
  expect(approved).toMatchObject({ status: 200, body: { status: 'APPROVED' } })

  const second = await submit()
  const withdrawn = await server.call('POST', `/api/v1/instances/${second.id}/withdraw`, {
    token: alice,
    body: { reason: '不去了' },
  })
  expect(withdrawn).toMatchObject({ status: 200, body: { status: 'CANCELED' } })
  const tooLate = await server.call('POST', `/api/v1/tasks/${second.tasks[0].id}/approve`, { token: bob })
  expect(tooLate).toMatchObject({ status: 409, body: { error: { code: 'task_already_ended' } } })
})
