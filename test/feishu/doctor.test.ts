import { expect, it } from 'vitest'
import { clientOf, failureOf, STARTED_AT } from './samples.ts'
import { ok, openFakeFeishu, refuse, token } from './fake-feishu.ts'

it('the token is asked for anew each time', async () => {
  const fake = await openFakeFeishu()
  fake.script('/tenant_access_token/internal', token(), refuse(10015, 200))
  const { feishu } = clientOf(fake.url)
  expect(await feishu.doctor.token()).toEqual({ ok: true, value: null })
  expect(failureOf(await feishu.doctor.token())).toMatchObject({ class: 'configuration', code: 10015 })
})

it('only granted scopes count', async () => {
  const fake = await openFakeFeishu()
  const scopes = [
    { scope_name: 'approval:approval', grant_status: 1 },
    { scope_name: 'im:message:send_as_bot', grant_status: 2 },
  ]
  fake.script('/application/v6/scopes', ok({ scopes }))
  expect(await clientOf(fake.url).feishu.doctor.scopes()).toEqual({ ok: true, value: ['approval:approval'] })
})

it('the contact range is counted page after page', async () => {
  const fake = await openFakeFeishu()
  fake.script(
    '/contact/v3/scopes',
    ok({ user_ids: ['a', 'b'], has_more: true, page_token: 'next' }),
    ok({ user_ids: ['c'], department_ids: ['od-1'], has_more: false }),
  )
  fake.script('/departments/0', refuse(40004, 403))
  expect(await clientOf(fake.url).feishu.doctor.contactRange()).toEqual({
    ok: true,
    value: { people: 3, departments: 1, everyone: false },
  })
  expect(fake.at('/contact/v3/scopes').map(({ query }) => query.get('page_token'))).toEqual([null, 'next'])
})

it('whoever may see the root may see everyone', async () => {
  const fake = await openFakeFeishu()
  fake.script('/contact/v3/scopes', ok({}))
  fake.script('/departments/0', ok({ department: { open_department_id: '0' } }))
  expect(await clientOf(fake.url).feishu.doctor.contactRange()).toMatchObject({ value: { everyone: true } })
})

it('the clocks are compared by the Date header', async () => {
  const fake = await openFakeFeishu()
  fake.script('/tenant_access_token/internal', {
    headers: { date: new Date(STARTED_AT + 90_000).toUTCString() },
    body: { code: 0, tenant_access_token: 't', expire: 7200 },
  })
  expect(await clientOf(fake.url).feishu.doctor.clockSkewMs()).toEqual({ ok: true, value: 90_500 })
})
