import { afterEach, describe, expect, it } from 'vitest'
import type { Call } from './fake-feishu.ts'
import { openRig, type Rig, type RigOptions } from './rig.ts'

let rig: Rig
afterEach(async () => {
  const stopping = rig.stop()
  await rig.clock.advance(20_000)
  await stopping
  expect(rig.feishu.violations).toEqual([])
})

async function begin(thrift: NonNullable<RigOptions['thrift']>, options: RigOptions = {}) {
  rig = await openRig({ thrift, ...options })
  await rig.begin('i1')
  await rig.quiet()
}

const apis = () => rig.feishu.calls.map(({ api }) => api)
const cards = () => rig.feishu.cards.map(({ taskId, statuses }) => [taskId, ...statuses])

describe('without cards', () => {
  it('the lists are told of everything, and nothing else leaves or waits', async () => {
    await begin({ withoutCards: true, unsent: [] })
    await rig.decide('i1_t1')
    await rig.quiet()
    expect(apis()).toEqual(['sync', 'sync'])
    expect((await rig.record('i1')).effects).toEqual([])
  })

  it('cards that were out before still show how their tasks ended', async () => {
    const thrift = { withoutCards: false, unsent: [] }
    await begin(thrift)
    thrift.withoutCards = true
    await rig.decide('i1_t1')
    await rig.quiet()
    expect(cards()).toEqual([['i1_t1', 'APPROVED']])
    expect((await rig.record('i1')).effects).toEqual([])
  })

  it('a card of which it is not known whether it was sent is found out, and settled', async () => {
    const thrift = { withoutCards: false, unsent: [] }
    let lost = 1
    const fault = ({ api }: Call) =>
      api === 'card_send' && lost-- > 0 ? { kind: 'lost' as const } : undefined
    rig = await openRig({ thrift, fault })
    await rig.begin('i1')
    await rig.clock.advance(100)
    expect((await rig.record('i1')).cards[0]).toMatchObject({ messageId: null })
    thrift.withoutCards = true
    await rig.quiet()
    await rig.decide('i1_t1')
    await rig.quiet()
    expect(cards()).toEqual([['i1_t1', 'APPROVED']])
  })

  it('once there are cards again, the next task has one', async () => {
    const thrift = { withoutCards: true, unsent: [] }
    await begin(thrift)
    thrift.withoutCards = false
    await rig.decide('i1_t1')
    await rig.quiet()
    expect(cards()).toEqual([['i1_t2']])
  })
})

describe('messages that are not sent', () => {
  it('reach nobody, whoever would get them, and the others do', async () => {
    await begin({ withoutCards: false, unsent: ['cc'] })
    await rig.decide('i1_t1', 'REJECTED')
    await rig.quiet()
    expect(rig.feishu.messages.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['rejected u_alice'])
    expect((await rig.record('i1')).effects).toEqual([])
  })
})
