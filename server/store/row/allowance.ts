import type { OutboxLine } from '../../domain/outbox/record.ts'

/** How much of each line is held for whom, and how much may be. */
export type Allowance = {
  /** From now on, of one person at most so many. */
  allow: (line: OutboxLine, each: number) => void
  /** Takes one, or with -1 gives it back. */
  count: (line: OutboxLine, who: string, by: 1 | -1) => void
  hasEnough: (line: OutboxLine) => (who: string) => boolean
}

export function createAllowance(): Allowance {
  const counts = new Map<OutboxLine, Map<string, number>>()
  const most = new Map<OutboxLine, number>()
  const countsIn = (line: OutboxLine): Map<string, number> => {
    const known = counts.get(line) ?? new Map<string, number>()
    counts.set(line, known)
    return known
  }
  return {
    allow: (line, each) => void most.set(line, each),
    count(line, who, by) {
      const own = countsIn(line)
      const next = (own.get(who) ?? 0) + by
      if (next > 0) own.set(who, next)
      else own.delete(who)
    },
    hasEnough: (line) => {
      const [own, limit] = [countsIn(line), most.get(line) ?? Infinity]
      return (who) => (own.get(who) ?? 0) >= limit
    },
  }
}
