/** No wait is planned for longer: growing pauses, probes, and what Feishu asks for is cut to it. */
export const LONGEST_WAIT_MS = 15 * 60_000

/**
 * Whether a time to try again has come. One that lies further ahead than its longest wait was stored while the
 * machine's clock was ahead, and has come as well.
 */
export const hasCome = (at: number, now: number, longestMs = LONGEST_WAIT_MS): boolean =>
  at <= now || isTooFar(at, now, longestMs)

export const isTooFar = (at: number, now: number, longestMs = LONGEST_WAIT_MS): boolean =>
  at > now + longestMs
