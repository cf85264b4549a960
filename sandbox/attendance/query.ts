import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { AttendanceRecord } from '../store/records.ts'
import type { World } from '../world.ts'
import { byKind } from './approvals.ts'
import { BAD, personOf, readEmployeeType } from './people.ts'
import { dashed, QueryBody } from './schema.ts'

const LONGEST_DAYS = 30
const DAY_MS = 86_400_000
const GROUP_OFFSET_MS = 8 * 3_600_000
/** The numbers for what was withdrawn; the pages are of two minds about which is which. */
const WITHDRAWN: ReadonlySet<number> = new Set([3, 4])

/** 获取审批数据: at most 30 days, which end tomorrow at the latest. */
export function queryApprovals(world: World, request: WireRequest): Answer {
  const type = readEmployeeType(request.query)
  const asked = readParams(QueryBody, request.body, BAD)
  const [from, to] = [dayAt(asked.check_date_from), dayAt(asked.check_date_to)]
  if (from === undefined || to === undefined || to < from || to - from > LONGEST_DAYS * DAY_MS)
    throw new Refusal(BAD, 'check_date_from and check_date_to: days, at most 30 from one to the other')
  const today = world.clock.now() + GROUP_OFFSET_MS
  if (to > today - (today % DAY_MS) + DAY_MS) throw new Refusal(BAD, 'check_date_to: is after tomorrow')
  const isAsked = ({ status, createdAt, wire }: AttendanceRecord): boolean => {
    if (status !== asked.status && !(WITHDRAWN.has(asked.status) && status === 4)) return false
    if (asked.check_date_type === 'CreateTime') return isWithin(createdAt + GROUP_OFFSET_MS, from, to)
    return wallOf(wire.start_time) < to + DAY_MS && wallOf(wire.end_time) > from
  }
  const found = asked.user_ids.flatMap((id) => {
    const { openId, resigned } = personOf(world, id, type)
    const theirs = [...world.state.attendance.values()].filter((one) => one.openId === openId && isAsked(one))
    const days = [...new Set(theirs.map(({ date }) => date))].sort()
    return days.map((date) => ({
      user_id: id,
      date,
      ...byKind(theirs.filter((one) => one.date === date)),
      time_zone: resigned ? '' : 'Asia/Shanghai',
    }))
  })
  return ok({ user_approvals: found })
}

function dayAt(digits: number): number | undefined {
  const at = Date.parse(`${dashed(String(digits))}T00:00:00Z`)
  return Number.isNaN(at) ? undefined : at
}

const wallOf = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`)

const isWithin = (wall: number, from: number, to: number): boolean => wall >= from && wall < to + DAY_MS
