import { offsetsOf, type ClockTable, type OffsetAt } from '../../shared/time/clock.ts'
import { DAY_MS, type Day, wallOf } from '../../shared/time/days.ts'

type Change = ClockTable['changes'][number]
type Year = { fromAt: number; untilAt: number; offsetAt: OffsetAt }

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
  const format = createFormat(timeZone)
  const years = new Map<number, Year>()
  const readYear = (at: number): Year => {
    const year = new Date(at).getUTCFullYear()
    const read = years.get(year) ?? yearOf(format, year)
    years.set(year, read)
    return read
  }
  let last: Year | undefined
  const clock: OffsetAt = (at) => {
    if (!last || at < last.fromAt || at >= last.untilAt) last = readYear(at)
    return last.offsetAt(at)
  }
  clocks.set(timeZone, clock)
  return clock
}

function yearOf(format: Intl.DateTimeFormat, year: number): Year {
  const [fromAt, untilAt] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)]
  return { fromAt, untilAt, offsetAt: offsetsOf(readChanges(format, fromAt, untilAt)) }
}

/** What pages need of them: all that concerns the days from the first to before the second. */
export function readClockTable(timeZone: string, from: Day, until: Day): ClockTable {
  const format = createFormat(timeZone)
  return { from, until, ...readChanges(format, wallOf(from) - MARGIN_MS, wallOf(until) + MARGIN_MS) }
}

function readChanges(
  format: Intl.DateTimeFormat,
  fromAt: number,
  untilAt: number,
): Pick<ClockTable, 'offset' | 'changes'> {
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
