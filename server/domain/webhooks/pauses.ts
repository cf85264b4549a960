const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Before the second try of an event, the third, and so on; the last one before each that follows. */
const PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
]

/** No wait of an endpoint is planned for longer; what it asks for itself is cut to it. */
export const LONGEST_PAUSE_MS = 24 * HOUR_MS

/** After so many tries of an event, from 1. */
export const nextPauseMs = (attempts: number): number => PAUSES_MS[attempts - 1] ?? LONGEST_PAUSE_MS
