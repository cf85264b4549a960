import { z } from 'zod'
import { Key } from '../flow.ts'
import { isTimeZone } from '../time/time-zone.ts'
import { LocalizedText } from '../locale.ts'
import { oneOf, writtenLike } from '../plain-words.ts'

/** 写入审批结果: uniq_id is shorter than 14. */
export const LONGEST_TYPE_ID = 13

/** A field, or a column of a table: `legs.dates`. */
const Place = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}(\.[A-Za-z][A-Za-z0-9_-]{0,63})?$/,
    'is the key of a field, or of a column like legs.dates',
  )

const FixedType = z.strictObject({ id: z.string().min(1).max(LONGEST_TYPE_ID), name: LocalizedText })

const Person = z.union([z.strictObject({ initiator: z.literal('self') }), z.strictObject({ field: Key })], {
  error: oneOf('is { initiator: self } or { field: key }'),
})

/** What overtime is made good by: time off, money, or nothing, when it is only recorded. */
export const PAYS = ['none', 'leave', 'money'] as const
export type Pay = (typeof PAYS)[number]

/** Options of a field by what they stand for; any other one stands for none. */
const PayByField = z.strictObject({
  field: Key,
  leave: z.array(z.string()).default([]),
  money: z.array(z.string()).default([]),
})

/** What is written into Feishu's attendance once an approval is approved, and taken back when it is withdrawn later. */
export const AttendanceRule = z.strictObject(
  {
    attendance: z.enum(['leave', 'overtime', 'trip', 'out']),
    period: Place.optional(),
    from: Key.optional(),
    to: Key.optional(),
    type: z
      .union([Key, FixedType], { error: oneOf('is the key of a select field, or { id, name }') })
      .optional(),
    reason: Place.optional(),
    who: z.array(Person).min(1).max(10).optional(),
    pay: z
      .union([z.enum(PAYS), PayByField], {
        error: oneOf('is none, leave, money, or { field: key, leave: [options], money: [options] }'),
      })
      .optional(),
    timezone: z.string().refine(isTimeZone, 'is not a time zone like Asia/Tokyo').optional(),
  },
  { error: writtenLike('{ attendance: leave }') },
)
export type AttendanceRule = z.infer<typeof AttendanceRule>

export type AttendanceKind = AttendanceRule['attendance']
