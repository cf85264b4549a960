import type { PushContext } from '../../../server/domain/mirror/mirror.ts'
import type { Push, PushedHead, PushedTask } from '../../../server/domain/mirror/pushed.ts'

export const AT = 1_700_000_000_000

export const head = (over: Partial<PushedHead> = {}): PushedHead => ({
  clock: 1,
  status: 'PENDING',
  title: { 'zh-CN': '采购订单 PO-1' },
  form: [{ name: { 'zh-CN': '金额' }, value: { 'zh-CN': 'CNY 10.00' } }],
  number: 'PO-1',
  page: { pc: 'https://erp.example.com/po/1', mobile: 'https://erp.example.com/m/po/1' },
  initiator: { person: 'anna', name: null },
  department: { id: null, name: null },
  startedAt: AT,
  endedAt: null,
  ...over,
})

export const task = (over: Partial<PushedTask> = {}): PushedTask => ({
  id: 'T1',
  clock: 1,
  person: 'bob',
  title: null,
  page: null,
  status: 'PENDING',
  completeReason: null,
  node: { id: 'n1', name: { 'zh-CN': '主管' } },
  actions: [
    { type: 'APPROVE', name: null, reason: 'optional', asksFiles: false },
    { type: 'REJECT', name: null, reason: 'optional', asksFiles: false },
  ],
  context: 'their-context',
  isConsigned: false,
  countsInStatistics: true,
  createdAt: AT,
  endedAt: null,
  ...over,
})

export const push = (over: Partial<Push> = {}): Push => ({
  mode: 'update',
  head: head(),
  tasks: [task()],
  cc: [],
  ...over,
})

const person = (name: string) => ({ userId: `u_${name}`, openId: `ou_${name}`, name })

export const context = (over: Partial<PushContext> = {}): PushContext => ({
  id: 'erp-po-1',
  definition: { code: 'erp.purchase', version: 1 },
  source: 'erp',
  externalId: 'PO-1',
  sendsCards: true,
  people: { anna: person('anna'), bob: person('bob'), carol: person('carol') },
  at: AT + 1_000,
  ...over,
})
