import { describe, expect, it } from 'vitest'
import { openRig, type Rig } from './rig.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Tuesday, 17 November 2026, 09:30 in Shanghai; reminders come at 09:37. */
const TUESDAY = Date.UTC(2026, 10, 17, 1, 30)

/** The server looks every minute. */
async function live(rig: Rig, minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n += 1) {
    await rig.reminders().look()
    rig.clock.jump(MINUTE)
  }
}

/** Two people with tasks who had Tuesday's; it is Wednesday, 09:30. */
async function setUp() {
  let isDown = false
  const rig = await openRig({ at: TUESDAY, fault: () => (isDown ? 'not_sent' : undefined) })
  await rig.begin('i1')
  await rig.begin('i2')
  await rig.decide('i2_t1')
  await live(rig, 30)
  rig.clock.jump(DAY - 30 * MINUTE)
  return { rig, down: (next: boolean) => (isDown = next) }
}

/** Whom each message went to; never the same one twice. */
const messagesOf = ({ feishu }: Rig, userId: string): number => {
  const own = feishu.messages.filter((message) => message.userId === userId)
  expect(new Set(own.map(({ uuid }) => uuid)).size).toBe(own.length)
  return own.length
}
const expectEach = (rig: Rig, count: number): void => {
  expect(['u_bob', 'u_carol'].map((userId) => messagesOf(rig, userId))).toEqual([count, count])
}

const OFF = [
  ['a day back', -DAY],
  ['a day ahead', DAY],
] as const
const RESTARTS = [
  ['', false],
  [', with restarts', true],
] as const

describe.each(OFF)('a wall clock that is %s for a while', (_, offMs) => {
  describe.each(RESTARTS)('%s', (__, isRestarted) => {
    const jump = async (rig: Rig, ms: number): Promise<void> => {
      rig.clock.jump(ms)
      if (isRestarted) await rig.crash()
    }

    it('brings nobody a second reminder of a day, and Thursday has its one', async () => {
      const { rig } = await setUp()
      await live(rig, 30)
      expectEach(rig, 2)
      for (let times = 0; times < 2; times += 1) {
        await jump(rig, offMs)
        await live(rig, 10)
        await jump(rig, -offMs)
        await live(rig, 10)
      }
      rig.clock.jump(DAY)
      await live(rig, 30)
      expectEach(rig, 3)
    })

    it('just when the reminder is due loses it for nobody', async () => {
      const { rig } = await setUp()
      await jump(rig, offMs)
      await live(rig, 30)
      await jump(rig, -offMs)
      await live(rig, 30)
      rig.clock.jump(DAY - 60 * MINUTE)
      await live(rig, 60)
      expectEach(rig, 3)
    })

    it('while it is tried again and again loses it for nobody', async () => {
      const { rig, down } = await setUp()
      down(true)
      await live(rig, 20)
      await jump(rig, offMs)
      await live(rig, 20)
      await jump(rig, -offMs)
      down(false)
      await live(rig, 20)
      expectEach(rig, 2)
      rig.clock.jump(DAY)
      await live(rig, 20)
      expectEach(rig, 3)
    })
  })
})
