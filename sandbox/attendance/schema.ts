import { z } from 'zod'
import { required } from '../platform/params.ts'

/** `yyyy-MM-dd HH:mm:ss`, of a day that there is. */
const WallTime = z
  .string('is a text and required')
  .regex(/^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, 'is written yyyy-MM-dd HH:mm:ss')
  .refine((text) => isDay(text.slice(0, 10)), 'is on no calendar')

const DayDigits = z
  .string('is a text and required')
  .regex(/^\d{8}$/, 'is written yyyyMMdd')
  .refine((text) => isDay(dashed(text)), 'is on no calendar')

export const dashed = (digits: string): string => digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** 1 day, 2 hour, 3 half a day, 4 half an hour. */
const Unit = z.int().min(1).max(4)
/** Seconds, whatever the unit. */
const Interval = z.int().min(0)
const LONGEST_TYPE_ID = 13
const TypeId = required.max(LONGEST_TYPE_ID, 'uniq_id is shorter than 14')
const Names = z.strictObject({
  ch: z.string().optional(),
  en: z.string().optional(),
  ja: z.string().optional(),
})
const DefaultLocale = z.enum(['ch', 'en', 'ja'])

const span = { start_time: WallTime, end_time: WallTime, idempotent_id: z.string().optional() }
const named = {
  ...span,
  unit: Unit,
  interval: Interval,
  i18n_names: Names,
  default_locale: DefaultLocale,
  reason: required,
}

const Out = z.strictObject({ ...named, uniq_id: TypeId })
const Leave = z.strictObject({ ...named, uniq_id: TypeId.optional() })
const Overtime = z.strictObject({
  ...span,
  duration: z.number().min(0),
  unit: Unit,
  category: z.int().min(1).max(3),
  type: z.int().min(0).max(2),
  reason: z.string().optional(),
})
const Place = z
  .strictObject({ region_level: z.enum(['l1', 'l2', 'l3', 'l4']), region_id: z.string() })
  .partial()
const Trip = z.strictObject({
  ...span,
  reason: required,
  approve_pass_time: WallTime,
  approve_apply_time: WallTime,
  departure: Place.optional(),
  destinations: z.array(Place).optional(),
  transportation: z.array(z.int().min(1).max(6)).optional(),
  trip_type: z.int().min(1).max(2).optional(),
  remarks: z.string().optional(),
})

/** 写入审批结果, the body. */
export const WriteBody = z.object({
  user_approval: z.strictObject({
    user_id: required,
    date: DayDigits,
    outs: z.array(Out).default([]),
    leaves: z.array(Leave).default([]),
    overtime_works: z.array(Overtime).default([]),
    trips: z.array(Trip).default([]),
    time_zone: z.string().optional(),
  }),
})
export type WriteBody = z.infer<typeof WriteBody>

/** 获取审批数据: dates are numbers here. */
export const QueryBody = z.object({
  user_ids: z.array(required).min(1),
  check_date_from: z.int(),
  check_date_to: z.int(),
  check_date_type: z.enum(['PeriodTime', 'CreateTime']).default('PeriodTime'),
  status: z.int().min(0).max(4).default(2),
})

/** 通知审批状态更新: of these four kinds nothing but a withdrawal. */
export const ProcessBody = z.object({
  approval_id: required,
  approval_type: z.enum(['leave', 'out', 'overtime', 'trip']),
  status: z.literal(4, 'leave, out, overtime and trip can be withdrawn (4) and nothing else'),
})
