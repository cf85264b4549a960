import { expect, it, onTestFinished, vi } from 'vitest'
import { verifyEvent } from '../../server/callbacks/verify-event.ts'
import { openClient } from './support/client.ts'
import { openReceiver } from './support/receiver.ts'

async function setUp(app: { encryptKey?: string } = {}) {
  const receiver = await openReceiver()
  const settings = { rateLimit: 'off' as const, eventUrl: receiver.url }
  const feishu = await openClient({ settings, app })
  onTestFinished(async () => {
    await feishu.close()
    await receiver.close()
  })
  return { feishu, receiver, people: feishu.sandbox.world.state.people, secrets: feishu.sandbox.info }
}

it.each([['a key of the tests'], ['']])(
  'somebody who resigns is told to the app once, as Feishu does it, with the key %j',
  async (encryptKey) => {
    const { feishu, receiver, people, secrets } = await setUp({ encryptKey })
    await feishu.control('POST', 'people/u_lead', { resigned: true })
    await feishu.control('POST', 'people/u_lead', { resigned: true })

    expect(receiver.received).toHaveLength(1)
    const [{ text, headers }] = receiver.received as [(typeof receiver.received)[number]]
    expect(text.includes('u_lead')).toBe(encryptKey === '')
    const header = (name: string) => headers[name]?.toString()
    const verified = verifyEvent({ raw: Buffer.from(text), header }, { ...secrets, encryptKey })
    const leader = people.get(people.get('u_lead')?.leaderUserId ?? '')
    expect(verified).toMatchObject({
      told: {
        type: 'contact.user.deleted_v3',
        event: { object: { user_id: 'u_lead', leader_user_id: leader?.openId } },
      },
    })
  },
)

it('an app that cannot be reached holds nothing up', async () => {
  const { feishu, receiver, people } = await setUp()
  await receiver.close()
  await feishu.control('POST', 'people/u_lead', { resigned: true })

  expect(people.get('u_lead')?.resigned).toBe(true)
})

it.each([
  ['name', { name: '张大伟' }, { name: '张伟' }],
  ['suspension', { frozen: true }, { status: { is_frozen: false, is_resigned: false, is_activated: true } }],
  ['user_id', { userId: 'zhangwei' }, { user_id: 'u_dev' }],
])('a change of somebody’s %s is told with what it was before', async (_, patch, old) => {
  const { feishu, receiver, secrets } = await setUp({ encryptKey: '' })
  await feishu.control('POST', 'people/u_dev', patch)
  const [{ text, headers }] = receiver.received as [(typeof receiver.received)[number]]
  const header = (name: string) => headers[name]?.toString()
  const verified = verifyEvent({ raw: Buffer.from(text), header }, { ...secrets, encryptKey: '' })
  expect(verified).toMatchObject({ told: { type: 'contact.user.updated_v3', event: { old_object: old } } })
  const { told } = verified as { told: { event: { old_object: object } } }
  expect(told.event.old_object).toEqual(old)
})

it('nobody is told of a change that is silent, or that is none', async () => {
  const { feishu, receiver, people } = await setUp()
  await feishu.control('POST', 'people/u_dev', { resigned: true, silent: true })
  await feishu.control('POST', 'people/u_qa', { frozen: false })
  expect([people.get('u_dev')?.resigned, receiver.received.length]).toEqual([true, 0])
})

it('an event that is not answered with 200 comes again after 15 s, 5 min, 1 h and 6 h, then no more', async () => {
  const { feishu, receiver } = await setUp()
  receiver.answer({ status: 500 })
  await feishu.control('POST', 'people/u_lead', { resigned: true })
  const counts = [receiver.received.length]
  for (const ms of [15_000, 300_000, 3_600_000, 21_600_000, 86_400_000]) {
    await feishu.control('POST', 'clock', { advanceMs: ms })
    const want = Math.min((counts.at(-1) ?? 0) + 1, 5)
    await vi.waitUntil(() => receiver.received.length >= want)
    counts.push(receiver.received.length)
  }
  expect(counts).toEqual([1, 2, 3, 4, 5, 5])
})
