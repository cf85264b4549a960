import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settled } from '../support/fake-clock.ts'
import { openRig, type Rig } from './rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'] as const
const HOLIDAYS = ['2026-10-01', '2026-10-02', '2027-03-29', '2028-01-03', '2028-11-06']
// Among them Sundays on which the clocks change.
const WORKDAYS = [
  '2026-10-04',
  '2026-10-10',
  '2026-10-25',
  '2027-03-14',
  '2027-03-28',
  '2027-04-04',
  '2027-11-07',
]

/** By another way than the code's: what Intl writes for the day, the weekday and the time. */
function createWall(timeZone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' })
  return (at: number) => {
    const [day = '', time = ''] = format.format(at).split(' ')
    const isWeekend = ['Sat', 'Sun'].includes(weekday.format(at))
    return { day, time, isWorked: !HOLIDAYS.includes(day) && (!isWeekend || WORKDAYS.includes(day)) }
  }
}

/** Looks now and then until `end`, and says on which days it looked after the time. */
async function live(
  rig: Rig,
  wall: ReturnType<typeof createWall>,
  end: number,
  time: string,
  steps: number[],
) {
  const wanted = new Set<string>()
  for (let step = 0; rig.clock.now() < end; step += 1) {
    const seen = wall(rig.clock.now())
    if (seen.isWorked && seen.time >= time) wanted.add(seen.day)
    await rig.reminders().look()
    if (step % 50 === 0) await rig.crash()
    rig.clock.jump(steps[step % steps.length]!)
  }
  return wanted
}

describe('R16 by moved clocks', () => {
  // 02:30 and 01:45 do not exist, or exist twice, on the days of the change.
  it.each(ZONES.flatMap((zone) => ['09:37', '02:30', '01:45'].map((time) => [zone, time] as const)))(
    'three years in %s at %s: one on every working day, none on another, and none before its time',
    async (timeZone, time) => {
      const start = Date.UTC(2026, 8, 1)
      const rig = await openRig({
        at: start,
        timeZone,
        time,
        calendar: { holidays: HOLIDAYS, workdays: WORKDAYS },
      })
      await rig.begin('i1')
      const wall = createWall(timeZone)
      const wanted = await live(rig, wall, start + 3 * 365 * DAY, time, [
        3 * HOUR,
        4 * HOUR,
        2 * HOUR + MINUTE,
      ])

      const sent = rig.feishu.messages.map(({ sentAt }) => wall(sentAt))
      expect(sent.map(({ day }) => day)).toEqual([...wanted])
      expect(wanted.size).toBeGreaterThan(3 * 250)
      expect(sent.filter((one) => !one.isWorked || one.time < time)).toEqual([])
    },
  )

  it('whenever it is looked, and however long the server was down', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2026, 8, 1), max: Date.UTC(2029, 8, 1) }),
        fc.array(fc.integer({ min: MINUTE, max: 2 * DAY }), { minLength: 1, maxLength: 40 }),
        async (timeZone, start, steps) => {
          const rig = await openRig({
            at: start,
            timeZone,
            calendar: { holidays: HOLIDAYS, workdays: WORKDAYS },
          })
          await rig.begin('i1')
          const wall = createWall(timeZone)
          const length = steps.reduce((sum, step) => sum + step, 0)
          const wanted = await live(rig, wall, start + length, '09:37', steps)
          expect(rig.feishu.messages.map(({ sentAt }) => wall(sentAt).day)).toEqual([...wanted])
        },
      ),
    )
  })
})

describe('R16 by kills', () => {
  /** Killed at that step, and started again after a while: the message that came, and whether it was killed. */
  async function killedAt(step: number, downMs: number, isLost: boolean) {
    let steps = 0
    let isArmed = false
    let isKilled = false
    const rig = await openRig({
      fault: () => (isLost && !isKilled ? 'lost' : undefined),
      onStep: () => {
        steps += isArmed ? 1 : 0
        if (!isArmed || isKilled || steps !== step) return
        isKilled = true
        rig.kill()
      },
    })
    await rig.begin('i1')
    isArmed = true
    void rig.reminders().look()
    for (let n = 0; n < 20; n += 1) await settled()
    isArmed = false
    await rig.crash()
    rig.clock.jump(downMs)
    for (let n = 0; n < 30; n += 1) {
      await rig.reminders().look()
      rig.clock.jump(MINUTE)
    }
    return { messages: rig.feishu.messages.length, isKilled }
  }

  it.each([true, false])(
    'at every step, with the answer lost or not (%s), one comes, and only one',
    async (isLost) => {
      let step = 1
      for (; ; step += 1) {
        const { messages, isKilled } = await killedAt(step, 5 * MINUTE, isLost)
        expect(messages).toBe(1)
        if (!isKilled) break
      }
      // The claim, the request and the record, each before and after.
      expect(step).toBeGreaterThan(6)
    },
  )

  it('and none twice, though the uuid protects no longer', async () => {
    for (let step = 1; step <= 12; step += 1) {
      for (const downMs of [48 * MINUTE, 61 * MINUTE, 5 * HOUR]) {
        expect((await killedAt(step, downMs, true)).messages).toBeLessThanOrEqual(1)
      }
    }
  })
})
