import { describe, expect, it } from 'vitest'
import { T0 } from '../support/builders.ts'
import { settled } from '../support/fake-clock.ts'
import { openRig, type Rig } from './rig.ts'

// Long, as it is one day after the other on one rig.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Before the time, on the Friday of T0. */
const EARLY = T0 - HOUR

const look = (rig: Rig) => rig.reminders().look()
const reminded = ({ feishu }: Rig) => feishu.messages.map(({ userId }) => userId)

describe('the daily reminder', () => {
  it('comes once, at its time, to everybody with a waiting task', async () => {
    const rig = await openRig({ at: EARLY })
    await rig.begin('i1')
    await rig.begin('i2')
    await rig.decide('i2_t1')
    await look(rig)
    expect(reminded(rig)).toEqual([])

    rig.clock.jump(37 * MINUTE)
    for (let n = 0; n < 5; n += 1) {
      await look(rig)
      rig.clock.jump(HOUR)
    }
    expect(reminded(rig).sort()).toEqual(['u_bob', 'u_carol'])
    expect(rig.feishu.messages.map(({ uuid }) => uuid.length <= 50)).toEqual([true, true])
  })

  it('says how many, grouped by definition, and the five that have waited longest', async () => {
    const rig = await openRig()
    for (let n = 1; n <= 7; n += 1) {
      await rig.begin(`i${n}`, n % 3 === 0 ? { definition: { code: 'expense', version: 1 } } : {})
      rig.clock.jump(MINUTE)
    }
    await look(rig)
    const [content] = rig.feishu.messages[0]!.contents
    expect(content).toMatchObject({ waiting: 7, later: 0 })
    expect(content!.groups.map(({ kind, count }) => [kind['zh-CN'], count])).toEqual([
      ['请假', 5],
      ['报销', 2],
    ])
    expect(content!.oldest.map(({ task }) => task.id)).toEqual(['i1_t1', 'i2_t1', 'i3_t1', 'i4_t1', 'i5_t1'])
  })

  it('says nothing of a task that was put off, until its time', async () => {
    const rig = await openRig()
    await rig.begin('i1')
    await rig.begin('i2')
    await rig.postpone('i1_t1', T0 + 3 * DAY)
    await look(rig)
    expect(rig.feishu.messages[0]!.contents[0]).toMatchObject({ waiting: 1 })

    rig.clock.jump(3 * DAY)
    await look(rig)
    expect(rig.feishu.messages[1]!.contents[0]).toMatchObject({ waiting: 2 })
  })

  it('does not come for tasks that are all put off', async () => {
    const rig = await openRig()
    await rig.begin('i1')
    await rig.postpone('i1_t1', T0 + DAY)
    await look(rig)
    expect(reminded(rig)).toEqual([])
  })

  it('R16: says nothing of a task that is decided while it is about to leave', async () => {
    let inTheMiddle: (() => Promise<void>) | undefined
    const rig = await openRig()
    const { reminders } = rig.store()
    const change = reminders.change.bind(reminders)
    reminders.change = async (...args) => {
      const changed = await change(...args)
      await inTheMiddle?.()
      return changed
    }
    await rig.begin('i1')
    await rig.begin('i2')
    inTheMiddle = async () => {
      inTheMiddle = undefined
      await rig.decide('i1_t1')
    }
    await look(rig)
    const ofBob = rig.feishu.messages.find(({ userId }) => userId === 'u_bob')
    expect(ofBob?.contents[0]!.oldest.map(({ task }) => task.id)).toEqual(['i2_t1'])
  })

  it('leaves out a person whose only task is decided just then', async () => {
    const rig = await openRig()
    const { reminders } = rig.store()
    const change = reminders.change.bind(reminders)
    let isFirst = true
    reminders.change = async (...args) => {
      const changed = await change(...args)
      if (isFirst) await rig.decide('i1_t1')
      isFirst = false
      return changed
    }
    await rig.begin('i1')
    await look(rig)
    expect(rig.feishu.calls).toEqual([])
  })

  it('reaches nobody who gets the first task only later that day', async () => {
    const rig = await openRig()
    await look(rig)
    await rig.begin('i1')
    rig.clock.jump(HOUR)
    await look(rig)
    expect(reminded(rig)).toEqual([])
  })

  it('comes late, but the same day, from a server that was down at the time', async () => {
    const rig = await openRig({ at: EARLY })
    await rig.begin('i1')
    rig.clock.jump(12 * HOUR)
    await rig.crash()
    await look(rig)
    expect(reminded(rig)).toEqual(['u_bob'])
  })

  it('of a day that is over does not come any more', async () => {
    const rig = await openRig({ at: EARLY })
    await rig.begin('i1')
    // Saturday, one minute past midnight.
    rig.clock.jump(15 * HOUR + MINUTE)
    await rig.crash()
    await look(rig)
    rig.clock.jump(DAY)
    await look(rig)
    expect(reminded(rig)).toEqual([])
  })

  it('off: never by itself, but when an operator asks', async () => {
    const rig = await openRig({ time: 'off' })
    await rig.begin('i1')
    await look(rig)
    expect(reminded(rig)).toEqual([])
    expect(await rig.reminders().runNow()).toEqual({
      day: '2026-11-20',
      holiday: false,
      sent: 1,
      skipped: 0,
      failed: 0,
      reasons: [],
    })
  })
})

