import { toRecord } from '../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../server/domain/outbox/record.ts'
import { act } from '../server/domain/verbs/index.ts'
import { submit } from '../server/domain/verbs/submit.ts'

const T0 = Date.UTC(2026, 10, 20, 2)
const PEOPLE = 400

/** The n-th of many approvals, none like the other: about 3.5 KB, every fourth still open, 400 people. */
export function aBenchRecord(n: number): InstanceRecord {
  const at = T0 + n * 1_000
  const person = (k: number) => `u_${(n * 7 + k * 13) % PEOPLE}`
  const [initiator, manager, hr, payroll] = [person(0), person(1), person(2), person(3)]
  const id = `i${n.toString(36).padStart(6, '0')}${((n * 2_654_435_761) >>> 0).toString(36).padStart(7, '0')}`
  const people = Object.fromEntries(
    [initiator, manager, hr, payroll].map((userId) => [
      userId,
      { openId: `ou_${'0'.repeat(24)}${userId}`, name: `员工${userId}` },
    ]),
  )
  const node = (nodeId: string, approvers: string[]) =>
    ({ id: nodeId, mode: 'any', reason: 'optional', approvers, skipped: null, status: 'waiting' }) as const
  const submitted = submit(
    {
      id,
      definition: { code: n % 2 ? 'leave' : 'expense', version: 1 },
      initiator: {
        userId: initiator,
        openId: `ou_${initiator}`,
        name: `员工${initiator}`,
        department: { departmentId: `d_${n % 30}`, openDepartmentId: `od-${n % 30}`, name: '销售部' },
      },
      people,
      form: { kind: 'annual', days: n % 9, reason: `第 ${n} 次申请，回家看望父母，请批准。` },
      route: [node('manager', [manager]), node('hr', [hr])],
      ccAtStart: [],
      ccAtEnd: [payroll],
    },
    { at, by: initiator, via: 'api' },
  )
  const record = toRecord(undefined, submitted)
  if (n % 4 === 0) return delivered(record)
  return delivered(decideFirst(delivered(decideFirst(record, manager, at + 60_000)), hr, at + 120_000))
}

/** After the decision of the person whose turn it is. */
export function decideFirst(record: InstanceRecord, by: string, at: number): InstanceRecord {
  const task = record.instance.tasks.find(({ status }) => status === 'PENDING')
  if (!task) throw new Error(`${record.instance.id} is not open`)
  const input = { taskId: task.id, reason: null, files: {}, known: {} }
  return toRecord(record, act(record.instance, 'approve', input, { at, by, via: 'api' }))
}

const delivered = (record: InstanceRecord): InstanceRecord => ({
  ...record,
  effects: [],
  pushedClock: record.instance.clock,
  cards: record.cards.map((card) => ({
    ...card,
    messageId: '7000000000000000001',
    sentAt: record.instance.updatedAt,
  })),
})
