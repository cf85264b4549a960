import { afterEach, describe, expect, it } from 'vitest'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { retryEffect, SAME_UUID_MS } from '../../server/domain/outbox/retry.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { act } from '../../server/domain/verbs/index.ts'
import type { MutableKind } from '../../shared/settings.ts'
import { aContext, given } from '../support/builders.ts'
import type { Call, Fault } from './fake-feishu.ts'
import { openRig, type Rig, type RigOptions } from './rig.ts'
import { putSettings } from '../support/put.ts'

let rig: Rig
afterEach(async () => {
  const stopping = rig.stop()
  await rig.clock.advance(20_000)
  await stopping
})

async function begin(options: RigOptions = {}) {
  rig = await openRig(options)
  await rig.begin('i1')
  await rig.quiet()
}

const change = (next: (record: InstanceRecord) => InstanceRecord) =>
  rig.store().instances.change('i1', (record) => ({ next: next(record!), result: undefined }))

const say = (mentions: string[] = []) =>
  change((record) => {
    const remark = { text: '看一下', mentions, ...given() }
    const context = aContext({ by: 'u_bob', at: rig.clock.now() })
    return toRecord(record, act(record.instance, 'comment', remark, context))
  })

const mute = (userId: string, ...muted: MutableKind[]) => putSettings(rig.store(), { userId, muted })

const told = () => rig.feishu.messages.map(({ kind, to }) => `${kind} ${to}`)
const of = (api: Call['api']) => rig.feishu.calls.filter((call) => call.api === api)
const once = (fault: Fault, when: Call['api']) => {
  let left = 1
  return ({ api }: Call) => (api === when && left-- > 0 ? fault : undefined)
}

it('is sent after the lists, once, with what was said', async () => {
  await begin()
  await rig.decide('i1_t1', 'REJECTED')
  await rig.quiet()
  expect(rig.feishu.calls.slice(2).map(({ api }) => api)).toEqual([
    ...['sync', 'card_update', 'message_send', 'message_send'],
  ])
  expect(told()).toEqual(['cc u_payroll', 'rejected u_alice'])
  expect((await rig.record('i1')).effects).toEqual([])
})

it('needs no push where Feishu’s lists show nothing of it', async () => {
  await begin()
  await say(['u_carol'])
  await rig.quiet()
  expect(told()).toEqual(['mentioned u_carol', 'commented u_alice'])
  expect(of('sync')).toHaveLength(1)
})

describe('what somebody muted', () => {
  it('is not sent to them, and to others it is', async () => {
    await begin()
    await mute('u_alice', 'commented')
    await mute('u_carol', 'commented')
    await say(['u_carol'])
    await rig.quiet()
    expect(told()).toEqual(['mentioned u_carol'])
    expect((await rig.record('i1')).effects).toEqual([])
    await mute('u_alice')
    await say()
    await rig.quiet()
    expect(told()).toEqual(['mentioned u_carol', 'commented u_alice'])
  })
})

it('has its first try on disk before the request leaves', async () => {
  const seen: unknown[] = []
  await begin({
    travel: async ({ api }) => {
      if (api !== 'message_send') return
      seen.push((await rig.record('i1')).effects.map(({ message }) => message?.firstTriedAt))
    },
  })
  await say()
  const at = rig.clock.now()
  await rig.quiet()
  expect(seen).toEqual([[at]])
})

it('is repeated with the same uuid when its answer was lost, and arrives once', async () => {
  await begin({ fault: once({ kind: 'lost' }, 'message_send') })
  await say()
  await rig.quiet()
  expect(told()).toEqual(['commented u_alice'])
  const sent = of('message_send')
  expect(sent).toHaveLength(2)
  expect(sent[0]?.about).toBe(sent[1]?.about)
})

it('is not sent twice by a kill -9 between its request and the answer', async () => {
  await begin({ travel: ({ api }) => (api === 'message_send' ? rig.clock.sleep(50) : Promise.resolve()) })
  await say()
  await rig.clock.advance(60)
  await rig.crash()
  await rig.quiet()
  expect(told()).toEqual(['commented u_alice'])
})

it('that stays unclear is repeated for 49 minutes, then given up; an operator’s retry has a new uuid', async () => {
  let isDown = true
  await begin({ fault: ({ api }) => (api === 'message_send' && isDown ? { kind: 'lost' } : undefined) })
  await say()
  await rig.clock.advance(1_000)
  const triedAt = rig.clock.now() - SAME_UUID_MS
  await change((record) => ({
    ...record,
    effects: record.effects.map((one) => ({
      ...one,
      message: one.message && { ...one.message, firstTriedAt: triedAt },
    })),
  }))
  await rig.clock.advance(60_000)
  const [given] = (await rig.record('i1')).effects
  expect(given?.parked).toMatchObject({ cause: 'expired', probeAt: null })

  isDown = false
  await change((record) => retryEffect(record, given?.id ?? '', rig.clock.now())!)
  await rig.quiet()
  expect(of('message_send').at(-1)?.about).toBe(`${given?.id}.2`)
  expect((await rig.record('i1')).effects).toEqual([])
})

it.each(['refused', 'configuration'] as const)(
  'R15: one that is refused (%s) is parked and holds back neither lists nor cards',
  async (kind) => {
    await begin({
      fault: ({ api }) =>
        api === 'message_send' ? { kind: 'refused', class: kind, code: 60_001 } : undefined,
    })
    await say()
    await rig.clock.advance(1_000)
    await rig.decide('i1_t1')
    await rig.clock.advance(1_000)
    const { effects } = await rig.record('i1')
    expect(effects).toMatchObject([{ kind: 'send_message', parked: { code: 60_001 } }])
    expect(rig.feishu.cards.map(({ assignee, statuses }) => [assignee, ...statuses])).toEqual([
      ['u_bob', 'APPROVED'],
      ['u_carol'],
    ])
  },
)

it('that was surely not taken begins its hour anew', async () => {
  await begin({ fault: once({ kind: 'refused', class: 'not_sent' }, 'message_send') })
  await say()
  await rig.clock.advance(1)
  expect((await rig.record('i1')).effects[0]?.message?.firstTriedAt).toBeNull()
  await rig.quiet()
  expect(told()).toEqual(['commented u_alice'])
})

it('is not sent when nobody need be urged any more', async () => {
  let isDown = true
  await begin({
    fault: ({ api }) =>
      api === 'message_send' && isDown ? { kind: 'refused', class: 'not_sent' } : undefined,
  })
  await change((record) =>
    toRecord(record, act(record.instance, 'urge', given(), aContext({ at: rig.clock.now() }))),
  )
  await rig.clock.advance(100)
  await rig.decide('i1_t1')
  isDown = false
  await rig.quiet()
  expect(told()).toEqual([])
})
