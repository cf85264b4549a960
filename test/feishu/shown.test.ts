import { expect, it } from 'vitest'
import { clientOf, failureOf } from './samples.ts'
import { ok, openFakeFeishu } from './fake-feishu.ts'

const shown = (more: object = {}) => ({
  instance_id: 'lost1',
  approval_id: 'x',
  approval_code: 'AC',
  status: 'PENDING',
  update_time: '1700000000000',
  tasks: [{ id: 'lost1_t1', status: 'PENDING', update_time: '1700000000001' }],
  ...more,
})
const query = { approvalCodes: ['AC'], status: 'PENDING', pageToken: undefined } as const

it('asks for five hundred at a time, by a GET whose filter is its body, and goes on with the token', async () => {
  const fake = await openFakeFeishu()
  fake.script(
    '/external_tasks',
    ok({ data: [shown()], has_more: true, page_token: 'next' }),
    ok({ has_more: false }),
  )
  const { feishu } = clientOf(fake.url)

  expect(await feishu.delivery.shown(query)).toEqual({
    ok: true,
    value: {
      items: [
        {
          instanceId: 'lost1',
          approvalCode: 'AC',
          status: 'PENDING',
          clock: 1_700_000_000_000,
          tasks: [{ taskId: 'lost1_t1', clock: 1_700_000_000_001 }],
        },
      ],
      next: 'next',
    },
  })
  expect(await feishu.delivery.shown({ ...query, pageToken: 'next' })).toEqual({
    ok: true,
    value: { items: [], next: null },
  })
  const [first, second] = fake.seen.slice(1)
  expect(first).toMatchObject({ method: 'GET', body: { approval_codes: ['AC'], status: 'PENDING' } })
  expect(first?.query.get('page_size')).toBe('500')
  expect(second?.query.get('page_token')).toBe('next')
})

it('ends with a last page that has a token all the same', async () => {
  const fake = await openFakeFeishu()
  fake.script('/external_tasks', ok({ data: [], has_more: false, page_token: 'next' }))
  expect(await clientOf(fake.url).feishu.delivery.shown(query)).toMatchObject({ value: { next: null } })
})

it('is no answer where an approval has no id', async () => {
  const fake = await openFakeFeishu()
  fake.script('/external_tasks', ok({ data: [shown({ instance_id: undefined })] }))
  expect(failureOf(await clientOf(fake.url).feishu.delivery.shown(query))).toMatchObject({ class: 'unclear' })
})
