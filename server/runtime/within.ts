import type { Clock } from './clock.ts'

/** Waits for the work, and no longer than that. */
export async function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  const done = new AbortController()
  const finished = work.finally(() => {
    done.abort()
  })
  await Promise.race([finished, clock.sleep(ms, done.signal)])
}
