import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGate } from '../../server/feishu/gate/pacing.ts'
import type { GateTurn } from '../../server/feishu/port.ts'
import { createDueQueue } from '../../server/store/row/due-queue.ts'
import { anInitiator, T0 } from '../support/builders.ts'
import { createFakeClock, settled } from '../support/fake-clock.ts'
import { push } from '../domain/mirror/pushes.ts'
import type { Call } from './fake-feishu.ts'
import { pushTo } from './push-to.ts'
import { openRig, type Rig } from './rig.ts'

const readers = (count: number) => Array.from({ length: count }, (_, n) => `u_reader${n}`)
const flooder = anInitiator({ userId: 'u_flood', openId: 'ou_flood', name: '洪' })

/** A gate of five requests a second, and what left through it, in order. */
function openGate(perSecond = 5, perMinute = 1_000) {
  const clock = createFakeClock(T0)
  const limits = { card_send: { perSecond, perMinute, maxWaitMs: 3_600_000 } }
  const gate = createGate({ clock, limits, signal: new AbortController().signal })
  const left: string[] = []
  const send = (turn: GateTurn, name = `${turn.by} ${turn.line}`) => {
    const call = async () => {
      left.push(name)
      return { ok: true as const, value: null }
    }
    void gate('card_send', call, turn)
  }
  return { clock, left, send }
}

describe('one person floods', () => {
  it('and a colleague’s card leaves within a handful of turns, long before what waited', async () => {
    const { clock, left, send } = openGate()
    for (let n = 0; n < 300; n += 1) send({ by: 'u_flood', line: n % 2 === 0 ? 'todos' : 'messages' })
    await clock.advance(5_000)
    const before = left.length
    send({ by: 'u_dev', line: 'todos' })
    await clock.advance(5_000)
    expect(left.indexOf('u_dev todos') - before).toBeLessThan(5)
  })

  it('and a card is the next to leave, however many messages of however many people wait', async () => {
    const { clock, left, send } = openGate()
    for (let n = 0; n < 60; n += 1) send({ by: `u_reader${n}`, line: 'messages' })
    await clock.advance(1_000)
    const before = left.length
    send({ by: 'u_dev', line: 'todos' })
    await clock.advance(1_000)
    expect(left.indexOf('u_dev todos')).toBe(before)
  })

  it('with copies: a card finds a slot even where messages have taken all they may of a minute', async () => {
    const { clock, left, send } = openGate(50, 100)
    // Of many people: none of them has had much, and the messages of all leave room.
    for (let n = 0; n < 200; n += 1) send({ by: `u_flood${n % 50}`, line: 'messages' })
    await clock.advance(20_000)
    expect(left).toHaveLength(90)
    send({ by: 'u_dev', line: 'todos' })
    await clock.advance(1_000)
    expect(left.at(-1)).toBe('u_dev todos')
  })

  it('with cards: a colleague’s finds a slot even where one person has taken all they may of a minute', async () => {
    const { clock, left, send } = openGate(50, 100)
    for (let n = 0; n < 200; n += 1) send({ by: 'u_flood', line: 'todos' })
    await clock.advance(20_000)
    expect(left).toHaveLength(90)
    for (const by of ['u_dev', 'u_hr']) send({ by, line: 'todos' })
    await clock.advance(1_000)
    expect(left.slice(90)).toEqual(['u_dev todos', 'u_hr todos'])
    await clock.advance(180_000)
    expect(left).toHaveLength(202)
  })

  it('and has but a share of the places, also while the gate is closed to them', () => {
    const queue = createDueQueue()
    for (let n = 0; n < 100; n += 1) queue.set(`f${n}`, 'todos', { at: T0, by: 'u_flood' })
    const claim = () => queue.claim({ now: T0 + 1, limit: 8, leaseMs: 60_000, line: 'todos', each: 6 })
    const first = claim()
    expect(first).toHaveLength(6)
    expect([claim(), queue.nextDueAt('todos')]).toEqual([[], null])

    queue.set('mine', 'todos', { at: T0, by: 'u_dev' })
    expect(queue.nextDueAt('todos')).toBe(T0)
    expect(claim().map(({ instanceId }) => instanceId)).toEqual(['mine'])
    for (const lease of first.slice(0, 2)) queue.release(lease)
    expect(claim()).toHaveLength(2)
  })

  it('and the outbox hands out one of each in turn, of each person the longest due first', () => {
    const queue = createDueQueue()
    for (let n = 0; n < 1_000; n += 1) queue.set(`f${n}`, 'todos', { at: T0 + n, by: 'u_flood' })
    const claim = (limit: number) => queue.claim({ now: T0 + 5_000, limit, leaseMs: 60_000, line: 'todos' })
    claim(100)
    queue.set('mine', 'todos', { at: T0 + 2_000, by: 'u_dev' })
    queue.set('hers', 'todos', { at: T0 + 2_000, by: 'u_hr' })
    const claimed = claim(6).map(({ instanceId }) => instanceId)
    expect(claimed).toEqual(expect.arrayContaining(['mine', 'hers']))
    expect(claimed.filter((id) => id.startsWith('f'))).toEqual(['f100', 'f101', 'f102', 'f103'])
  })

  it('with 12 copies each: every card and list entry is there before the copies are told', async () => {
    const rig = await openRig({ concurrency: 8, travel: () => rig.clock.sleep(100) })
    for (let n = 0; n < 20; n += 1)
      await rig.begin(`f${n}`, { initiator: flooder, ccAtStart: readers(12), ccAtEnd: [] })
    await rig.begin('mine', { ccAtEnd: [] })
    await settled()
    await rig.clock.advance(1_000)
    expect(rig.feishu.cards.map(({ taskId }) => taskId)).toContain('mine_t1')
    const cardsBy = Math.max(...rig.feishu.calls.filter(({ api }) => api === 'card_send').map(({ at }) => at))
    const messages = rig.feishu.calls.filter(({ api }) => api === 'message_send')
    expect(messages.filter(({ at }) => at < cardsBy).length).toBeLessThan(20 * 12)
    await rig.quiet()
    expect(rig.feishu.cards).toHaveLength(21)
    expect(rig.feishu.messages).toHaveLength(20 * 12)
    expect(rig.feishu.violations).toEqual([])
    await rig.stop()
  })

  it('and a message of an approval that is on its way holds up no decision on it', async () => {
    const hangs = () => rig.clock.sleep(60_000)
    const rig = await openRig({
      travel: ({ api }) => (api === 'message_send' ? hangs() : Promise.resolve()),
    })
    await rig.begin('i1', { ccAtStart: ['u_reader'], ccAtEnd: [] })
    await rig.clock.advance(1_000)
    await rig.decide('i1_t1')
    await rig.clock.advance(1_000)
    expect(rig.feishu.cards.map(({ taskId }) => taskId)).toEqual(['i1_t1', 'i1_t2'])
    await rig.quiet()
    expect(rig.feishu.messages).toHaveLength(1)
    await rig.stop()
  })
})

