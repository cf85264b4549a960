const FIRST_MS = 2_000
const CEILING_MS = 5 * 60_000
const SPREAD = 0.25

/**
 * How long to wait after the `attempts`-th try (from 1): 2 s, doubling up to 5 min. `random` in [0, 1) spreads a
 * burst upwards only, as Feishu wants two pushes of one instance at least 2 s apart (1395001).
 */
export function backoffMs(attempts: number, random: number): number {
  const doubled = Math.min(FIRST_MS * 2 ** (attempts - 1), CEILING_MS / (1 + SPREAD))
  return Math.round(doubled * (1 + SPREAD * random))
}
