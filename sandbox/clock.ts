export type Clock = {
  now: () => number
  offsetMs: () => number
  moveTo: (offsetMs: number) => void
  onMove: (listener: (byMs: number) => void) => void
}

/** Wall time plus an offset that tests move. Every rule of the sandbox that speaks of time reads this clock. */
export function createClock(offsetMs = 0): Clock {
  let offset = offsetMs
  const listeners: ((byMs: number) => void)[] = []
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    moveTo(next) {
      const by = next - offset
      offset = next
      for (const listener of listeners) listener(by)
    },
    onMove: (listener) => void listeners.push(listener),
  }
}
