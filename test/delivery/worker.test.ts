import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../server/domain/errors.ts'
import { aRouteNode } from '../support/builders.ts'
import { settled } from '../support/fake-clock.ts'
import type { Call, Fault } from './fake-feishu.ts'
import { openRig, type Rig, type RigOptions } from './rig.ts'

// Long, as all of it is one worker on one rig, failure by failure.

const rigs: Rig[] = []

async function rigOf(options: RigOptions = {}): Promise<Rig> {
  const rig = await openRig(options)
  rigs.push(rig)
  return rig
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    const stopping = rig.stop()
    await rig.clock.advance(20_000)
    await stopping
    expect(rig.clock.sleepers(), 'a timer was left behind').toBe(0)
    expect(rig.feishu.violations).toEqual([])
  }
})

const apis = ({ feishu }: Rig) => feishu.calls.map(({ api }) => api)
const hang = (): Promise<void> => new Promise(() => undefined)

describe('delivery', () => {
  it('tells the lists first, then sends the card, and settles it when its task has ended', async () => {
    const rig = await rigOf()
    await rig.begin('i1')
    await rig.quiet()
    await rig.decide('i1_t1')
    await rig.quiet()

    expect(apis(rig)).toEqual(['sync', 'card_send', 'sync', 'card_update', 'card_send'])
    expect(rig.feishu.cards.map(({ taskId, statuses }) => [taskId, statuses])).toEqual([
      ['i1_t1', ['APPROVED']],
      ['i1_t2', []],
    ])
    expect(rig.delivery().idle()).toBe(true)
  })

  it('sends at once what is committed, and what waited for a free hand', async () => {
    const rig = await rigOf({ concurrency: 1 })
    await rig.clock.advance(60_001)
    await rig.begin('i1')
    await rig.begin('i2')
    await settled()
    await settled()

    expect(rig.feishu.cards.map(({ taskId }) => taskId)).toEqual(['i1_t1', 'i2_t1'])
  })

  it('R5: settles the cards of everybody whose task ended, whoever decided', async () => {
    const rig = await rigOf()
    await rig.begin('i1', { route: [aRouteNode({ approvers: ['u_bob', 'u_carol', 'u_hr'] })] })
    await rig.quiet()
    await rig.decide('i1_t2', 'REJECTED')
    await rig.quiet()

    expect(rig.feishu.cards.map(({ statuses }) => statuses)).toEqual([
      ['PROCESSED'],
      ['REJECTED'],
      ['PROCESSED'],
    ])
  })

  it('makes one sync of five changes while Feishu is down', async () => {
    let down = true
    const rig = await rigOf({ fault: () => (down ? { kind: 'refused', class: 'not_sent' } : undefined) })
    await rig.begin('i1')
    await rig.clock.advance(1_000)
    for (let n = 0; n < 5; n += 1) {
      await rig.store().instances.change('i1', (record) => {
        const instance = record!.instance
        return {
          next: { ...record!, instance: { ...instance, clock: instance.clock + 1 } },
          result: undefined,
        }
      })
    }
    down = false
    const before = rig.feishu.calls.length
    await rig.quiet()

    expect(apis(rig).slice(before)).toEqual(['sync', 'card_send'])
  })

  it('pushes again at once when the instance moved on while a push was on its way', async () => {
    let arrive = (): void => undefined
    const rig = await rigOf({
      travel: ({ api }) =>
        api === 'sync' ? new Promise((resolve) => (arrive = resolve)) : Promise.resolve(),
    })
    await rig.begin('i1')
    await rig.clock.advance(100)
    await rig.decide('i1_t1')
    arrive()
    await settled()
    arrive()
    await rig.quiet()

    expect(apis(rig)).toEqual(['sync', 'sync', 'card_send'])
    expect(rig.feishu.held.get('i1')?.tasks.get('i1_t1')?.status).toBe('APPROVED')
  })

  it('has the first try of a card on disk before the request leaves', async () => {
    const seen: unknown[] = []
    const rig: Rig = await rigOf({
      travel: async ({ api }) => {
        if (api === 'card_send') seen.push((await rig.record('i1')).cards[0]?.firstTriedAt)
      },
    })
    await rig.begin('i1')
    const begunAt = rig.clock.now()
    await rig.quiet()

    expect(seen).toEqual([begunAt])
  })

  it.each(['same_id', 'no_id'] as const)(
    'R4, R5: a card whose answer was lost is sent with the same uuid, and there is one (a duplicate answers %s)',
    async (duplicateUuid) => {
      let lose = true
      const fault = ({ api }: Call): Fault | undefined => {
        if (api !== 'card_send' || !lose) return undefined
        lose = false
        return { kind: 'lost' }
      }
      const rig = await rigOf({ duplicateUuid, fault })
      await rig.begin('i1')
      await rig.quiet()

      const uuids = rig.feishu.calls.filter(({ api }) => api === 'card_send').map(({ about }) => about)
      expect(new Set(uuids)).toEqual(new Set(['i1_t1']))
      expect(rig.feishu.cards).toHaveLength(1)
      await rig.decide('i1_t1')
      await rig.quiet()
      const [effect] = (await rig.record('i1')).effects
      if (duplicateUuid === 'same_id') expect(rig.feishu.cards[0]?.statuses).toEqual(['APPROVED'])
      else expect(effect?.parked?.cause).toBe('unclear')
    },
  )

  it('R8: a hundred instances that hang, and one that always fails, hold up nobody', async () => {
    const poisoned = (about: string) => /^bad/.test(about)
    const rig = await rigOf({
      travel: ({ about }) => (poisoned(about) ? hang() : Promise.resolve()),
      fault: ({ about }) => (about === 'worse' ? { kind: 'refused', class: 'unclear' } : undefined),
    })
    for (let n = 0; n < 100; n += 1) await rig.begin(`bad${n}`)
    await rig.begin('worse')
    for (let n = 0; n < 200; n += 1) await rig.begin(`good${n}`)
    await rig.clock.advance(1_000)

    const delivered = [...rig.feishu.held.keys()].filter((id) => id.startsWith('good'))
    expect(delivered).toHaveLength(200)
    expect(rig.feishu.calls.filter(({ about }) => about === 'worse')).toHaveLength(1)
  })

  it('R14: 200 effects under a wrong secret make one request each in 9 minutes, and one log line', async () => {
    const errors: object[] = []
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (facts: object) => errors.push(facts),
    }
    const rig = await rigOf({
      log,
      fault: ({ api }) =>
        api === 'sync'
          ? { kind: 'refused', class: 'configuration', code: 10014 }
          : { kind: 'refused', class: 'refused' },
    })
    for (let n = 0; n < 100; n += 1) await rig.begin(`i${n}`)
    await rig.clock.advance(8 * 60_000)

    expect(rig.feishu.calls).toHaveLength(200)
    expect(errors).toHaveLength(1)
  })

  it('once a setting is mended, one probe that gets through brings the others forward', async () => {
    let wrong = true
    let turn = 0
    const rig = await rigOf({
      // The probes are spread over two minutes.
      random: () => (turn++ % 10) / 10,
      fault: ({ api }) => (wrong && api === 'sync' ? { kind: 'refused', class: 'configuration' } : undefined),
    })
    for (let n = 0; n < 20; n += 1) await rig.begin(`i${n}`)
    await rig.clock.advance(8 * 60_000)
    wrong = false
    await rig.clock.advanceUntil(() => rig.feishu.held.size > 0, 3 * 60_000)
    await rig.clock.advance(35_000)

    expect(rig.feishu.held.size).toBe(20)
  })

  it('R15: what Feishu refuses is parked, and what comes later goes on', async () => {
    const rig = await rigOf({
      fault: ({ api, about }) =>
        api === 'card_send' && about === 'i1_t1'
          ? { kind: 'refused', class: 'refused', code: 60001 }
          : undefined,
    })
    await rig.begin('i1')
    await rig.quiet()
    await rig.decide('i1_t1')
    await rig.quiet()

    expect(rig.feishu.cards.map(({ taskId }) => taskId)).toEqual(['i1_t2'])
    expect((await rig.record('i1')).effects).toMatchObject([
      { kind: 'send_card', parked: { code: 60001, logId: 'log-1', payload: { about: 'i1_t1' } } },
    ])
  })

  it('waits for the definition to be registered, with few writes, and then delivers', async () => {
    const rig = await rigOf({ approvalCode: null })
    await rig.begin('i1')
    await rig.clock.advance(600_000)
    expect(rig.feishu.calls).toEqual([])
    expect(rig.outcomes.length).toBeLessThan(40)
    await rig.register('AC')
    await rig.quiet(90_000)

    expect(apis(rig)).toEqual(['sync', 'card_send'])
  })

  it('waits as long as Feishu says, and does not count it', async () => {
    let times = 1
    const rig = await rigOf({
      fault: () => (times-- > 0 ? { kind: 'refused', class: 'pace', retryAfterMs: 7_000 } : undefined),
    })
    await rig.begin('i1')
    await rig.clock.advance(6_900)
    expect(rig.feishu.calls).toHaveLength(1)
    expect((await rig.record('i1')).effects[0]?.attempts).toBe(0)
    await rig.clock.advance(200)

    expect(apis(rig)).toEqual(['sync', 'sync', 'card_send'])
  })

  it('a clock set back by a day holds up nothing', async () => {
    let fails = 1
    const rig = await rigOf({
      fault: () => (fails-- > 0 ? { kind: 'refused', class: 'unclear' } : undefined),
    })
    await rig.begin('i1')
    await rig.clock.advance(100)
    rig.clock.jump(-86_400_000)
    await rig.clock.advance(10_000)

    expect(apis(rig)).toEqual(['sync', 'sync', 'card_send'])
  })
})

