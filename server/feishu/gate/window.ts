/** How many requests may still leave in the last `spanMs`, told from what has left and what has arrived. */
export type Window = {
  /** 0 when more than `kept` slots are free; Infinity when that depends on a request that is still under way. */
  waitMs: (now: number, kept?: number) => number
  /** A request leaves, and has its slot. */
  take: () => void
  /** A request has reached Feishu at `at` at the latest: its slot is free again one span later. */
  arrived: (at: number) => void
}

const TIDY_AFTER = 2_048

/**
 * A sliding log. The server counts a request when it arrives, somewhere between our sending and its answer; so
 * only a slot that is kept until one span after the answer is never counted twice, by fixed and sliding windows.
 */
export function createWindow(limit: number, spanMs: number): Window {
  let underWay = 0
  let freeAt: number[] = []
  let head = 0

  const forget = (now: number): void => {
    for (let at = freeAt[head]; at !== undefined && at <= now; at = freeAt[head]) head += 1
    if (head < TIDY_AFTER) return
    freeAt = freeAt.slice(head)
    head = 0
  }
  return {
    waitMs(now, kept = 0) {
      forget(now)
      const free = limit - kept - underWay - (freeAt.length - head)
      return free > 0 ? 0 : (freeAt[head - free] ?? Infinity) - now
    },
    take: () => void (underWay += 1),
    arrived(at) {
      underWay -= 1
      let place = freeAt.length
      while (place > head && (freeAt[place - 1] ?? 0) > at + spanMs) place -= 1
      freeAt.splice(place, 0, at + spanMs)
    },
  }
}
