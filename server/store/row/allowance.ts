import type { Line } from '../../domain/outbox/record.ts'

/** How much of each line is held for whom, and how much may be. */
export type Allowance = {
  /** From now on, of one person at most so many. */
  allow: (line: Line, each: number) => void
  /** Takes one, or with -1 gives it back. */
  count: (line: Line, who: string, by: 1 | -1) => void
  hasEnough: (line: Line) => (who: string) => boolean
}

export function createAllowance(): Allowance {
  const counts = { todos: new Map<string, number>(), messages: new Map<string, number>() }
  const most = { todos: Infinity, messages: Infinity }
  return {
    allow: (line, each) => void (most[line] = each),
    count(line, who, by) {
      const next = (counts[line].get(who) ?? 0) + by
      if (next > 0) counts[line].set(who, next)
      else counts[line].delete(who)
    },
    hasEnough: (line) => (who) => (counts[line].get(who) ?? 0) >= most[line],
  }
}
