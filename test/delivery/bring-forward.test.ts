import { expect, it } from 'vitest'
import { bringForward } from '../../server/delivery/bring-forward.ts'
import { aRecord, T0 } from '../support/builders.ts'
import { openMemoryStore } from '../support/memory-store.ts'

const HOUR_MS = 3_600_000

it('what was stored to wait while the clock was a year ahead is due at the next start, and nothing else changes', async () => {
  const store = openMemoryStore()
  const waiting = aRecord({ id: 'soon' })
  const far = aRecord({ id: 'far' })
  const effects = far.effects.map((effect) => ({ ...effect, nextTryAt: T0 + 8_760 * HOUR_MS, attempts: 3 }))
  await store.instances.change('soon', () => ({ next: waiting, result: undefined }))
  await store.instances.change('far', () => ({ next: { ...far, effects }, result: undefined }))
  const words: string[] = []

  await bringForward(store, T0, { warn: (_facts, line) => void words.push(line) })

  const [moved, kept] = await Promise.all([store.instances.read('far'), store.instances.read('soon')])
  expect(moved?.effects.map(({ nextTryAt, attempts }) => [nextTryAt, attempts])).toEqual(
    effects.map(() => [T0, 3]),
  )
  expect(kept).toEqual(waiting)
  expect(words).toHaveLength(1)
})
