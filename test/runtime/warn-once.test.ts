import { expect, it } from 'vitest'
import { createWarnOnce } from '../../server/runtime/warn-once.ts'

it('the same facts are warned of once, others by themselves', () => {
  const lines: string[] = []
  const warn = createWarnOnce(
    { warn: (facts, words) => void lines.push(`${JSON.stringify(facts)} ${words}`) },
    'nobody',
  )
  warn({ node: 'a', version: 1 })
  warn({ node: 'a', version: 1 })
  warn({ node: 'a', version: 2 })

  expect(lines).toEqual(['{"node":"a","version":1} nobody', '{"node":"a","version":2} nobody'])
})
