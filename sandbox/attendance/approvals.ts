import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { AttendanceKind, AttendanceRecord } from '../store/records.ts'
import type { World } from '../world.ts'
import { BAD, personOf, readEmployeeType } from './people.ts'
import { ProcessBody, WriteBody } from './schema.ts'

type Given = { kind: AttendanceKind; path: string; wire: AttendanceRecord['wire'] }

const COMMON = 1220600
/** Of the attendance group; who has left is in none, and times are read in UTC then. */
const GROUP_ZONE = 'Asia/Shanghai'

/**
 * 写入审批结果: adds, never changes. What has an idempotent_id that is there already is no second record; whether that
 * is answered as a success the page does not say (接入指南: "the object already exists").
 */
export function writeApproval(world: World, request: WireRequest): Answer {
  const type = readEmployeeType(request.query)
  const { user_approval: given } = readParams(WriteBody, request.body, BAD)
  const { user_id: id, date } = given
  const person = personOf(world, id, type)
  const records = recordsIn(given)
  if (records.length === 0)
    throw new Refusal(BAD, 'user_approval: names no outs, leaves, overtime_works or trips')
  for (const { path, wire } of records) checkRecord(path, wire)
  const written = records.map((one) => write(world, { ...one, openId: person.openId, date }))
  const time_zone = person.resigned ? '' : GROUP_ZONE
  return ok({ user_approval: { user_id: id, date, ...byKind(written), time_zone } })
}

const recordsIn = ({ outs, leaves, overtime_works, trips }: WriteBody['user_approval']): Given[] => [
  ...outs.map((wire, at): Given => ({ kind: 'out', path: `outs[${at}]`, wire })),
  ...leaves.map((wire, at): Given => ({ kind: 'leave', path: `leaves[${at}]`, wire })),
  ...overtime_works.map((wire, at): Given => ({ kind: 'overtime', path: `overtime_works[${at}]`, wire })),
  ...trips.map((wire, at): Given => ({ kind: 'trip', path: `trips[${at}]`, wire })),
]

function checkRecord(path: string, wire: AttendanceRecord['wire']): void {
  if (wire.end_time <= wire.start_time) throw new Refusal(BAD, `${path}.end_time: is not after start_time`)
  const { i18n_names: names, default_locale: locale } = wire
  if (locale === undefined) return
  if (!names?.[locale]) throw new Refusal(BAD, `${path}.i18n_names: has no name in default_locale ${locale}`)
}

function write(
  world: World,
  { kind, wire, openId, date }: Omit<Given, 'path'> & { openId: string; date: string },
): AttendanceRecord {
  const { state, clock } = world
  const known = wire.idempotent_id === undefined ? undefined : findByKey(world, kind, wire.idempotent_id)
  if (known) {
    const again = { ...known, writes: known.writes + 1 }
    state.attendance.put(known.approvalId, again)
    if (world.settings().duplicateAttendance === 'refused')
      throw new Refusal(COMMON, 'the object already exists')
    return again
  }
  const approvalId = String(6_737_202_939_523_236_113n + BigInt(state.attendance.size()))
  const at = clock.now()
  const record = { approvalId, kind, openId, date, wire, status: 2, writes: 1, withdrawals: 0, createdAt: at }
  state.attendance.put(approvalId, record)
  return record
}

function findByKey(world: World, kind: AttendanceKind, key: string): AttendanceRecord | undefined {
  return [...world.state.attendance.values()].find(
    (one) => one.kind === kind && one.wire.idempotent_id === key,
  )
}

const LISTS: Record<AttendanceKind, string> = {
  out: 'outs',
  leave: 'leaves',
  overtime: 'overtime_works',
  trip: 'trips',
}

/** As answers have them: a list for each kind. */
export function byKind(records: readonly AttendanceRecord[]): Record<string, object[]> {
  const lists: Record<string, object[]> = {}
  for (const { kind, approvalId, wire } of records)
    (lists[LISTS[kind]] ??= []).push({ approval_id: approvalId, ...wire })
  return lists
}

/** 通知审批状态更新: what was approved can be withdrawn, once. */
export function processApproval(world: World, request: WireRequest): Answer {
  const { approval_id: id, approval_type: kind } = readParams(ProcessBody, request.body, BAD)
  const record = world.state.attendance.get(id)
  if (record?.kind !== kind) throw new Refusal(COMMON, 'rule does not exist')
  const withdrawals = record.withdrawals + 1
  world.state.attendance.put(id, { ...record, status: 4, withdrawals })
  if (record.status !== 2) throw new Refusal(COMMON, 'param invalid: only what is approved can be withdrawn')
  return ok({ approval_info: { approval_id: id, approval_type: kind, status: 4 } })
}
