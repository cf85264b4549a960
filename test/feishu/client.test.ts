import { expect, it } from 'vitest'
import { clientOf, leave, snapshot } from './samples.ts'
import { ok, openFakeFeishu } from './fake-feishu.ts'

const card = { taskId: 'i1_t1', uuid: 'i1_t1', firstTriedAt: 1, messageId: null, sentAt: null, settledAs: null }

it('registers, syncs, sends, settles and checks with one token', async () => {
  const fake = await openFakeFeishu()
  fake.script('/external_approvals', ok({ approval_code: 'NEW' }))
  fake.script('/message/send', ok({ message_id: '7123456789012345679' }))
  fake.script('/check', ok({ diff_instances: [] }))
  const { feishu } = clientOf(fake.url)

  expect(await feishu.definitions.apply(leave, 'live', null)).toEqual({
    ok: true,
    value: { approvalCode: 'NEW' },
  })
  expect(await feishu.delivery.syncInstance(snapshot(), 'UPDATE')).toMatchObject({ ok: true, value: null })
  expect(await feishu.delivery.sendCard(snapshot(), card)).toMatchObject({
    ok: true,
    value: { messageId: '7123456789012345679' },
  })
  expect(await feishu.delivery.settleCard('7123456789012345679', 'APPROVED')).toMatchObject({ ok: true })
  expect(await feishu.delivery.check([snapshot().instance])).toEqual({ ok: true, value: [] })

  expect(fake.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /open-apis/auth/v3/tenant_access_token/internal',
    'POST /open-apis/approval/v4/external_approvals',
    'POST /open-apis/approval/v4/external_instances',
    'POST /open-apis/approval/v1/message/send',
    'POST /open-apis/approval/v1/message/update',
    'POST /open-apis/approval/v4/external_instances/check',
  ])
  expect(new Set(fake.seen.slice(1).map(({ headers }) => headers.authorization))).toEqual(
    new Set(['Bearer t-first']),
  )
})
