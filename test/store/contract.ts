import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../server/store/contract.ts'
import { aRecord } from '../support/builders.ts'

/** The one definition of what a store is. Every adapter's test file calls this. */
export function describeStoreContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} store`, () => {
    let store: Store

    beforeEach(async () => {
      store = await open()
    })
    afterEach(async () => {
      await store.close()
    })

    it('reads what was committed', async () => {
      const record = aRecord()
      await store.instances.change('i1', () => ({ next: record, result: undefined }))

      expect(await store.instances.read('i1')).toEqual(record)
      expect(await store.instances.read('i2')).toBeUndefined()
    })
  })
}
