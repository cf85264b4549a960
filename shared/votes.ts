/** How a node with several people is decided by a vote: at least so many, or a share of all, rounded up. */
export type VoteMode = { atLeast: number } | { share: number }

/** 0.07 of 100 is a little more than 7 to a computer. */
const ROUNDING = 1e-9

/** How many of `count` have to agree: one at least, and never more than there are. */
export function votesNeeded(mode: VoteMode, count: number): number {
  if ('atLeast' in mode) return Math.min(mode.atLeast, count)
  return Math.max(1, Math.ceil(mode.share * count - ROUNDING))
}
