import type { Clock } from './clock.ts'

/**
 * A clock that never goes back: when the wall clock does, this one stands still for a moment and goes on from
 * there. Without it, a clock set back by a day would hold every waiting effect for a day.
 */
export function createSteadyClock(clock: Clock): Clock {
  let seen = clock.now()
  let steady = seen
  return {
    now() {
      const wall = clock.now()
      steady += Math.max(0, wall - seen)
      seen = wall
      return steady
    },
    elapsed: clock.elapsed,
    sleep: clock.sleep,
  }
}
