import { mirror } from '../server/domain/mirror/mirror.ts'
import type { Push, PushedTask } from '../server/domain/mirror/pushed.ts'
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

const text = (said: string) => ({ 'zh-CN': said })

/** The n-th of many that a source pushes, with the people, the steps and the form of the n-th of ours. */
export function aMirroredRecord(n: number): InstanceRecord {
  const at = T0 + n * 1_000
  const person = (k: number) => `u_${(n * 7 + k * 13) % PEOPLE}`
  const id = `erp-po-${n.toString(36).padStart(6, '0')}${((n * 2_654_435_761) >>> 0).toString(36)}`
  const known = Object.fromEntries(
    [0, 1, 2, 3].map((k) => [
      person(k),
      { userId: person(k), openId: `ou_${'0'.repeat(24)}${person(k)}`, name: `员工${person(k)}` },
    ]),
  )
  const taskOf = (node: 'manager' | 'hr', assignee: string, clock: number): PushedTask => ({
    id: `${id}_${node}`,
    clock,
    person: assignee,
    title: null,
    page: { pc: `https://erp.example.com/po/${id}`, mobile: `https://erp.example.com/m/po/${id}` },
    status: 'PENDING',
    completeReason: null,
    node: { id: node, name: text(node === 'hr' ? '人事' : '直属上级') },
    actions: (['APPROVE', 'REJECT'] as const).map((type) => ({
      type,
      name: null,
      reason: 'optional',
      asksFiles: false,
    })),
    context: `context of ${id}`,
    isConsigned: false,
    countsInStatistics: true,
    createdAt: at,
    endedAt: null,
  })
  const approved = (task: PushedTask, clock: number): PushedTask => ({
    ...task,
    clock,
    status: 'APPROVED',
    completeReason: 'approved',
    endedAt: clock,
  })
  const said = (clock: number, over: Partial<Push>): Push => ({
    mode: 'update',
    head: {
      clock,
      status: 'PENDING',
      title: text(`采购订单 ${n}`),
      form: [
        { name: text('类型'), value: text('办公用品') },
        { name: text('天数'), value: text(String(n % 9)) },
        { name: text('事由'), value: text(`第 ${n} 次申请，回家看望父母，请批准。`) },
      ],
      number: `PO-${n}`,
      page: { pc: `https://erp.example.com/po/${id}`, mobile: `https://erp.example.com/m/po/${id}` },
      initiator: { person: person(0), name: null },
      department: { id: null, name: null },
      startedAt: at,
      endedAt: null,
    },
    tasks: [],
    cc: [],
    ...over,
  })
  const [manager, hr] = [taskOf('manager', person(1), at), taskOf('hr', person(2), at + 60_000)]
  const first = said(at, { tasks: [manager] })
  const second = said(at + 60_000, { tasks: [approved(manager, at + 60_000), hr] })
  const last = said(at + 120_000, {
    tasks: [approved(hr, at + 120_000)],
    cc: [
      { id: `${id}_cc`, clock: at + 120_000, person: person(3), page: null, isRead: false, createdAt: null },
    ],
  })
  const ended: Push = { ...last, head: { ...last.head, status: 'APPROVED', endedAt: at + 120_000 } }
  const pushes = n % 4 === 0 ? [first] : [first, second, ended]
  return pushes.reduce<InstanceRecord | undefined>(
    (before, push, k) =>
      delivered(
        toRecord(
          before,
          mirror(before?.instance, push, {
            id,
            definition: { code: n % 2 ? 'erp.purchase' : 'erp.contract', version: 1 },
            source: 'erp',
            externalId: `PO-${n}`,
            sendsCards: true,
            people: known,
            at: at + k * 60_000,
          }),
        ),
      ),
    undefined,
  ) as InstanceRecord
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
