import { describe, expect, it } from 'vitest'
import { CRM, DAY_MS, ERP, HOUR_MS, MINUTE_MS, openRig, SECOND_MS, type Seen } from './rig.ts'

const sinceFirst = (seen: readonly Seen[]): number[] => seen.map(({ at }) => at - (seen[0]?.at ?? 0))

describe('an event that is taken', () => {
  it('is told at once, with the act, and in the order in which things happened', async () => {
    const rig = await openRig()
    await rig.begin('i1')
    await rig.clock.advance(1)
    await rig.decide('i1_t1')
    await rig.clock.advance(1)

    expect(rig.tries()).toEqual([
      'erp 1 instance.started',
      'erp 2 task.opened',
      'erp 3 task.ended',
      'erp 4 task.opened',
    ])
    expect(rig.seen.map(({ id }) => id)).toEqual(['i1.e1', 'i1.e2', 'i1.e3', 'i1.e4'])
    expect(rig.seen[0]?.event.data.cause).toMatchObject({ verb: 'submit', via: 'api' })
    expect(await rig.waits()).toBe(0)
  })

  it('is told nobody who did not ask for it', async () => {
    const started: typeof ERP = { ...ERP, events: ['instance.started'] }
    const others: typeof CRM = { ...CRM, definitions: ['purchase'] }
    const rig = await openRig({ endpoints: [started, others] })
    await rig.begin('i1')
    await rig.decide('i1_t1')
    await rig.clock.advance(SECOND_MS)
    expect(rig.tries()).toEqual(['erp 1 instance.started'])
  })
})

describe('an event that is not taken', () => {
  it('is tried again after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, under the same id with the same words', async () => {
    const rig = await openRig({ answer: () => 500 })
    await rig.begin('i1')
    await rig.clock.advance(4 * DAY_MS)

    const at = sinceFirst(rig.seen)
    const pauses = at.slice(1).map((one, n) => one - (at[n] ?? 0))
    const hours = [2, 5, 10, 14, 20, 24].map((one) => one * HOUR_MS)
    expect(pauses).toEqual([5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, ...hours])
    expect(new Set(rig.seen.map(({ id }) => id))).toEqual(new Set(['i1.e1']))
    expect(new Set(rig.seen.map(({ body }) => body)).size).toBe(1)
  })

  it('says the same although its approval has moved on, also after a kill', async () => {
    const rig = await openRig({ answer: () => 500 })
    await rig.begin('i1')
    await rig.clock.advance(SECOND_MS)
    await rig.decide('i1_t1')
    await rig.crash()
    await rig.clock.advance(10 * SECOND_MS)

    expect(rig.seen.length).toBeGreaterThan(1)
    expect(new Set(rig.seen.map(({ body }) => body)).size).toBe(1)
    expect(rig.seen.at(-1)?.event.data.tasks).toHaveLength(1)
  })

  it('holds back what follows of its approval, and no other approval and no other endpoint', async () => {
    const rig = await openRig({
      endpoints: [ERP, CRM],
      answer: (endpoint, id) => (endpoint === 'erp' && id === 'i1.e1' ? 500 : 204),
    })
    await rig.begin('i1')
    await rig.begin('i2')
    await rig.clock.advance(SECOND_MS)
    expect(rig.taken('i1')).toEqual([])
    expect(rig.taken('i2')).toEqual([1, 2])
    expect(rig.taken('i1', 'crm')).toEqual([1, 2])

    rig.rules.answer = () => 204
    await rig.clock.advance(5 * SECOND_MS)
    expect(rig.taken('i1')).toEqual([1, 2])
  })

  it.each([301, 302, 400, 404, 500, 503])('counts as failed with %i', async (status) => {
    const rig = await openRig({ answer: () => status })
    await rig.begin('i1')
    await rig.clock.advance(5 * SECOND_MS)
    expect(rig.seen).toHaveLength(2)
    expect(await rig.operations().show('erp', { limit: 10 })).toMatchObject({
      lastAnswer: { status, error: `answers ${status}` },
      attempts: [
        { event: 'i1.e1', status },
        { event: 'i1.e1', status },
      ],
      queues: [{ instance: 'i1', events: ['i1.e1', 'i1.e2'], attempts: 2 }],
    })
  })

  it.each([200, 201, 204, 299])('is taken with %i', async (status) => {
    const rig = await openRig({ answer: () => status })
    await rig.begin('i1')
    await rig.clock.advance(SECOND_MS)
    expect(await rig.waits()).toBe(0)
  })
})