describe('a source floods', () => {
  const flood = async (rig: Rig, count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await pushTo(rig, `f${n}`, push())
  }

  it('and a colleague’s card leaves within a handful of calls, whoever the flood is for', async () => {
    const rig = await openRig({ concurrency: 8, travel: () => rig.clock.sleep(100) })
    await flood(rig, 300)
    await rig.clock.advance(1_000)
    const before = rig.feishu.calls.length
    await rig.begin('mine', { ccAtEnd: [] })
    await settled()
    await rig.clock.advance(1_000)
    const since = rig.feishu.calls.slice(before).map(({ about }) => about)
    // The list entry and then the card, each behind at most what was under way and one of the source's.
    expect(since.indexOf('mine_t1')).toBeGreaterThan(0)
    expect(since.indexOf('mine_t1')).toBeLessThan(4 * 8)
    expect(rig.feishu.cards.length).toBeLessThan(200)
    await rig.quiet()
    expect([rig.feishu.cards.length, rig.feishu.violations]).toEqual([301, []])
    await rig.stop()
  })

  it('with what Feishu will not take for hours, and nobody else waits', async () => {
    const fails = ({ about }: Call) => about.startsWith('f')
    const rig = await openRig({
      concurrency: 8,
      fault: (call) => (fails(call) ? { kind: 'refused', class: 'not_sent' } : undefined),
    })
    await flood(rig, 100)
    await rig.clock.advance(3_600_000)
    await rig.begin('mine', { ccAtEnd: [] })
    await settled()
    await rig.clock.advance(1_000)
    expect(rig.feishu.cards.map(({ taskId }) => taskId)).toEqual(['mine_t1'])
    await rig.stop()
  })
})

describe('whatever waits, of whomever', () => {
  const person = fc.constantFrom('ada', 'ben', 'cat', 'dan')
  const line = fc.constantFrom('todos' as const, 'messages' as const)
  const loads = fc.array(fc.record({ by: person, line, afterMs: fc.nat(400) }), {
    minLength: 1,
    maxLength: 80,
  })

  it('leaves some day, each once, and a card after no more than one of each other person and a message', async () => {
    await fc.assert(
      fc.asyncProperty(loads, async (load) => {
        const { clock, left, send } = openGate()
        const arrivals: { name: string; turn: GateTurn; seen: number }[] = []
        for (const [n, { by, line: of, afterMs }] of load.entries()) {
          await clock.advance(afterMs)
          const name = `${n}`
          arrivals.push({ name, turn: { by, line: of }, seen: left.length })
          send({ by, line: of }, name)
        }
        await clock.advance(120_000)
        expect([...left].sort()).toEqual(arrivals.map(({ name }) => name).sort())
        for (const { name, turn, seen } of arrivals.filter((one) => one.turn.line === 'todos')) {
          const ahead = arrivals.filter(
            (one) => one.turn.by === turn.by && one.turn.line === 'todos' && Number(one.name) < Number(name),
          )
          const ownAhead = ahead.filter((one) => left.indexOf(one.name) >= seen).length
          // Four people, a message in ten, and what was under way when it came.
          const most = 4 * (ownAhead + 1) + Math.ceil((4 * (ownAhead + 1)) / 9) + 1
          expect(left.indexOf(name) - seen).toBeLessThanOrEqual(most)
        }
      }),
      { numRuns: 40 },
    )
  })
})
