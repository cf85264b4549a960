import { expect, it } from 'vitest'
import { createReport } from '../../server/delivery/report.ts'
import { createMetrics } from '../../server/runtime/metrics.ts'
import { aRecord } from '../support/builders.ts'

function setUp() {
  const said: { level: string; facts: object; words: string }[] = []
  const at = (level: string) => (facts: object, words: string) => void said.push({ level, facts, words })
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  const metrics = createMetrics()
  const outbox = { count: async () => ({ pending: 0, parked: 0 }) }
  const report = createReport({ log, metrics, now: () => 0, outbox })
  const [effect] = aRecord().effects
  if (!effect) throw new Error('a start has effects')
  return { said, metrics, report, effect }
}

const LACKING = { instance: 0, tasks: 2, ccs: 1 }

it('what Feishu took and did not apply is warned of, and counted by kind', async () => {
  const { said, metrics, report, effect } = setUp()
  report({ effect, became: 'retried', lacking: LACKING })

  expect(said).toEqual([
    {
      level: 'warn',
      facts: expect.objectContaining({ effect: effect.id, lacking: LACKING }) as object,
      words: 'Feishu took a push and did not apply all of it: the whole is pushed again',
    },
  ])
  const text = await metrics.render()
  expect(text).toContain('approval_push_not_applied_total{of="tasks"} 2')
  expect(text).toContain('approval_push_not_applied_total{of="ccs"} 1')
})

it('and that it is given up, an operator is told with what is lacking', () => {
  const { said, report, effect } = setUp()
  report({ effect, became: 'parked', lacking: LACKING })
  expect(said).toMatchObject([
    { level: 'warn', facts: { lacking: LACKING }, words: 'given up: an operator has to look at it' },
  ])
})

it('a push that was applied is no word in the log', () => {
  const { said, report, effect } = setUp()
  report({ effect, became: 'delivered' })
  expect(said.map(({ level }) => level)).toEqual(['debug'])
})
