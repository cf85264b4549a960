import { toCalendar, type Calendar } from '../../server/domain/calendar.ts'

/** Monday to Friday, nine to six. */
export const aCalendar = async (changes: Partial<Calendar> = {}): Promise<Calendar> => ({
  ...toCalendar(
    { holidays: [], workdays: [], hours: [{ from: '09:00', to: '18:00' }] },
    { timeZone: 'Asia/Shanghai', weekdays: new Set([1, 2, 3, 4, 5]) },
  ),
  ...changes,
})