describe('days', () => {
  it('none on a holiday of the calendar, not even when an operator asks', async () => {
    const rig = await openRig({ calendar: { holidays: ['2026-11-20'] } })
    await rig.begin('i1')
    await look(rig)
    expect(await rig.reminders().runNow()).toMatchObject({ holiday: true, sent: 0 })
    expect(reminded(rig)).toEqual([])
    rig.clock.jump(3 * DAY)
    await look(rig)
    expect(reminded(rig)).toEqual(['u_bob'])
  })

  it('one on a Saturday that is worked', async () => {
    const rig = await openRig({ at: T0 + DAY, calendar: { workdays: ['2026-11-21'] } })
    await rig.begin('i1')
    await look(rig)
    rig.clock.jump(DAY)
    await look(rig)
    expect(reminded(rig)).toEqual(['u_bob'])
  })

  it('are those of the time zone', async () => {
    // 20 November, 21:00 in New York, where it is still Friday; in Shanghai it is Saturday.
    const at = Date.UTC(2026, 10, 21, 2)
    for (const [timeZone, expected] of [
      ['America/New_York', ['u_bob']],
      ['Asia/Shanghai', []],
    ] as const) {
      const rig = await openRig({ at, timeZone })
      await rig.begin('i1')
      await look(rig)
      expect(reminded(rig)).toEqual(expected)
    }
  })
})

describe('double digests', () => {
  it('one a day, whoever sends it however often: schedule, operator, second server, restart, clock set back', async () => {
    const rig = await openRig()
    await rig.begin('i1')
    await rig.begin('i2')
    const second = rig.another()
    await Promise.all([look(rig), second.look(), second.runNow(), rig.reminders().runNow()])
    await rig.crash()
    await look(rig)
    rig.clock.jump(HOUR)
    expect(await rig.reminders().runNow()).toMatchObject({ sent: 0, skipped: 1 })

    // Monday, and the clock goes back to Friday, twice.
    for (const days of [3, -3, 3, -3]) {
      rig.clock.jump(days * DAY)
      await look(rig)
      await rig.crash()
      await look(rig)
    }
    expect(rig.feishu.messages).toHaveLength(2)
    expect(new Set(rig.feishu.messages.map(({ uuid }) => uuid)).size).toBe(2)
  })
})

