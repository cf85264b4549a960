import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readNumberFormat, seriesOf, type DocumentNumber } from '../../shared/document-number.ts'
import type { Store } from '../../server/store/contract.ts'
import { aRecord, decided } from '../support/builders.ts'

type Asked = { definition?: string; format?: string; day?: string }

/** How numbers are given. Part of the contract (contract.ts). */
export function describeNumbersContract(name: string, open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(async () => {
    await store.close()
  })

  const series = ({ definition = 'leave', format = 'QJ-{yyyyMM}-{0000}', day = '2026-11-20' }: Asked) => {
    const read = readNumberFormat(format)
    if (!read.format) throw new Error(read.fault)
    return seriesOf(definition, read.format, day)
  }
  const begin = (id: string, asked: Asked = {}): Promise<DocumentNumber> => {
    const definition = { code: asked.definition ?? 'leave', version: 1 }
    return store.instances.change(id, (_, nextNumber) => {
      const number = nextNumber(series(asked))
      return { next: aRecord({ id, definition, number }), result: number }
    })
  }
  const peek = (asked: Asked = {}): Promise<string> =>
    store.instances.change('peek', (_, nextNumber) => ({ result: nextNumber(series(asked)).text }))

  describe(`${name}: numbers`, () => {
    it('are given one after the other, and kept with what begins with them', async () => {
      expect((await begin('i1')).text).toBe('QJ-202611-0001')
      expect(await begin('i2')).toEqual({ text: 'QJ-202611-0002', period: '202611', count: 2 })
      expect((await store.instances.read('i2'))?.instance.number?.text).toBe('QJ-202611-0002')
    })

    it('are never given twice, however many begin at once', async () => {
      const numbers = await Promise.all(Array.from({ length: 50 }, (_, n) => begin(`i${n}`)))
      expect(new Set(numbers.map(({ text }) => text)).size).toBe(50)
      expect(Math.max(...numbers.map(({ count }) => count))).toBe(50)
    })

    it('are given with the write alone: a change that writes nothing or fails takes none', async () => {
      expect([await peek(), await peek()]).toEqual(['QJ-202611-0001', 'QJ-202611-0001'])
      const failing = store.instances.change('i1', (_, nextNumber) => {
        nextNumber(series({}))
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect((await begin('i1')).count).toBe(1)
    })

    it('are the same when they are asked for again within one change', async () => {
      const counts = await store.instances.change('i1', (_, nextNumber) => {
        const twice = [nextNumber(series({})), nextNumber(series({}))] as const
        return { next: aRecord({ id: 'i1', number: twice[0] }), result: twice.map(({ count }) => count) }
      })
      expect(counts).toEqual([1, 1])
      expect((await begin('i2')).count).toBe(2)
    })

    it('begin anew with another period, and go on with an earlier one', async () => {
      await begin('i1')
      await begin('i2')
      expect((await begin('i3', { day: '2026-12-01' })).text).toBe('QJ-202612-0001')
      // A clock that was set back.
      expect((await begin('i4', { day: '2026-11-30' })).text).toBe('QJ-202611-0003')
    })

    it('of one definition are not those of another', async () => {
      await begin('i1')
      expect((await begin('i2', { definition: 'claim', format: 'BX-{yyyyMM}-{0000}' })).count).toBe(1)
      // A code that the other's code and period could be read as.
      expect((await begin('i3', { definition: 'leave 202611', format: 'X{0}' })).count).toBe(1)
    })

    it('go on when their definition writes them otherwise', async () => {
      await begin('i1')
      expect((await begin('i2', { format: 'Leave{yyyy}.{MM}_{00}' })).text).toBe('Leave2026.11_02')
    })

    it('leave out what another instance is called, letters’ case aside', async () => {
      await begin('i1', { definition: 'claim', format: 'qj-{yyyy}11-{0000}' })
      expect((await begin('i2')).text).toBe('QJ-202611-0002')
      // By this definition itself, under an earlier format: the texts of two formats can meet.
      for (let n = 0; n < 3; n += 1) await begin(`old${n}`, { format: 'B{yyyy}1{000}' })
      const october = { format: 'B{yyyyMM}{00}', day: '2026-10-01' }
      expect((await begin('i4', october)).text).toBe('B20261004')
    })

    it('stay when what they were given to changes', async () => {
      await begin('i1')
      await store.instances.change('i1', (current) => ({ next: decided(current!, 'i1_t1'), result: null }))
      expect((await store.instances.read('i1'))?.instance.number?.count).toBe(1)
      expect((await begin('i2')).count).toBe(2)
    })

    it('cannot be made up: what another has is refused, and nothing is written', async () => {
      const number = await begin('i1')
      const stolen = store.instances.change('i2', () => ({
        next: aRecord({ id: 'i2', number }),
        result: null,
      }))
      await expect(stolen).rejects.toThrow(/number/)
      expect(await store.instances.read('i2')).toBeUndefined()
    })

    it('are what their instances are found by, whole and by their beginning', async () => {
      await begin('i1')
      for (let n = 2; n <= 12; n += 1) await begin(`i${n}`)
      expect(await store.instances.numbered('qj-202611-0001')).toBe('i1')
      expect(await store.instances.numbered('QJ-202611-000')).toBeUndefined()
      expect(await store.instances.numbered('i1')).toBeUndefined()
      expect([...(await store.instances.beginning('Qj-202611-001', 10))].sort()).toEqual([
        'i10',
        'i11',
        'i12',
      ])
      expect(await store.instances.beginning('qj-2026', 5)).toHaveLength(5)
    })

    it('that are none leave no trace', async () => {
      await store.instances.change('i1', () => ({ next: aRecord(), result: null }))
      expect((await store.instances.read('i1'))?.instance).not.toHaveProperty('number')
      expect((await begin('i2')).count).toBe(1)
    })
  })
}
