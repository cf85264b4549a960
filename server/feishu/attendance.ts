import { z } from 'zod'
import type { AttendanceKind } from '../../shared/attendance/rule.ts'
import type { Answer, Failure, Sent } from '../domain/outbox/answer.ts'
import type { Attended } from '../domain/outbox/record.ts'
import type { AppCall } from './calls.ts'
import { LIST, STATUS, toAttendanceBody, toAttendanceQuery, toWithdrawal } from './payloads/attendance.ts'
import type { DeliveryPort, GateTurn } from './port.ts'

const APPROVALS = '/open-apis/attendance/v1/user_approvals'
const PROCESS = '/open-apis/attendance/v1/approval_infos/process'
/** Feishu's employee_id is the user_id (接入指南). */
const OURS = { employee_type: 'employee_id' }

const OneRecord = z.looseObject({
  approval_id: z.string().nullish(),
  idempotent_id: z.string().nullish(),
})
const Records = z.looseObject({
  outs: z.array(OneRecord).nullish(),
  leaves: z.array(OneRecord).nullish(),
  overtime_works: z.array(OneRecord).nullish(),
  trips: z.array(OneRecord).nullish(),
})
const Written = z.object({ data: z.object({ user_approval: Records.nullish() }).nullish() })
const Listed = z.object({ data: z.object({ user_approvals: z.array(Records).nullish() }).nullish() })

type Attendance = Pick<DeliveryPort, 'writeAttendance' | 'takeBackAttendance'>

/** 假勤审批: what attendance is told of an approval. */
export function createAttendance(asApp: AppCall, now: () => number): Attendance {
  /** Feishu's own id of it, where it is in this state. */
  const find = async (attended: Attended, status: number, turn: GateTurn): Promise<Sent<string | null>> => {
    const data = toAttendanceQuery(attended, status, now())
    const request = { method: 'POST', url: `${APPROVALS}/query`, params: OURS, data, turn } as const
    const answer = await asApp('attendance_query', request, (body) =>
      idIn(Listed.parse(body).data?.user_approvals ?? [], attended),
    )
    return { ...told(answer), payload: data }
  }
  const isWithdrawn = async (attended: Attended, turn: GateTurn): Promise<Sent<boolean>> => {
    for (const status of STATUS.withdrawn) {
      const found = await find(attended, status, turn)
      if (!found.ok || found.value !== null) return found.ok ? { ...found, value: true } : found
    }
    return { ok: true, value: false, payload: null }
  }
  return {
    async writeAttendance(entry, by) {
      const data = toAttendanceBody(entry)
      const request = { method: 'POST', url: APPROVALS, params: OURS, data, turn: turnOf(by) } as const
      const answer = await asApp('attendance_write', request, (body) => {
        const written = Written.parse(body).data?.user_approval
        return { approvalId: written ? onlyIdIn(written, entry.kind) : null }
      })
      return asWritten(answer, data)
    },
    async takeBackAttendance(attended, looks, by) {
      const turn = turnOf(by)
      const found = looks ? await find(attended, STATUS.approved, turn) : known(attended)
      if (!found.ok) return found
      if (found.value === null) {
        const withdrawn = await isWithdrawn(attended, turn)
        return withdrawn.ok ? { ...withdrawn, value: withdrawn.value ? 'gone' : 'nowhere' } : withdrawn
      }
      const data = toWithdrawal(found.value, attended.kind)
      const request = { method: 'POST', url: PROCESS, data, turn } as const
      const answer = await asApp('attendance_process', request, () => 'gone' as const)
      return { ...told(answer), payload: data }
    },
  }
}

const known = ({ approvalId }: Attended): Sent<string | null> => ({
  ok: true,
  value: approvalId,
  payload: null,
})

const turnOf = (by = ''): GateTurn => ({ by, line: 'todos' })

type Lists = z.infer<typeof Records>

/** Feishu's own id of the record that was written: there is one, and its key need not come back (写入审批结果). */
const onlyIdIn = (lists: Lists, kind: AttendanceKind): string | null =>
  lists[LIST[kind]]?.[0]?.approval_id || null

const idIn = (lists: readonly Lists[], { id, kind }: Attended): string | null =>
  lists.flatMap((one) => one[LIST[kind]] ?? []).find((one) => one.idempotent_id === id)?.approval_id || null

/** 接入指南, 错误信息: one code for many things, which its words tell apart. */
const COMMON = 1220600
const IS_THERE = /already exists/i
const WORTH_ANOTHER_TRY = /no row affected/i

function asWritten(
  answer: Answer<{ approvalId: string | null }>,
  payload: object,
): Sent<{ approvalId: string | null }> {
  if (!answer.ok && answer.failure.code === COMMON && IS_THERE.test(answer.failure.message))
    return { ok: true, value: { approvalId: null }, payload }
  return { ...told(answer), payload }
}

function told<T>(answer: Answer<T>): Answer<T> {
  if (answer.ok) return answer
  return { ok: false, failure: { ...answer.failure, class: classOf(answer.failure) } }
}

const classOf = ({ class: kind, code, message }: Failure): Failure['class'] =>
  code === COMMON && WORTH_ANOTHER_TRY.test(message) ? 'unclear' : kind