describe('a request that hangs longer than a lease', () => {
  async function hangs() {
    let arrive = (): void => undefined
    let under = 0
    const rig = await rigOf({
      leaseMs: 15_000,
      travel: async ({ api }) => {
        if (api !== 'sync') return
        expect(++under).toBe(1)
        if (rig.feishu.calls.length === 1) await new Promise<void>((resolve) => (arrive = resolve))
        under -= 1
      },
    })
    return { rig, arrive: () => arrive() }
  }

  it('keeps its lease, which is renewed meanwhile: its answer counts, and nobody else takes the instance', async () => {
    const { rig, arrive } = await hangs()
    await rig.begin('i1')
    for (let seconds = 0; seconds < 90; seconds += 10) {
      await rig.clock.advance(10_000)
      const claim = { now: rig.clock.now(), limit: 1, leaseMs: 1, line: 'todos' } as const
      expect(await rig.store().outbox.claim(claim)).toEqual([])
    }
    arrive()
    await settled()

    expect(apis(rig)).toEqual(['sync', 'card_send'])
    expect(rig.outcomes).toEqual(['sync delivered', 'send_card delivered'])
  })

  it('R20: of a worker that stood still its late answer is dropped, with no second request beside it', async () => {
    const { rig, arrive } = await hangs()
    rig.store().outbox.renew = () => Promise.resolve()
    await rig.begin('i1')
    await rig.clock.advance(30_000)
    expect(apis(rig)).toEqual(['sync'])
    arrive()
    await settled()

    expect(apis(rig)).toEqual(['sync', 'sync', 'card_send'])
    expect(rig.outcomes).toEqual(['sync delivered', 'send_card delivered'])
  })
})

