import { describe, expect, it } from 'vitest'
import { T0 } from '../support/builders.ts'
import { openRig, type Rig, type RigOptions } from './rig.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const look = (rig: Rig) => rig.refresh().look()

/** Bob has a card about so many. */
async function withCard(count: number, options: RigOptions = {}) {
  const rig = await openRig(options)
  for (let n = 1; n <= count; n += 1) {
    await rig.begin(`i${n}`)
    rig.clock.jump(1)
  }
  await rig.reminders().look()
  await look(rig)
  const said = () => rig.feishu.messages[0]!.contents.map(({ waiting, later }) => ({ waiting, later }))
  const updates = () => rig.feishu.calls.filter((call) => call === 'update u_bob').length
  return { rig, said, updates }
}

describe('the card of a reminder', () => {
  it('follows its tasks, and shows in the end that all is done', async () => {
    const { rig, said, updates } = await withCard(3)
    expect(updates()).toBe(0)
    await rig.decide('i2_t1')
    await look(rig)
    expect(rig.feishu.messages[0]!.contents[1]!.oldest.map(({ task }) => task.id)).toEqual(['i1_t1', 'i3_t1'])
    await rig.decide('i1_t1')
    await rig.decide('i3_t1')
    for (let n = 0; n < 5; n += 1) {
      await look(rig)
      rig.clock.jump(3_000)
    }
    expect(said().map(({ waiting }) => waiting)).toEqual([3, 2, 0])
  })

  it('is updated once for all that happened in between, and not for what it does not show', async () => {
    const { rig, said } = await withCard(4)
    await rig.begin('i5')
    await look(rig)
    await rig.decide('i1_t1')
    await rig.decide('i2_t1')
    rig.clock.jump(3_000)
    await look(rig)
    await look(rig)
    expect(said().map(({ waiting }) => waiting)).toEqual([4, 2])
  })

  it('takes out a task that is put off, and takes it in again when its time has come', async () => {
    const { rig, said } = await withCard(2)
    await rig.postpone('i1_t1', T0 + 10 * MINUTE)
    await look(rig)
    rig.clock.jump(9 * MINUTE)
    await look(rig)
    rig.clock.jump(MINUTE)
    await look(rig)
    expect(said()).toEqual([
      { waiting: 2, later: 0 },
      { waiting: 1, later: 1 },
      { waiting: 2, later: 0 },
    ])
  })

  it('is brought up to date after a restart, whatever happened meanwhile', async () => {
    const { rig, said } = await withCard(2)
    await rig.decide('i1_t1')
    await rig.crash()
    await look(rig)
    await look(rig)
    expect(said().map(({ waiting }) => waiting)).toEqual([2, 1])
  })

  it('a decision between its sending and the record of that is not lost', async () => {
    const { rig, said } = await withCard(0)
    await rig.begin('i1')
    await rig.begin('i2')
    const { reminders } = rig.store()
    const change = reminders.change.bind(reminders)
    let changes = 0
    reminders.change = async (...args) => {
      changes += 1
      if (changes === 2) {
        await rig.decide('i1_t1')
        await look(rig)
      }
      return change(...args)
    }
    expect(await rig.reminders().runNow()).toMatchObject({ sent: 1 })
    await look(rig)
    expect(said().map(({ waiting }) => waiting)).toEqual([2, 1])
  })

  it('that cannot be updated now is updated later, and never sent again', async () => {
    let isDown = true
    const { rig, said, updates } = await withCard(2, {
      fault: (call) => (call === 'update' && isDown ? 'unclear' : undefined),
    })
    await rig.decide('i1_t1')
    for (let n = 0; n < 20; n += 1) {
      await look(rig)
      await rig.reminders().look()
      rig.clock.jump(3_000)
    }
    expect(updates()).toBeLessThan(8)
    isDown = false
    rig.clock.jump(5 * MINUTE)
    await look(rig)
    expect(said().map(({ waiting }) => waiting)).toEqual([2, 1])
    expect(rig.feishu.messages).toHaveLength(1)
  })

  it('that Feishu will never update, as it was recalled, is left alone', async () => {
    const { rig, updates } = await withCard(2, {
      fault: (call) => (call === 'update' ? 'refused' : undefined),
    })
    await rig.decide('i1_t1')
    await look(rig)
    await rig.decide('i2_t1')
    rig.clock.jump(DAY / 2)
    await look(rig)
    expect(updates()).toBe(1)
  })

  it('of the day before stays as it was, once there is a new one', async () => {
    const { rig, said } = await withCard(2)
    rig.clock.jump(3 * DAY)
    await rig.reminders().look()
    await rig.decide('i1_t1')
    await look(rig)
    expect(said()).toHaveLength(1)
    expect(rig.feishu.messages[1]!.contents.map(({ waiting }) => waiting)).toEqual([2, 1])
  })

  it('is followed over a weekend, and for 14 days at most', async () => {
    const { rig, said } = await withCard(2, { weekdays: '5' })
    rig.clock.jump(DAY)
    await rig.decide('i1_t1')
    await look(rig)
    expect(said()).toHaveLength(2)

    rig.clock.jump(13 * DAY)
    await rig.decide('i2_t1')
    await look(rig)
    expect(said()).toHaveLength(2)
  })
})
