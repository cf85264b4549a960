import { expect, it } from 'vitest'
import { createConcurrencyLimit } from '../../server/runtime/concurrency-limit.ts'

it('lets so many in at a time, in the order they came, and goes on after one that failed', async () => {
  const limit = createConcurrencyLimit(2)
  const order: number[] = []
  let inside = 0
  let most = 0
  const work = (number: number) => async () => {
    order.push(number)
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 1))
    inside -= 1
    if (number === 1) throw new Error('one fails')
    return number
  }

  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => limit(work(number))))

  expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1)
  expect(order).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
})

it('lets in one of everybody in turn, however many one of them has', async () => {
  const limit = createConcurrencyLimit(1)
  const order: string[] = []
  const work = (who: string) => limit(async () => void order.push(who), who)
  await Promise.all([
    ...Array.from({ length: 50 }, () => work('many')),
    work('one'),
    work('other'),
    work('one'),
  ])
  expect(order).toHaveLength(53)
  expect(order.slice(0, 6).sort()).toEqual(['many', 'many', 'many', 'one', 'one', 'other'].sort())
})
