import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSortedList } from '../../server/store/row/sorted-list.ts'

it('does what an array does that is sorted again after every change', () => {
  // Enough values for several chunks, and few enough different ones for many removals to hit.
  const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 3_000 }))
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 0, maxLength: 4_000, size: 'max' }),
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: -1, max: 3_001 }),
      (steps, lookAt, at) => {
        const list = createSortedList<number>((a, b) => a - b)
        const model = new Set<number>()
        for (const [n, [isAdd, value]] of steps.entries()) {
          if (n === lookAt) list.first()
          if (isAdd && !model.has(value)) list.add(value)
          if (!isAdd) list.remove(value)
          if (isAdd) model.add(value)
          else model.delete(value)
        }
        const sorted = [...model].sort((a, b) => a - b)
        expect(list.first()).toBe(sorted[0])
        expect([...list.after()]).toEqual(sorted)
        expect([...list.after(at)]).toEqual(sorted.filter((value) => value > at))
        expect([...list.from(at)]).toEqual(sorted.filter((value) => value >= at))
        expect([...list.before()]).toEqual(sorted.toReversed())
        expect([...list.before(at)]).toEqual(sorted.filter((value) => value < at).toReversed())
      },
    ),
    { numRuns: 60 },
  )
})
