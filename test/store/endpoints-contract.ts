import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EndpointQueue, InstanceRecord } from '../../server/domain/outbox/record.ts'
import { LONGEST_PAUSE_MS } from '../../server/domain/webhooks/pauses.ts'
import { LeaseLost, type Lease, type Store } from '../../server/store/contract.ts'
import { aRecord, delivered, T0 } from '../support/builders.ts'

const ERP = 'endpoint erp'
const CRM = 'endpoint crm'

const queue = (endpoint: string, nextTryAt: number, waiting = [1, 2]): EndpointQueue => ({
  endpoint,
  waiting,
  attempts: 0,
  nextTryAt,
  lastError: null,
})

/** What a store promises of what waits for other systems. */
export function describeEndpointsContract(name: string, open: () => Promise<Store>): void {
  describe(`${name}: endpoints`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(async () => {
      await store.close()
    })
    const save = (id: string, at: number, queues: readonly EndpointQueue[]) =>
      store.instances.change(id, () => ({ next: { ...delivered(aRecord({ id, at })), queues }, result: 0 }))
    const change = (id: string, next: (record: InstanceRecord) => InstanceRecord) =>
      store.instances.change(id, (record) => ({ next: record && next(record), result: 0 }))
    const claim = async (
      line: typeof ERP | typeof CRM,
      now: number,
      more: { ahead?: boolean; limit?: number } = {},
    ) => store.outbox.claim({ now, limit: 10, leaseMs: 1_000, line, ...more })
    const ids = (leases: readonly { instanceId: string }[]) => leases.map(({ instanceId }) => instanceId)

    it('each has a line of its own, apart from Feishu’s', async () => {
      await save('i1', T0, [queue('erp', T0), queue('crm', T0 + 500)])
      await save('i2', T0 + 1, [queue('erp', T0 + 1)])
      expect(await store.outbox.nextDueAt()).toBeNull()
      expect([await store.outbox.nextDueAt(ERP), await store.outbox.nextDueAt(CRM)]).toEqual([T0, T0 + 500])
      expect(ids(await claim(ERP, T0 + 100))).toEqual(['i1', 'i2'])
      expect(await claim(CRM, T0 + 100)).toEqual([])
      expect(ids(await claim(CRM, T0 + 500))).toEqual(['i1'])
      expect(await store.outbox.claim({ now: T0 + 500, limit: 9, leaseMs: 1, line: 'todos' })).toEqual([])
    })

    it('a lease holds for its line, and a change under one that has passed on is refused', async () => {
      await save('i1', T0, [queue('erp', T0), queue('crm', T0)])
      const [erp] = await claim(ERP, T0)
      const [crm] = await claim(CRM, T0)
      const [again] = await claim(ERP, T0 + 1_000)
      const under = (lease: Lease | undefined) => store.instances.change('i1', () => ({ result: 0 }), lease)
      await expect(under(erp)).rejects.toThrow(LeaseLost)
      expect([await under(crm), await under(again)]).toEqual([0, 0])
    })

    it('what is asked for ahead is handed out before its time', async () => {
      await save('i1', T0, [queue('erp', T0 + 5_000_000)])
      expect(await claim(ERP, T0)).toEqual([])
      expect(ids(await claim(ERP, T0, { ahead: true, limit: 1 }))).toEqual(['i1'])
      expect(await claim(ERP, T0, { ahead: true, limit: 1 })).toEqual([])
    })

    it('waits for a day, and what lies further ahead was stored while the clock was ahead', async () => {
      await save('day', T0, [queue('erp', T0 + LONGEST_PAUSE_MS)])
      expect(await claim(ERP, T0)).toEqual([])
      await save('ahead', T0, [queue('erp', T0 + LONGEST_PAUSE_MS + 1)])
      expect(ids(await claim(ERP, T0))).toEqual(['ahead'])
    })

    it('counts and lists what waits, page by page, the oldest approval first, and nothing once it is taken', async () => {
      await save('late', T0 + 2, [queue('erp', T0)])
      await save('early', T0, [queue('erp', T0, [3]), queue('crm', T0)])
      await save('none', T0 + 1, [])
      expect(Object.fromEntries(await store.outbox.queued())).toEqual({
        erp: { events: 3, instances: 2 },
        crm: { events: 2, instances: 1 },
      })
      const first = await store.outbox.queues({ endpoint: 'erp', limit: 1 })
      expect(first.items).toMatchObject([{ instanceId: 'early', queue: { waiting: [3] } }])
      const second = await store.outbox.queues({ endpoint: 'erp', limit: 1, cursor: first.nextCursor ?? '' })
      expect([ids(second.items), second.nextCursor]).toEqual([['late'], null])
      expect(await store.outbox.count()).toEqual({ pending: 0, parked: 0 })

      await change('early', (record) => ({ ...record, queues: [] }))
      await change('late', (record) => ({ ...record, queues: [queue('erp', T0 + 9, [2])] }))
      expect(Object.fromEntries(await store.outbox.queued())).toEqual({ erp: { events: 1, instances: 1 } })
      expect(await store.outbox.nextDueAt(CRM)).toBeNull()
      expect(await store.outbox.queues({ endpoint: 'crm', limit: 9 })).toEqual({
        items: [],
        nextCursor: null,
      })
    })

    it('rings when something comes to wait', async () => {
      let rung = 0
      const stop = store.outbox.onWork(() => (rung += 1))
      await save('i1', T0, [queue('erp', T0)])
      await Promise.resolve()
      expect(rung).toBe(1)
      stop()
    })
  })
}
