import type { Day } from './days.ts'

/** A half of a day; the first one sorts first. */
export type Half = 'am' | 'pm'

/** Days, both included. */
export type DayRange = { from: Day; to: Day }

/** From a half of one day to a half of another or the same, both included. */
export type HalfDayRange = { from: Day; fromHalf: Half; to: Day; toHalf: Half }

/** `2026-11-20T14:30`: what the company's clock shows. Times compare as text. */
export type WallTime = string

/** What begins with `from` and is over at `to`; it may last no time. */
export type Timespan = { from: WallTime; to: WallTime }
