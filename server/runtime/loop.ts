import type { Clock } from './clock.ts'
import type { Log } from './logger.ts'

/** Something that runs until it is stopped. */
export type Loop = {
  /** Ends the wait at once, and resolves when the run under way is over. May be called more than once. */
  stop: () => Promise<void>
}

export type LoopOptions = {
  clock: Clock
  /** From the end of one run to the beginning of the next; the first begins after as long. */
  everyMs: number
  /** `signal` is aborted by `stop`. A run that fails is logged and does not end the loop. */
  run: (signal: AbortSignal) => Promise<unknown>
  log: Pick<Log, 'warn'>
}

/** Runs the same thing again and again, never twice at a time. */
export function startLoop({ clock, everyMs, run, log }: LoopOptions): Loop {
  const stopping = new AbortController()
  const { signal } = stopping

  const repeat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(everyMs, signal)
      if (signal.aborted) return
      try {
        await run(signal)
      } catch (error) {
        log.warn({ err: error }, 'a regular run failed: it comes again')
      }
    }
  }
  const ended = repeat()
  return {
    stop() {
      stopping.abort()
      return ended
    },
  }
}
