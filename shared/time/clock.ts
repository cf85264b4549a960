import { DAY_MS, type Day } from './days.ts'

/** By how many milliseconds the clocks of a place are ahead of UTC at an instant. */
export type OffsetAt = (at: number) => number

/**
 * What the clocks of a place do in some years. Clients may come without `Intl` or without its time zones, so the
 * server looks there and tells them the few instants at which clocks change.
 */
export type ClockTable = {
  /** The first day, and the one behind the last. */
  from: Day
  until: Day
  /** Before all changes. */
  offset: number
  /** In order. */
  changes: readonly { at: number; offset: number }[]
}

/** Outside of its years as at their nearer end: `isCovered` says whether that matters. */
export function offsetsOf({ offset, changes }: Pick<ClockTable, 'offset' | 'changes'>): OffsetAt {
  return (at) => {
    let current = offset
    for (const change of changes) {
      if (change.at > at) break
      current = change.offset
    }
    return current
  }
}

/** Whether a table knows all of a span: of any other, the server alone says how long it is. */
export const isCovered = (
  { from, until }: Pick<ClockTable, 'from' | 'until'>,
  span: { from: string; to: string },
): boolean => from <= span.from && span.to < until

/** What the clock on the wall shows. */
export const wallAt = (at: number, offsetAt: OffsetAt): number => at + offsetAt(at)

/** When the clock shows that: never where it leaps over it, twice where it is set back. The first one first. */
export function instantsOf(wall: number, offsetAt: OffsetAt): number[] {
  const [before, after] = [wall - offsetAt(wall - DAY_MS), wall - offsetAt(wall + DAY_MS)]
  if (before === after) return [before]
  return [Math.min(before, after), Math.max(before, after)].filter((at) => wallAt(at, offsetAt) === wall)
}

/** The one instant that a time on the wall stands for: the first; one that is leapt over comes as late as the leap is long. */
export function instantAt(wall: number, offsetAt: OffsetAt): number {
  const [first = wall - offsetAt(wall - DAY_MS)] = instantsOf(wall, offsetAt)
  return first
}

/** The first instant at which the clock shows that time or, where it leaps over it, a later one. */
export function edgeAt(wall: number, offsetAt: OffsetAt): number {
  const [first] = instantsOf(wall, offsetAt)
  if (first !== undefined) return first
  let [before, after] = [wall - offsetAt(wall + DAY_MS), wall - offsetAt(wall - DAY_MS)]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallAt(middle, offsetAt) < wall) before = middle
    else after = middle
  }
  return after
}