describe('what Feishu answers', () => {
  const withFaults = async (...faults: Parameters<typeof faultsOf>) => {
    const rig = await openRig({ fault: faultsOf(...faults) })
    await rig.begin('i1')
    return rig
  }
  const faultsOf = (
    ...faults: ('lost' | 'unclear' | 'not_sent' | 'refused' | 'configuration' | 'pace')[]
  ) => {
    const left = [...faults]
    return () => left.shift()
  }

  it('a lost answer is asked for again with the same uuid, and is one message', async () => {
    const rig = await withFaults('lost', 'lost')
    for (let n = 0; n < 10; n += 1) {
      await look(rig)
      rig.clock.jump(10_000)
    }
    expect(rig.feishu.calls).toHaveLength(3)
    expect(rig.feishu.messages).toHaveLength(1)
    expect(await rig.store().reminders.read('u_bob')).toMatchObject({ messageId: 'om_1', nextTryAt: null })
  })

  it('when it stays unclear for as long as the uuid protects, there is no second try after that', async () => {
    const rig = await openRig({ fault: () => 'lost' })
    await rig.begin('i1')
    for (let n = 0; n < 10 * 60; n += 1) {
      await look(rig)
      rig.clock.jump(MINUTE)
    }
    expect(rig.feishu.messages).toHaveLength(1)
    expect(rig.feishu.calls.length).toBeLessThan(25)
    expect(await rig.store().reminders.read('u_bob')).toMatchObject({ nextTryAt: null })
  })

  it('what surely was not sent is tried for the whole day', async () => {
    let isDown = true
    const rig = await openRig({ fault: () => (isDown ? 'not_sent' : undefined) })
    await rig.begin('i1')
    for (let n = 0; n < 3 * 60; n += 1) {
      await look(rig)
      rig.clock.jump(MINUTE)
    }
    isDown = false
    rig.clock.jump(5 * MINUTE)
    await look(rig)
    expect(reminded(rig)).toEqual(['u_bob'])
  })

  it('a person whom the bot cannot reach is left out until tomorrow; the others get theirs', async () => {
    const rig = await openRig({ fault: (_call, userId) => (userId === 'u_bob' ? 'refused' : undefined) })
    await rig.begin('i1')
    await rig.begin('i2')
    await rig.decide('i2_t1')
    expect(await rig.reminders().runNow()).toMatchObject({ sent: 1, failed: 1, reasons: ['refused 1: no'] })
    for (let n = 0; n < 10; n += 1) {
      await look(rig)
      rig.clock.jump(HOUR)
    }
    expect(rig.feishu.calls.filter((call) => call === 'send u_bob')).toHaveLength(1)
    rig.clock.jump(3 * DAY - 10 * HOUR)
    await look(rig)
    expect(rig.feishu.calls.filter((call) => call === 'send u_bob')).toHaveLength(2)
  })

  it('a wrong setting is found out once in ten minutes, not by everybody’s reminder', async () => {
    const rig = await openRig({ fault: () => 'configuration' })
    for (let n = 0; n < 30; n += 1) {
      const approvers = [`u_${n}`]
      const node = {
        id: 'manager',
        mode: 'any',
        reason: 'optional',
        skipped: null,
        status: 'waiting',
      } as const
      await rig.begin(`i${n}`, { route: [{ ...node, approvers }] })
    }
    for (let n = 0; n < 9; n += 1) {
      await look(rig)
      rig.clock.jump(MINUTE)
    }
    const first = rig.feishu.calls.length
    expect(first).toBeLessThanOrEqual(10)
    rig.clock.jump(MINUTE)
    await look(rig)
    expect(rig.feishu.calls.length).toBeLessThanOrEqual(2 * first)
    expect(rig.feishu.calls.length).toBeGreaterThan(first)
  })

  it('waits when Feishu asks to, and then says what is true by then', async () => {
    const rig = await withFaults('pace')
    await rig.begin('i2')
    const looking = look(rig)
    await rig.clock.advance(10_000)
    expect(rig.feishu.messages).toEqual([])
    await rig.decide('i1_t1')
    await rig.clock.advance(30_000)
    await looking
    expect(rig.feishu.messages[0]?.contents[0]).toMatchObject({ waiting: 1 })
  })
})

it('a round that midnight interrupts is not ended the next day', async () => {
  const rig = await openRig({ fault: () => 'pace', at: Date.UTC(2026, 10, 20, 15, 59, 45) })
  await rig.begin('i1')
  const looking = look(rig)
  await settled()
  await rig.clock.advance(5 * MINUTE)
  await looking
  expect(rig.feishu.calls).toHaveLength(1)
})
