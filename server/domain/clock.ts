import { offsetsOf, type ClockTable, type OffsetAt } from '../../shared/time/clock.ts'
import { DAY_MS, type Day, wallOf } from '../../shared/time/days.ts'

type Change = ClockTable['changes'][number]

const SECOND_MS = 1_000
/** No clock is set and set back in less. */
const STEP_MS = 10 * DAY_MS
/** An instant lies within a day of where a clock in UTC shows the same, and is looked for a day around that. */
const MARGIN_MS = 2 * DAY_MS

const clocks = new Map<string, OffsetAt>()

/** The clocks of a time zone; of each year that somebody asks about, `Intl` is asked once. */
export function clockIn(timeZone: string): OffsetAt {
  const known = clocks.get(timeZone)
  if (known) return known
  const years = new Map<number, OffsetAt>()
  const clock: OffsetAt = (at) => {
    const year = new Date(at).getUTCFullYear()
    const read = years.get(year) ?? offsetsOf(readChanges(timeZone, Date.UTC(year, 0), Date.UTC(year + 1, 0)))
    years.set(year, read)
    return read(at)
  }
  clocks.set(timeZone, clock)
  return clock
}

/** What pages need of them: all that concerns the days from the first to before the second. */
export function readClockTable(timeZone: string, from: Day, until: Day): ClockTable {
  return { from, until, ...readChanges(timeZone, wallOf(from) - MARGIN_MS, wallOf(until) + MARGIN_MS) }
}

function readChanges(timeZone: string, fromAt: number, untilAt: number): Omit<ClockTable, 'from' | 'until'> {
  const format = createFormat(timeZone)
  const first = { at: fromAt, offset: offsetIn(format, fromAt) }
  const last = { at: untilAt, offset: offsetIn(format, untilAt) }
  return { offset: first.offset, changes: changesBetween(format, first, last) }
}

/** Halves what lies between until nothing changes in it, or it is the second in which something does. */
function changesBetween(format: Intl.DateTimeFormat, before: Change, after: Change): Change[] {
  const span = after.at - before.at
  if (span <= STEP_MS && before.offset === after.offset) return []
  if (span <= SECOND_MS) return [after]
  const at = before.at + Math.floor(span / 2 / SECOND_MS) * SECOND_MS
  const middle = { at, offset: offsetIn(format, at) }
  return [...changesBetween(format, before, middle), ...changesBetween(format, middle, after)]
}

/** At a whole second. */
function offsetIn(format: Intl.DateTimeFormat, at: number): number {
  const parts = format.formatToParts(at).map(({ type, value }) => [type, Number(value)] as const)
  const { year = 0, month = 0, day, hour, minute, second } = Object.fromEntries(parts)
  return Date.UTC(year, month - 1, day, hour, minute, second) - at
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit'
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields })
}
