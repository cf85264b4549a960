import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceStatus } from '../../shared/status.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition, aRecord } from './builders.ts'
import { createHarness } from './http-server.ts'

const label = (text: string) => ({ 'zh-CN': text })
const flow = [{ id: 'manager', name: label('直属上级'), approvers: { manager: 1 } }]

export const TRIP = aDefinition({
  code: 'trip',
  name: { 'zh-CN': '出差', 'en-US': 'Business trip', 'ja-JP': '出張' },
  form: [{ key: 'city', type: 'text', label: label('城市'), summary: true }],
  flow,
  cc: [],
})

/** Names approvals of any kind, trips alone, and one trip for each of its items. */
export const EXPENSE = aDefinition({
  code: 'expense',
  name: { 'zh-CN': '报销', 'en-US': 'Expense', 'ja-JP': '経費' },
  form: [
    { key: 'any', type: 'approval', label: label('关联审批'), maxCount: 3, summary: true },
    { key: 'trip', type: 'approval', label: label('出差'), definitions: ['trip'], maxCount: 20 },
    {
      key: 'items',
      type: 'table',
      label: label('明细'),
      columns: [
        { key: 'what', type: 'text', label: label('内容') },
        { key: 'trip', type: 'approval', label: label('出差'), definitions: ['trip'], maxCount: 2 },
      ],
    },
  ],
  flow,
  cc: [],
})

/** Alice's, Bob's and whoever's approvals, which expenses then name. */
export async function createLinking() {
  const harness = await createHarness({ definitions: [TRIP, EXPENSE] })
  const { ctx, store } = harness
  const submit = (
    form: object,
    more: Partial<Parameters<typeof submitInstance>[1]> = {},
    definition = 'expense',
  ) =>
    submitInstance(ctx, {
      definition,
      form: { ...form },
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: 'zh-CN',
      ...more,
    })
  const trip = (userId = 'u_alice', city = '上海') => submit({ city }, { userId }, 'trip')
  /** As it stands in the store, without a way there. */
  const become = (id: string, status: InstanceStatus) =>
    store.instances.change(id, (record) => {
      if (!record) throw new Error(`there is no ${id}`)
      return { next: { ...record, instance: { ...record.instance, status } }, result: undefined }
    })
  /** One that somebody started long ago, put into the store as it is. */
  const put = (id: string, userId: string, at: number, code = 'trip') =>
    store.instances.change(id, () => {
      const initiator = { userId, openId: userId.replace('u_', 'ou_'), name: userId, department: null }
      const record = aRecord({
        id,
        at,
        definition: { code, version: 1 },
        initiator,
        people: { [userId]: initiator },
        form: { city: `城市 ${id}` },
        ccAtEnd: [],
      })
      return { next: toRecord(undefined, { instance: record.instance, act: record.history[0]! }), result: 0 }
    })
  return { ...harness, submit, trip, become, put }
}
