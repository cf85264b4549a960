import { isCovered, type OffsetAt, offsetsOf } from './clock.ts'
import type { CompanyTime } from './company-time.ts'
import type { Timespan } from './spans.ts'
import type { WorkCalendar } from './work-calendar.ts'

/** What lengths are reckoned by: when people work, and what the clocks show there. */
export type TimeRules = {
  calendar: WorkCalendar
  offsetAt: OffsetAt
  /** Whether the clocks of that time are known: always to the server, for some years to a page. */
  isKnown: (span: Timespan) => boolean
}

/** As a page was told it. */
export const toTimeRules = ({ weekdays, holidays, workdays, hours, clock }: CompanyTime): TimeRules => ({
  calendar: {
    weekdays: new Set(weekdays),
    holidays: new Set(holidays),
    workdays: new Set(workdays),
    hours,
  },
  offsetAt: offsetsOf(clock),
  isKnown: (span) => isCovered(clock, span),
})
