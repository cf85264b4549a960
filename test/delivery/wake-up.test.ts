import { expect, it } from 'vitest'
import { createWakeUp } from '../../server/delivery/wake-up.ts'
import { createFakeClock, settled } from '../support/fake-clock.ts'

/** Waits; answers whether it is over without any time. */
async function isOverAtOnce(wait: Promise<void>): Promise<boolean> {
  let over = false
  void wait.then(() => (over = true))
  await settled()
  return over
}

it('a ring is heard by whoever sleeps, and by whoever goes to sleep after it, once', async () => {
  const clock = createFakeClock()
  const wakeUp = createWakeUp(clock)
  wakeUp.wake()
  expect(wakeUp.isAwake()).toBe(true)
  expect(await isOverAtOnce(wakeUp.wait(1_000))).toBe(true)

  const asleep = wakeUp.wait(1_000)
  expect(await isOverAtOnce(asleep)).toBe(false)
  wakeUp.wake()
  expect(await isOverAtOnce(asleep)).toBe(true)

  const again = wakeUp.wait(1_000)
  expect(await isOverAtOnce(again)).toBe(false)
  await clock.advance(1_000)
  expect(await isOverAtOnce(again)).toBe(true)
  expect(clock.sleepers()).toBe(0)
})
