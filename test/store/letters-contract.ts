import { describe, expect, it } from 'vitest'
import { LeaseLost, type Store } from '../../server/store/contract.ts'
import { aLetterRecord, LETTER } from '../support/letters.ts'
import { aRecord, T0 } from '../support/builders.ts'

/** What sources say themselves: part of the one definition of what a store is. */
export function describeLettersContract(name: string, store: () => Store): void {
  const put = (id = LETTER, at = T0, source = 'erp') =>
    store().letters.change(id, () => ({ next: aLetterRecord({ id, at, source }), result: undefined }))
  const other = '200000000000000001'
  const args = { now: T0, limit: 10, leaseMs: 1_000, line: 'letters' as const }

  describe(`${name}: letters`, () => {
    it('are read as they were committed, one change after another', async () => {
      await put()
      expect(await store().letters.read(LETTER)).toEqual(aLetterRecord())
      expect(await store().letters.read('../binding')).toBeUndefined()
      await Promise.all(
        Array.from({ length: 10 }, () =>
          store().letters.change(LETTER, (current) => ({
            next: { ...current!, effectCount: current!.effectCount + 1 },
            result: undefined,
          })),
        ),
      )
      expect((await store().letters.read(LETTER))?.effectCount).toBe(11)
    })

    it('stand in a line of their own, in which a lease is a fence', async () => {
      await put()
      expect(await store().outbox.claim({ ...args, line: 'todos' })).toEqual([])
      const [lease] = await store().outbox.claim(args)
      expect(lease).toMatchObject({ instanceId: LETTER, line: 'letters', by: 'source:erp' })
      const [later] = await store().outbox.claim({ ...args, now: T0 + 2_000 })
      const change = () => store().letters.change(LETTER, () => ({ result: 'done' }), lease)
      await expect(change()).rejects.toThrow(LeaseLost)
      await store().outbox.release(later!)
    })

    it('are counted, listed behind what waits of approvals, and changed with it', async () => {
      await store().instances.change('i1', () => ({ next: aRecord(), result: undefined }))
      await put()
      await put(other, T0 + 1)
      const { pending } = await store().outbox.count()
      const ids: string[] = []
      let cursor: string | undefined
      do {
        const page = await store().outbox.list({ cursor, limit: 1 })
        ids.push(...page.items.map(({ effect }) => effect.id))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(ids).toHaveLength(pending)
      expect(ids.slice(-2)).toEqual([`${LETTER}.1`, `${other}.1`])
      await store().outbox.edit(LETTER, (current) => ({ ...current, effects: [] }))
      await store().outbox.edit('i1', (current) => ({ ...current, effects: [] }))
      expect(await store().outbox.count()).toEqual({ pending: 1, parked: 0 })
      expect(await store().outbox.nextDueAt()).toBe(T0 + 1)
    })

    it('wait by source, and are gone when they are old', async () => {
      await put()
      await put(other, T0 + 1, 'crm')
      expect([await store().letters.waiting('erp'), await store().letters.waiting('hr')]).toEqual([1, 0])
      expect(await store().letters.removeOlder(T0 + 1)).toBe(1)
      expect([await store().letters.read(LETTER), await store().letters.waiting('erp')]).toEqual([
        undefined,
        0,
      ])
      expect(await store().letters.read(other)).toBeDefined()
      expect(await store().outbox.claim(args)).toEqual([])
    })
  })
}
