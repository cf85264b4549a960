import { Definition } from '../../shared/definition.ts'
import type { DefinitionRecord } from '../../server/domain/definition.ts'
import { flowPicture } from '../../server/domain/flow-picture.ts'
import type { Instance, Task } from '../../server/domain/instance.ts'
import type { Picture, PicturedTask } from '../../server/domain/picture.ts'
import { createFeishu, type FeishuOptions } from '../../server/feishu/client.ts'
import { createLinks, type Links } from '../../server/feishu/payloads/links.ts'
import type { Answer, Failure } from '../../server/domain/outbox/answer.ts'
import type { QuickApprovalCallback, Sign } from '../../server/feishu/payloads/quick-approval.ts'

export const STARTED_AT = 1_700_000_000_000

export const leave = Definition.parse({
  code: 'leave',
  name: { 'zh-CN': '请假', 'en-US': 'Leave', 'ja-JP': '休暇' },
  group: { code: 'hr', name: { 'zh-CN': '人事', 'en-US': 'HR' } },
  description: { 'zh-CN': '年假、病假、事假' },
  viewers: [{ type: 'TENANT' }],
  managers: ['u_admin'],
  form: [
    {
      key: 'kind',
      type: 'select',
      label: { 'zh-CN': '类型', 'en-US': 'Kind' },
      summary: true,
      options: [{ value: 'annual', label: { 'zh-CN': '年假', 'en-US': 'Annual' } }],
    },
    { key: 'days', type: 'number', label: { 'zh-CN': '天数' }, summary: true },
    { key: 'stand_in', type: 'contact', label: { 'zh-CN': '代理人' }, summary: true },
    { key: 'reason', type: 'textarea', label: { 'zh-CN': '事由' }, summary: true },
  ],
  flow: [
    { id: 'manager', name: { 'zh-CN': '直属上级', 'en-US': 'Manager' }, approvers: { manager: 1 } },
    { id: 'hr', name: { 'zh-CN': '人事' }, approvers: { users: ['u_hr'] }, reason: 'required' },
  ],
})

export const record = (over: Partial<DefinitionRecord> = {}): DefinitionRecord => ({
  code: 'leave',
  version: 1,
  definition: leave,
  approvalCode: 'FEISHU-CODE',
  appliedHash: null,
  state: 'live',
  savedAt: STARTED_AT,
  ...over,
})

export const task = (over: Partial<Task> = {}): Task => ({
  id: 'i1_t1',
  nodeId: 'manager',
  assignee: 'u_boss',
  status: 'PENDING',
  reason: null,
  completeReason: null,
  round: 1,
  createdAt: STARTED_AT + 1,
  endedAt: null,
  clock: STARTED_AT + 2,
  ...over,
})

export const instance = (over: Partial<Instance> = {}): Instance => ({
  id: 'i1',
  definition: { code: 'leave', version: 1 },
  status: 'PENDING',
  initiator: {
    userId: 'u_anna',
    openId: 'ou_anna',
    name: '安娜',
    department: { departmentId: 'D01', openDepartmentId: 'od-sales', name: '销售' },
  },
  people: { u_anna: { openId: 'ou_anna', name: '安娜' }, u_boss: { openId: 'ou_boss', name: '王总' } },
  form: { kind: 'annual', days: 3, stand_in: ['u_boss'], reason: '回家' },
  route: [
    {
      id: 'manager',
      mode: 'any',
      reason: 'optional',
      approvers: ['u_boss'],
      skipped: null,
      status: 'active',
    },
    { id: 'hr', mode: 'any', reason: 'required', approvers: ['u_hr'], skipped: null, status: 'waiting' },
  ],
  ccAtEnd: [],
  round: 1,
  tasks: [task()],
  cc: [{ id: 'i1_c1', userId: 'u_payroll', createdAt: STARTED_AT + 3, readAt: null, clock: STARTED_AT + 4 }],
  startedAt: STARTED_AT,
  updatedAt: STARTED_AT + 5,
  endedAt: null,
  clock: STARTED_AT + 6,
  ...over,
})

/** What a picture is made of. */
export type Snapshot = { instance: Instance; definition: DefinitionRecord }

export const pictured = ({ instance, definition }: Snapshot): Picture => flowPicture(instance, definition)

/** With its first task. */
export function picturedAt(of: Snapshot): { picture: Picture; task: PicturedTask } {
  const picture = pictured(of)
  const [first] = picture.tasks
  if (!first) throw new Error(`${picture.id} has no task`)
  return { picture, task: first }
}

export const snapshot = (over: Partial<Instance> = {}): Snapshot => ({
  instance: instance(over),
  definition: record(),
})

/** With a form of one text field, shown in lists and on cards. */
export function snapshotSaying(value: string, label = 'Said'): Snapshot {
  const definition = Definition.parse({
    ...leave,
    form: [{ key: 'said', type: 'textarea', maxLength: 5000, label: { 'zh-CN': 'Said' }, summary: true }],
    cc: [],
  })
  return {
    instance: instance({ form: { said: value } }),
    definition: record({ definition: labelled(definition, label) }),
  }
}

/** As a definition that was stored before names were looked at. */
export const labelled = (definition: Definition, label: string): Definition => ({
  ...definition,
  form: definition.form.map((field) => ({ ...field, label: { 'zh-CN': label } })),
})

export const CANARY = {
  secret: 'canary-secret-9f8e7d',
  callbackToken: 'canary-callback-token-1a2b',
  callbackKey: 'canary-callback-key-3c4d',
  context: 'canary-context-5e6f',
}

export const callback: QuickApprovalCallback = {
  url: 'https://approval.example.com/feishu/approval/callback',
  token: CANARY.callbackToken,
  key: CANARY.callbackKey,
}

export const linkSettings = {
  applinkUrl: 'https://applink.feishu.cn',
  appId: 'cli_1',
  pages: 'mini_program',
  publicUrl: 'https://approval.example.com',
  linkModes: { center: 'tab', card: 'tab', reminder: 'tab', chat: 'sidebar' },
} as const

export const parts: { links: Links; callback: QuickApprovalCallback; sign: Sign } = {
  links: createLinks(linkSettings).card,
  callback,
  sign: ({ taskId }: { taskId: string }) => `${CANARY.context}.${taskId}`,
}

/** Options for a client of this Feishu, with a clock at hand and everything it logs and counts. */
export function clientOptions(baseUrl: string) {
  const clock = { at: STARTED_AT }
  const logged: unknown[] = []
  const counted: string[] = []
  const write = (fields: object, message: string) => void logged.push({ fields, message })
  const options: FeishuOptions = {
    ...linkSettings,
    baseUrl,
    botMessageUrl: `${baseUrl}/open-apis/approval/v1/message`,
    appSecret: CANARY.secret,
    callback,
    sign: parts.sign,
    gate: async (_api, call) => call(),
    now: () => clock.at,
    elapsed: () => clock.at,
    log: { debug: write, info: write, warn: write, error: write },
    timeoutMs: 10_000,
    count: (api, outcome) => void counted.push(`${api} ${outcome}`),
  }
  return { options, clock, logged, counted }
}

export function clientOf(baseUrl: string, over: Partial<FeishuOptions> = {}) {
  const { options, ...seen } = clientOptions(baseUrl)
  return { feishu: createFeishu({ ...options, ...over }), ...seen }
}

export function failureOf(answer: Answer<unknown>): Failure {
  if (answer.ok) throw new Error('the call went well')
  return answer.failure
}
