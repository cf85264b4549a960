import { describe, expect, it } from 'vitest'
import { CHECK_BATCH, toCheckBody } from '../../server/feishu/payloads/check.ts'
import { clientOf, instance, STARTED_AT } from './samples.ts'
import { ok, openFakeFeishu, refuse } from './fake-feishu.ts'

it('compares the clocks of instance and tasks', () => {
  expect(toCheckBody([instance()])).toEqual({
    instances: [
      {
        instance_id: 'i1',
        update_time: String(STARTED_AT + 6),
        tasks: [{ task_id: 'i1_t1', update_time: String(STARTED_AT + 2) }],
      },
    ],
  })
})

describe('the difference', () => {
  const ask = async (data: unknown) => {
    const fake = await openFakeFeishu()
    fake.script('/check', ok(data))
    return clientOf(fake.url).feishu.delivery.check([instance()])
  }

  it.each([{ diff_instances: [] }, { diff_instances: null }, {}, null])('%j is none', async (data) => {
    expect(await ask(data)).toEqual({ ok: true, value: [] })
  })

  it('"0" is what Feishu does not know', async () => {
    const diff_instances = [
      { instance_id: 'i1', update_time: '0', tasks: null },
      { instance_id: 'i2', update_time: '7', tasks: [{ task_id: 't', update_time: '0' }] },
    ]
    expect(await ask({ diff_instances })).toEqual({
      ok: true,
      value: [
        { instanceId: 'i1', clock: 0, tasks: [] },
        { instanceId: 'i2', clock: 7, tasks: [{ taskId: 't', clock: 0 }] },
      ],
    })
  })

  it('of another form is unclear', async () => {
    expect(await ask({ diff_instances: 'x' })).toMatchObject({ ok: false, failure: { class: 'unclear' } })
  })
})

it('asks for at most 100 at a time, and stops at a failure', async () => {
  const fake = await openFakeFeishu()
  fake.script('/check', ok({ diff_instances: [] }), ok({ diff_instances: [] }), refuse(1395001))
  const { feishu } = clientOf(fake.url)
  const many = Array.from({ length: CHECK_BATCH + 20 }, (_, at) => instance({ id: `i${at}` }))
  expect(await feishu.delivery.check(many)).toEqual({ ok: true, value: [] })
  expect(fake.at('/check').map(({ body }) => body.instances.length)).toEqual([100, 20])
  expect(await feishu.delivery.check(many)).toMatchObject({ failure: { code: 1395001, class: 'unclear' } })
  expect(fake.at('/check').length).toBe(3)
})

it('asks nothing about nothing', async () => {
  const fake = await openFakeFeishu()
  expect(await clientOf(fake.url).feishu.delivery.check([])).toEqual({ ok: true, value: [] })
  expect(fake.seen).toEqual([])
})
