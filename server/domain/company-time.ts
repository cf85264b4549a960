import type { CompanyTime } from '../../shared/time/company-time.ts'
import type { Day } from '../../shared/time/days.ts'
import type { Calendar } from './calendar.ts'
import { readClockTable } from './clock.ts'

/** Forms are about what was lately and what is planned. */
const YEARS_BEFORE = 1
const YEARS_AFTER = 3

/** What pages are told on that day; it stays right, as nothing in it counts from the day. */
export function toCompanyTime(calendar: Calendar, today: Day): CompanyTime {
  const year = Number(today.slice(0, 4))
  const { weekdays, holidays, workdays, hours, timeZone } = calendar
  const clock = readClockTable(timeZone, `${year - YEARS_BEFORE}-01-01`, `${year + YEARS_AFTER + 1}-01-01`)
  return {
    weekdays: [...weekdays],
    holidays: [...holidays],
    workdays: [...workdays],
    hours: [...hours],
    clock: { from: clock.from, until: clock.until, offset: clock.offset, changes: [...clock.changes] },
  }
}
