/** How many requests were whose in the last `spanMs`. */
export type Shares = {
  /** One of theirs leaves. */
  add: (who: string, now: number) => void
  of: (who: string, now: number) => number
}

const TIDY_AFTER = 2_048

export function createShares(spanMs: number): Shares {
  const counts = new Map<string, number>()
  let left: { who: string; at: number }[] = []
  let head = 0

  const forget = (now: number): void => {
    for (let one = left[head]; one && one.at + spanMs <= now; one = left[head]) {
      const count = (counts.get(one.who) ?? 0) - 1
      if (count > 0) counts.set(one.who, count)
      else counts.delete(one.who)
      head += 1
    }
    if (head < TIDY_AFTER) return
    left = left.slice(head)
    head = 0
  }
  return {
    add(who, now) {
      forget(now)
      left.push({ who, at: now })
      counts.set(who, (counts.get(who) ?? 0) + 1)
    },
    of(who, now) {
      forget(now)
      return counts.get(who) ?? 0
    },
  }
}
