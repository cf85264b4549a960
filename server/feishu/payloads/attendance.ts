import type { AttendanceKind, Pay } from '../../../shared/attendance/rule.ts'
import type { LocalizedWords } from '../../../shared/languages.ts'
import type { WallTime } from '../../../shared/time/spans.ts'
import type { AttendanceEntry } from '../../domain/attendance/entries.ts'
import type { WallSpan } from '../../domain/attendance/stretch.ts'
import type { Attended } from '../../domain/outbox/record.ts'

const UNIT: Record<WallSpan['unit'], number> = { day: 1, hour: 2, halfday: 3 }
const CATEGORY: Record<AttendanceEntry['day'], number> = { workday: 1, restday: 2, holiday: 3 }
const PAY: Record<Pay, number> = { none: 0, leave: 1, money: 2 }
/** Where each kind stands in a body, and in an answer. */
export const LIST = {
  out: 'outs',
  leave: 'leaves',
  overtime: 'overtime_works',
  trip: 'trips',
} as const satisfies Record<AttendanceKind, string>

const HOUR_SECONDS = 3_600
const HUNDREDTHS = 100

/** 写入审批结果, the body: one record. Times are those of the person's attendance group (`time_zone` is not used any more). */
export function toAttendanceBody(entry: AttendanceEntry): object {
  const { kind, userId, stretch } = entry
  return {
    user_approval: {
      user_id: userId,
      date: stretch.from.slice(0, 10).replaceAll('-', ''),
      [LIST[kind]]: [recordOf(entry)],
    },
  }
}

function recordOf(entry: AttendanceEntry): object {
  const { id, kind, stretch, reason, day, pay, applied, passed } = entry
  const common = {
    start_time: toWire(stretch.from),
    end_time: toWire(stretch.to),
    reason,
    idempotent_id: id,
  }
  const unit = UNIT[stretch.unit]
  switch (kind) {
    case 'leave':
    case 'out':
      return { ...common, unit, interval: stretch.seconds, ...namesOf(entry) }
    case 'overtime': {
      const duration = Math.round((stretch.seconds / HOUR_SECONDS) * HUNDREDTHS) / HUNDREDTHS
      return { ...common, unit, duration, category: CATEGORY[day], type: PAY[pay] }
    }
    case 'trip':
      return { ...common, approve_apply_time: spaced(applied), approve_pass_time: spaced(passed) }
  }
}

/** The names of a type of leave or outing, called as attendance calls languages. */
function namesOf({ type }: AttendanceEntry): object {
  if (!type) return {}
  const { 'zh-CN': ch, 'en-US': en, 'ja-JP': ja } = type.names
  const names = {
    ...(ch !== undefined && { ch }),
    ...(en !== undefined && { en }),
    ...(ja !== undefined && { ja }),
  }
  return { uniq_id: type.id, i18n_names: names, default_locale: firstOf(type.names) }
}

const firstOf = (names: LocalizedWords): string => {
  const [first] = Object.keys(names)
  return first === 'en-US' ? 'en' : first === 'ja-JP' ? 'ja' : 'ch'
}

const spaced = (time: string): string => time.replace('T', ' ')
const toWire = (time: WallTime): string => `${spaced(time)}:00`

const DAY_MS = 86_400_000
const LONGEST_DAYS = 30

/**
 * 获取审批数据, the body: what is in this state of what was written then, of thirty days at most. Whose days are meant it does
 * not say, and the last may be tomorrow and no later: half a day ahead of UTC is at most tomorrow anywhere, and today in
 * nearly all the world.
 */
export function toAttendanceQuery(
  { userId, firstTriedAt, lastTriedAt }: Attended,
  status: number,
  now: number,
): object {
  const to = Math.min(lastTriedAt, now) + DAY_MS / 2
  const from = Math.max(firstTriedAt - DAY_MS, to - LONGEST_DAYS * DAY_MS)
  return {
    user_ids: [userId],
    check_date_from: dayNumber(Math.min(from, to)),
    check_date_to: dayNumber(to),
    check_date_type: 'CreateTime',
    status,
  }
}

/** 获取审批数据 has two numbers for what was withdrawn, and 通知审批状态更新 calls by one name what is there the other. */
export const STATUS = { approved: 2, withdrawn: [3, 4] } as const
const WITHDRAW = 4

const dayNumber = (at: number): number => Number(new Date(at).toISOString().slice(0, 10).replaceAll('-', ''))

/** 通知审批状态更新, the body. */
export const toWithdrawal = (approvalId: string, kind: AttendanceKind): object => ({
  approval_id: approvalId,
  approval_type: kind,
  status: WITHDRAW,
})
