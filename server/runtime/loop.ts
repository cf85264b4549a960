import type { Clock } from './clock.ts'

/** Something that runs until it is stopped. */
export type Loop = {
  /** Ends the wait at once and resolves when the work under way is done; to be called once or often. */
  stop: () => Promise<void>
}

export type LoopOptions = {
  clock: Clock
  /** From the end of one run to the beginning of the next. */
  everyMs: number
  /** `signal` is aborted by `stop`. */
  work: (signal: AbortSignal) => Promise<void>
  /** A run that fails does not end the loop. */
  onError: (error: unknown) => void
  /** Runs at once, or after the first wait. */
  begin?: 'now' | 'later'
}

/** Runs `work` again and again, never twice at a time. */
export function startLoop({ clock, everyMs, work, onError, begin = 'later' }: LoopOptions): Loop {
  const stopping = new AbortController()
  const { signal } = stopping

  const run = async (): Promise<void> => {
    if (begin === 'later') await clock.sleep(everyMs, signal)
    while (!signal.aborted) {
      try {
        await work(signal)
      } catch (error) {
        onError(error)
      }
      await clock.sleep(everyMs, signal)
    }
  }
  const ended = run()
  return {
    stop() {
      stopping.abort()
      return ended
    },
  }
}
