import type { Clock } from '../../server/runtime/clock.ts'

export type FakeClock = Clock & {
  /** Moves the time on, waking each sleeper at its own time, and lets what it does settle in between. */
  advance: (ms: number) => Promise<void>
  /** Moves from sleeper to sleeper until `done`, or fails after `limitMs`. */
  advanceUntil: (done: () => boolean, limitMs: number) => Promise<void>
  /** Sets the wall clock, forwards or back; sleepers keep the time they still have. */
  jump: (ms: number) => void
  /** How many sleep now. A test that is over expects none. */
  sleepers: () => number
}

type Sleeper = { at: number; wake: () => void }

/** Lets everything that needs no time run. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A clock that a test moves by hand. */
export function createFakeClock(start = Date.UTC(2026, 10, 20, 4)): FakeClock {
  let elapsed = 0
  let offset = start
  const heap: Sleeper[] = []

  const insert = (sleeper: Sleeper): void => {
    let low = 0
    let high = heap.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((heap[middle]?.at ?? 0) > sleeper.at) low = middle + 1
      else high = middle
    }
    heap.splice(low, 0, sleeper)
  }
  const step = async (until: number): Promise<boolean> => {
    await settled()
    const next = heap.at(-1)
    if (!next || next.at > until) return false
    elapsed = Math.max(elapsed, next.at)
    while (heap.at(-1)?.at === next.at) heap.pop()?.wake()
    return true
  }
  return {
    now: () => offset + elapsed,
    elapsed: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve()
          return
        }
        const done = (): void => {
          signal?.removeEventListener('abort', abort)
          resolve()
        }
        const sleeper = { at: elapsed + Math.max(0, ms), wake: done }
        const abort = (): void => {
          const at = heap.indexOf(sleeper)
          if (at >= 0) heap.splice(at, 1)
          done()
        }
        signal?.addEventListener('abort', abort, { once: true })
        insert(sleeper)
      }),
    async advance(ms) {
      const until = elapsed + ms
      while (await step(until));
      elapsed = until
      await settled()
    },
    async advanceUntil(done, limitMs) {
      const until = elapsed + limitMs
      await settled()
      while (!done()) {
        if (!(await step(until))) throw new Error(`not done within ${limitMs} ms`)
        await settled()
      }
    },
    jump: (ms) => void (offset += ms),
    sleepers: () => heap.length,
  }
}
