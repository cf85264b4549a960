import { z } from 'zod'

const Day = z.iso.date()
const Minutes = z.int().min(0).max(1_440)

/**
 * What a page needs to reckon with times as the server does: the calendar, and what the company's clock does in the
 * years that a form may be about. For any other year (`isCovered`) a page leaves lengths to the server.
 */
export const CompanyTime = z.strictObject({
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  holidays: z.array(Day),
  workdays: z.array(Day),
  hours: z.array(z.strictObject({ from: Minutes, to: Minutes })).min(1),
  clock: z.strictObject({
    from: Day,
    until: Day,
    offset: z.int(),
    changes: z.array(z.strictObject({ at: z.int(), offset: z.int() })),
  }),
})
export type CompanyTime = z.infer<typeof CompanyTime>