describe('when the store fails', () => {
  it('nothing is sent that cannot be recorded, and all goes on when it is back', async () => {
    const rig = await rigOf()
    const real = rig.store().instances.change
    let failing = false
    rig.store().instances.change = (id, decide, lease) =>
      failing && lease ? Promise.reject(storeDown()) : real(id, decide, lease)
    failing = true
    await rig.begin('i1')
    await rig.clock.advance(60_000)
    expect(rig.feishu.calls).toEqual([])
    failing = false
    await rig.clock.advance(31_000)

    expect(apis(rig)).toEqual(['sync', 'card_send'])
  })
})

describe('stopping', () => {
  it('R21: gives back the lease of what hangs within 10 s, and its late answer changes nothing', async () => {
    let arrive = (): void => undefined
    const rig = await rigOf({ travel: () => new Promise((resolve) => (arrive = resolve)) })
    await rig.begin('i1')
    await rig.clock.advance(100)
    const before = JSON.stringify(await rig.record('i1'))
    const begun = rig.clock.now()
    let took = -1
    const stopping = rig.stop().then(() => (took = rig.clock.now() - begun))
    await rig.clock.advance(30_000)
    await stopping
    expect(took).toBeLessThanOrEqual(10_000)
    const [lease] = await rig
      .store()
      .outbox.claim({ now: rig.clock.now(), limit: 1, leaseMs: 1, line: 'todos' })
    expect(lease?.instanceId).toBe('i1')
    arrive()
    await settled()

    expect(JSON.stringify(await rig.record('i1'))).toBe(before)
  })

  it('waits for what is under way, and begins nothing more', async () => {
    let arrive = (): void => undefined
    const rig = await rigOf({ travel: () => new Promise((resolve) => (arrive = resolve)) })
    await rig.begin('i1')
    await rig.clock.advance(100)
    const stopping = rig.stop()
    arrive()
    await stopping

    expect(apis(rig)).toEqual(['sync'])
    expect((await rig.record('i1')).effects.map(({ kind }) => kind)).toEqual(['send_card'])
  })

  it('is idle without work, and asks the store no more than every two seconds', async () => {
    const rig = await rigOf()
    let claims = 0
    const real = rig.store().outbox.claim
    rig.store().outbox.claim = (args) => {
      claims += 1
      return real(args)
    }
    await rig.clock.advance(60_000)

    expect(rig.delivery().idle()).toBe(true)
    // Of each of the four lines.
    expect(claims).toBeLessThanOrEqual(4 * 31)
  })
})

const storeDown = (): AppError => new AppError('store_unavailable', 'the disk is full')
