import type { Clock } from './clock.ts'

export type Late = {
  /** Runs `work` once `afterMs` of sandbox time have gone by. */
  schedule: (afterMs: number, work: () => void) => void
  waiting: () => number
  close: () => void
}

/** Requests that take effect long after their answer was lost. Time may pass by itself or be moved. */
export function createLate(clock: Clock): Late {
  let due: { at: number; work: () => void; timer: NodeJS.Timeout }[] = []
  const run = (): void => {
    const now = clock.now()
    const ready = due.filter((entry) => entry.at <= now).sort((one, other) => one.at - other.at)
    due = due.filter((entry) => entry.at > now)
    for (const entry of ready) {
      clearTimeout(entry.timer)
      entry.work()
    }
  }
  clock.onMove(run)
  return {
    schedule(afterMs, work) {
      const timer = setTimeout(run, afterMs + 1)
      timer.unref()
      due.push({ at: clock.now() + afterMs, work, timer })
    },
    waiting: () => due.length,
    close() {
      for (const entry of due) clearTimeout(entry.timer)
      due = []
    },
  }
}
