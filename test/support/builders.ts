import { Definition } from '../../shared/definition.ts'
import type { ActContext } from '../../server/domain/act.ts'
import type { Verdict } from '../../server/domain/verbs/decide.ts'
import { act } from '../../server/domain/verbs/index.ts'
import type { Given } from '../../server/domain/verbs/verb.ts'
import { submit, type Submission } from '../../server/domain/verbs/submit.ts'
import type { DefinitionRecord } from '../../server/domain/definition.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { Initiator, RouteNode } from '../../server/domain/instance.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import type { Reminder } from '../../server/domain/reminder.ts'
import type { Session } from '../../server/store/contract.ts'

/** 20 November 2026, 10:00 in Shanghai. */
export const T0 = Date.UTC(2026, 10, 20, 2)

type DefinitionInput = Parameters<typeof Definition.parse>[0]

/** A leave request: the manager, and personnel when it is long. */
export function aDefinition(overrides: Partial<Record<keyof Definition, unknown>> = {}): Definition {
  const input: DefinitionInput = {
    code: 'leave',
    name: { 'zh-CN': '请假', 'en-US': 'Leave', 'ja-JP': '休暇' },
    group: { code: 'hr', name: { 'zh-CN': '人事', 'en-US': 'HR', 'ja-JP': '人事' } },
    viewers: [{ type: 'TENANT' }],
    managers: ['u_admin'],
    form: [
      {
        key: 'kind',
        type: 'select',
        label: { 'zh-CN': '类型' },
        required: true,
        summary: true,
        options: [
          { value: 'annual', label: { 'zh-CN': '年假' } },
          { value: 'sick', label: { 'zh-CN': '病假' } },
        ],
      },
      {
        key: 'days',
        type: 'number',
        label: { 'zh-CN': '天数' },
        required: true,
        min: 0.5,
        max: 60,
        summary: true,
      },
      { key: 'reason', type: 'textarea', label: { 'zh-CN': '事由' }, maxLength: 500 },
    ],
    flow: [
      { id: 'manager', name: { 'zh-CN': '直属上级' }, approvers: { manager: 1 } },
      {
        id: 'hr',
        name: { 'zh-CN': '人事' },
        when: { field: 'days', op: 'gt', value: 3 },
        approvers: { users: ['u_hr'] },
        mode: 'all',
      },
    ],
    cc: [{ users: ['u_payroll'], at: 'end' }],
    ...overrides,
  }
  return Definition.parse(input)
}

export function aDefinitionRecord(overrides: Partial<DefinitionRecord> = {}): DefinitionRecord {
  const definition = overrides.definition ?? aDefinition()
  return {
    code: definition.code,
    version: 1,
    definition,
    approvalCode: null,
    appliedHash: null,
    state: 'live',
    savedAt: T0,
    ...overrides,
  }
}

export function anInitiator(overrides: Partial<Initiator> = {}): Initiator {
  return {
    userId: 'u_alice',
    openId: 'ou_alice',
    name: '爱丽丝',
    department: { departmentId: 'd_sales', openDepartmentId: 'od-sales', name: '销售部' },
    ...overrides,
  }
}

export function aRouteNode(overrides: Partial<RouteNode> = {}): RouteNode {
  return {
    id: 'manager',
    mode: 'any',
    reason: 'optional',
    approvers: ['u_bob'],
    skipped: null,
    status: 'waiting',
    ...overrides,
  }
}

/** Alice asks for leave: Bob has to decide, then Carol; payroll is told at the end. */
export function aSubmission(overrides: Partial<Submission> = {}): Submission {
  return {
    id: 'i1',
    definition: { code: 'leave', version: 1 },
    initiator: anInitiator(),
    people: {
      u_alice: { openId: 'ou_alice', name: '爱丽丝' },
      u_bob: { openId: 'ou_bob', name: '鲍勃' },
      u_carol: { openId: 'ou_carol', name: '卡罗尔' },
      u_payroll: { openId: 'ou_payroll', name: '工资组' },
    },
    form: { kind: 'annual', days: 5, reason: '回家看望父母' },
    route: [aRouteNode(), aRouteNode({ id: 'hr', mode: 'all', approvers: ['u_carol'] })],
    ccAtStart: [],
    ccAtEnd: ['u_payroll'],
    ...overrides,
  }
}

/** A change by `by` at `at`, through our own API. */
export function aContext<By extends string | null = string>(
  overrides: Partial<ActContext> & { by?: By } = {},
): ActContext & { by: By } {
  return { at: T0, via: 'api', by: 'u_alice' as By, ...overrides }
}

/** What comes with an act: nothing, unless it is said. */
export const given = (overrides: Partial<Given> = {}): Given => ({
  reason: null,
  files: {},
  known: {},
  ...overrides,
})

/** The record of a freshly started instance. */
export function aRecord({
  at = T0,
  ...overrides
}: Partial<Submission> & { at?: number } = {}): InstanceRecord {
  const begun = aSubmission(overrides)
  return toRecord(undefined, submit(begun, aContext({ at, by: begun.initiator.userId })))
}

/** The record after one more decision, by whom the task lies with; approved unless said otherwise. */
export function decided(
  record: InstanceRecord,
  taskId: string,
  { at, verdict = 'APPROVED', ...words }: Partial<Given> & { verdict?: Verdict; at?: number } = {},
): InstanceRecord {
  const task = record.instance.tasks.find(({ id }) => id === taskId)
  if (!task) throw new Error(`no task ${taskId} in ${record.instance.id}`)
  const context = aContext({ at: at ?? record.instance.updatedAt + 60_000, by: task.assignee })
  const verb = verdict === 'APPROVED' ? 'approve' : 'reject'
  return toRecord(record, act(record.instance, verb, { taskId, ...given(words) }, context))
}

/** The same with nothing left to tell Feishu. */
export function delivered(record: InstanceRecord): InstanceRecord {
  return { ...record, effects: [], pushedClock: record.instance.clock }
}

/** Bob's, of the day of T0, about to be sent for the first time. */
export function aReminder(overrides: Partial<Reminder> = {}): Reminder {
  return {
    userId: 'u_bob',
    days: ['2026-11-20'],
    uuid: 'r1',
    firstTriedAt: T0,
    attempts: 1,
    nextTryAt: T0 + 60_000,
    messageId: null,
    sentAt: null,
    tasks: [],
    shown: null,
    ...overrides,
  }
}

export function aSession(overrides: Partial<Session> = {}): Session {
  return {
    tokenHash: 'ab'.repeat(32),
    userId: 'u_alice',
    openId: 'ou_alice',
    name: '爱丽丝',
    expiresAt: T0 + 8 * 3_600_000,
    ...overrides,
  }
}
