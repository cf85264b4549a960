import { z } from 'zod'

const LONGEST_RANGE_DAYS = 366
const DAY_MS = 86_400_000

const Day = z.iso.date('is not a day like 2026-10-01')

const Range = z
  .strictObject({ from: Day, to: Day })
  .refine(({ from, to }) => from <= to, 'ends before it starts')
  .refine((range) => lengthOf(range) <= LONGEST_RANGE_DAYS, 'is longer than a year')

const Days = z
  .array(z.union([Day, Range], 'is a day like 2026-10-01, or { from, to }'))
  .nullish()
  .transform((items) => (items ?? []).flatMap((item) => (typeof item === 'string' ? item : daysOf(item))))

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
const NO_TIME = 'is not a time like 09:00'

const Span = z
  .strictObject(
    {
      from: z.string(NO_TIME).regex(TIME, NO_TIME),
      to: z.string(NO_TIME).refine((time) => time === '24:00' || TIME.test(time), NO_TIME),
    },
    'is { from, to }',
  )
  .refine(({ from, to }) => from < to, 'does not end after it starts')
type Span = z.infer<typeof Span>

const USUAL_HOURS: Span[] = [{ from: '09:00', to: '18:00' }]

const Hours = z
  .array(Span)
  .min(1, 'names no time')
  .superRefine((spans, context) => {
    spans.forEach(({ from }, at) => {
      const before = spans[at - 1]
      if (before && from < before.to)
        context.addIssue({ code: 'custom', path: [at], message: 'starts before the one above it ends' })
    })
  })
  .nullish()
  .transform((spans) => spans ?? USUAL_HOURS)

/** `calendar.yaml`: days off, days that are worked though their weekday is not, and which hours of a day are worked. */
export const CalendarFile = z
  .preprocess((content) => content ?? {}, z.strictObject({ holidays: Days, workdays: Days, hours: Hours }))
  .superRefine(({ holidays, workdays }, context) => {
    const both = workdays.find((day) => holidays.includes(day))
    if (both !== undefined) {
      context.addIssue({ code: 'custom', path: ['workdays'], message: `${both} is a holiday as well` })
    }
  })
export type CalendarFile = z.infer<typeof CalendarFile>

const lengthOf = ({ from, to }: { from: string; to: string }): number =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS + 1

function daysOf(range: { from: string; to: string }): string[] {
  const first = Date.parse(range.from)
  return Array.from({ length: lengthOf(range) }, (_, at) =>
    new Date(first + at * DAY_MS).toISOString().slice(0, 10),
  )
}
