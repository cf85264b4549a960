import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { systemClock } from '../../server/runtime/clock.ts'

const AN_HOUR = 3_600_000

it('a sleeper wakes when the time is over, or as soon as it is woken, and leaves no timer and no listener', async () => {
  const nap = new AbortController()
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()

  const asleep = systemClock.sleep(AN_HOUR, nap.signal)
  expect(timers()).toBe(before + 1)
  nap.abort('rung')
  await asleep
  await systemClock.sleep(AN_HOUR, nap.signal)
  expect(timers()).toBe(before)

  const undisturbed = new AbortController()
  await systemClock.sleep(1, undisturbed.signal)
  await systemClock.sleep(1)
  expect(getEventListeners(undisturbed.signal, 'abort')).toEqual([])
  expect(getEventListeners(nap.signal, 'abort')).toEqual([])
})