describe('an endpoint that asks to be left alone', () => {
  it('is left alone for as long as it says, as a whole', async () => {
    const rig = await openRig({ answer: () => ({ status: 429, retryAfterMs: 10 * MINUTE_MS }) })
    await rig.begin('i1')
    await rig.clock.advance(SECOND_MS)
    await rig.begin('i2')
    await rig.clock.advance(9 * MINUTE_MS)
    expect(rig.seen).toHaveLength(1)
    rig.rules.answer = () => 204
    await rig.clock.advance(2 * MINUTE_MS)
    expect([rig.taken('i1'), rig.taken('i2')]).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  it('without a word on how long for half a minute, which is no try of the event', async () => {
    const rig = await openRig({ answer: () => 429 })
    await rig.begin('i1')
    await rig.clock.advance(29 * SECOND_MS)
    expect(rig.seen).toHaveLength(1)
    await rig.clock.advance(HOUR_MS)
    expect(rig.seen.length).toBeGreaterThan(30)
    rig.rules.answer = () => 204
    await rig.clock.advance(MINUTE_MS)
    expect(rig.taken('i1')).toEqual([1, 2])
  })

  it('heeds retry-after of a 503, too, and never for longer than a day', async () => {
    const rig = await openRig({ answer: () => ({ status: 503, retryAfterMs: 300 * DAY_MS }) })
    await rig.begin('i1')
    await rig.clock.advance(23 * HOUR_MS)
    expect(rig.seen).toHaveLength(1)
    await rig.clock.advance(HOUR_MS)
    expect(rig.seen).toHaveLength(2)
  })

  it.each([502, 504])('%i: one at a time until it takes something', async (status) => {
    const rig = await openRig({ answer: () => status })
    await rig.begin('i1')
    await rig.clock.advance(SECOND_MS)
    for (const id of ['i2', 'i3', 'i4']) await rig.begin(id)
    await rig.clock.advance(3 * SECOND_MS)
    expect(rig.seen).toHaveLength(1)
    rig.rules.answer = () => 204
    await rig.clock.advance(10 * SECOND_MS)
    expect(await rig.waits()).toBe(0)
  })
})

describe('an endpoint that is down', () => {
  it('rests as a whole: not each of many approvals waits for it in vain', async () => {
    const rig = await openRig({ answer: () => 'hang' })
    for (let n = 1; n <= 50; n += 1) await rig.begin(`i${n}`)
    await rig.clock.advance(10 * MINUTE_MS)
    // Ten at once, then one in a minute or so.
    expect(rig.seen.length).toBeLessThan(25)
    expect(await rig.state()).toBe('resting')
  })

  it('gets all that it missed when it answers again, each approval in its order', async () => {
    const rig = await openRig({ answer: () => 500 })
    const ids = Array.from({ length: 30 }, (_, n) => `i${n + 1}`)
    for (const id of ids) await rig.begin(id)
    await rig.clock.advance(8 * HOUR_MS)
    for (const id of ids) await rig.decide(`${id}_t1`)
    await rig.clock.advance(HOUR_MS)
    rig.rules.answer = () => 204
    await rig.begin('new')
    await rig.clock.advance(MINUTE_MS)
    for (const id of ids) expect(rig.taken(id)).toEqual([1, 2, 3, 4])
    expect(await rig.state()).toBe('up')
  })

  it('goes on resting after a kill', async () => {
    const rig = await openRig({ answer: () => 500 })
    for (let n = 1; n <= 20; n += 1) await rig.begin(`i${n}`)
    await rig.clock.advance(MINUTE_MS)
    const before = rig.seen.length
    await rig.crash()
    await rig.clock.advance(SECOND_MS)
    expect(rig.seen.length - before).toBeLessThanOrEqual(1)
  })

  it('holds up no other', async () => {
    const rig = await openRig({
      endpoints: [ERP, CRM],
      answer: (endpoint) => (endpoint === 'erp' ? 'hang' : 204),
    })
    for (let n = 1; n <= 200; n += 1) await rig.begin(`i${n}`)
    await rig.clock.advance(SECOND_MS)
    expect(rig.seen.filter(({ endpoint }) => endpoint === 'crm')).toHaveLength(400)
  })
})

describe('an endpoint that fails for five days', () => {
  const down = async () => {
    const rig = await openRig({ answer: () => 500 })
    await rig.begin('i1')
    await rig.begin('i2')
    await rig.clock.advance(5 * DAY_MS - MINUTE_MS)
    return rig
  }

  it('is switched off, and its managers are told once', async () => {
    const rig = await down()
    expect(await rig.state()).toBe('resting')
    await rig.tellManagers()
    expect(rig.told).toEqual([])

    await rig.clock.advance(2 * MINUTE_MS)
    expect(await rig.state()).toBe('off')
    rig.rules.tellOff = () => 'later'
    await rig.tellManagers()
    rig.rules.tellOff = () => 'ok'
    await rig.tellManagers()
    await rig.crash()
    await rig.tellManagers()
    const off = { id: 'erp', host: 'erp.example.com', why: 'failing', status: 500, waiting: 4 }
    expect(rig.told).toMatchObject([
      { userId: 'u_admin', off },
      { userId: 'u_boss', off },
    ])
    for (const { uuid } of rig.told) expect(uuid.length).toBeLessThanOrEqual(50)
  })

  it('is tried once an hour, also with what is new, and gets everything in order when it answers again', async () => {
    const rig = await down()
    await rig.clock.advance(2 * MINUTE_MS)
    const before = rig.seen.length
    await rig.begin('i3')
    await rig.clock.advance(10 * HOUR_MS)
    const probes = rig.seen.slice(before)
    expect(probes).toHaveLength(10)
    // In turn, so that one event that it alone refuses holds up none of the others.
    expect(new Set(probes.map(({ event }) => event.data.id)).size).toBe(3)

    await rig.decide('i1_t1')
    rig.rules.answer = () => 204
    await rig.clock.advance(HOUR_MS + MINUTE_MS)
    expect([rig.taken('i1'), rig.taken('i2'), rig.taken('i3')]).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [1, 2],
    ])
    expect([await rig.state(), await rig.waits()]).toEqual(['up', 0])
  })

  it('is told of nothing twice and of everything once after a clock that was moved on by six days', async () => {
    const rig = await openRig({ answer: () => 500 })
    await rig.begin('i1')
    await rig.clock.advance(SECOND_MS)
    rig.clock.jump(6 * DAY_MS)
    await rig.clock.advance(MINUTE_MS)
    expect(await rig.state()).toBe('off')
    rig.rules.answer = () => 204
    rig.clock.jump(HOUR_MS)
    await rig.clock.advance(MINUTE_MS)
    expect(rig.taken('i1')).toEqual([1, 2])
  })

  it('goes on when the clock is set back', async () => {
    const rig = await openRig({ answer: () => 500 })
    rig.clock.jump(300 * DAY_MS)
    await rig.begin('i1')
    await rig.clock.advance(MINUTE_MS)
    rig.clock.jump(-300 * DAY_MS)
    await rig.crash()
    rig.rules.answer = () => 204
    await rig.clock.advance(MINUTE_MS)
    expect(rig.taken('i1')).toEqual([1, 2])
  })
})

