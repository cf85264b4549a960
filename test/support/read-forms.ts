import { toCalendar, readWeekdays, timeRulesOf } from '../../server/domain/calendar.ts'
import { checkedForm } from '../../shared/form/checked-form.ts'
import type { Field } from '../../shared/form/field.ts'
import { readForm, type FormInput } from '../../shared/form/read-form.ts'

/** Monday to Friday, nine to twelve and one to six, in Shanghai; three days off, of which one is made up for. */
export const A_CALENDAR = toCalendar(
  {
    holidays: ['2026-10-01', '2026-10-02', '2027-01-01'],
    workdays: ['2026-10-10'],
    hours: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ],
  },
  { timeZone: 'Asia/Shanghai', weekdays: readWeekdays('1-5') },
)

const TIME = timeRulesOf(A_CALENDAR)

/** What a form of these fields says, and what is wrong with it. */
export function readFields(fields: readonly Field[], given: FormInput) {
  const { form, faults } = readForm(checkedForm(fields), given, TIME)
  return { form, faults }
}

export const faultsOf = (fields: readonly Field[], given: FormInput) => readFields(fields, given).faults
