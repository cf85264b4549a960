import { expect, it } from 'vitest'
import { checkFiles } from '../../server/store/embedded/check.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { farLargerOf } from '../../server/store/embedded/far-larger.ts'
import { aRecord } from '../support/builders.ts'
import { createMemoryFiles } from '../support/memory-store.ts'

const records = (...sizes: number[]) => sizes.map((bytes, at) => ({ id: `i${at}`, bytes }))

it.each([
  ['none where there are none', [], 0, []],
  ['none where all are alike, however large', [900_000, 900_000, 900_000], 900_000, []],
  ['none that is small, however much larger', [10, 10, 10, 200_000], 10, []],
  ['the largest first', [12_000, 12_000, 12_000, 300_000, 2_800_000], 12_000, ['i4', 'i3']],
])('of records are named as far larger: %s', (_, sizes, usual, ids) => {
  const found = farLargerOf(records(...sizes))
  expect([found.usual, found.farLarger.map(({ id }) => id)]).toEqual([usual, ids])
})

it('no more are named than somebody looks into', () => {
  const many = records(
    ...Array.from({ length: 1_000 }, () => 1_000),
    ...Array.from({ length: 50 }, () => 1e6),
  )
  expect(farLargerOf(many).farLarger).toHaveLength(20)
})

it('a look into every file finds the record that grew', async () => {
  const files = createMemoryFiles()
  const { store } = createEmbeddedStore(files, async () => undefined)
  for (const id of ['i1', 'i2', 'i3']) {
    const { instance, ...record } = aRecord({ id })
    const reason = 'x'.repeat(id === 'i2' ? 400_000 : 10)
    const next = { ...record, instance: { ...instance, form: { reason } } }
    await store.instances.change(id, () => ({ next, result: undefined }))
  }
  const { sizes } = await checkFiles(files)
  expect(sizes.farLarger).toEqual([{ id: 'i2', bytes: expect.any(Number) }])
  expect(sizes.farLarger[0]?.bytes).toBeGreaterThan(400_000)
  expect(sizes.usual).toBeLessThan(10_000)
})