describe('an endpoint that says it is gone', () => {
  it('is switched off at once, and nothing that waits is lost', async () => {
    const rig = await openRig({ answer: () => 410 })
    await rig.begin('i1')
    await rig.clock.advance(50 * MINUTE_MS)
    expect(rig.seen).toHaveLength(1)
    expect(await rig.state()).toBe('off')
    await rig.tellManagers()
    expect(rig.told).toMatchObject([{ off: { why: 'gone' } }, { off: { why: 'gone' } }])

    rig.rules.answer = () => 204
    await rig.operations().resume('erp')
    await rig.begin('i2')
    await rig.clock.advance(SECOND_MS)
    expect([rig.taken('i1'), rig.taken('i2')]).toEqual([
      [1, 2],
      [1, 2],
    ])
    expect(await rig.state()).toBe('up')
  })
})

describe('one event that an endpoint alone refuses', () => {
  it('holds up its own approval only, for however long', async () => {
    const rig = await openRig({ answer: (_, id) => (id === 'i1.e1' ? 500 : 204) })
    await rig.begin('i1')
    for (let n = 2; n <= 40; n += 1) {
      await rig.begin(`i${n}`)
      await rig.clock.advance(6 * HOUR_MS)
      expect(rig.taken(`i${n}`)).toEqual([1, 2])
    }
    expect(await rig.state()).toBe('up')
    expect(rig.seen.filter(({ id }) => id === 'i1.e1').length).toBeLessThan(25)
  })
})
