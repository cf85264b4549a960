import { afterAll, expect, it } from 'vitest'
import { benchCallbacks } from './callbacks.ts'
import { benchFairness } from './fairness.ts'
import { benchLargeTable } from './large-table.ts'
import { benchPacing } from './pacing.ts'
import { benchPages } from './pages.ts'
import { benchPeople } from './people.ts'
import { benchPresses } from './presses.ts'
import { benchShutdown } from './shutdown.ts'
import { benchStore, type Row } from './store.ts'
import { benchWebhooks } from './webhooks.ts'

const rows: Row[] = []

afterAll(() => {
  const shown = rows.map(({ name, value, unit, limit, aim }) => {
    const wanted = limit ?? aim
    return {
      measured: name,
      value: `${Number(value.toPrecision(4))} ${unit}`.trim(),
      wanted: wanted === undefined ? '' : `${limit === undefined ? 'aim ' : ''}≤ ${wanted}`,
      kept: wanted === undefined ? '' : value <= wanted ? 'yes' : 'NO',
    }
  })
  console.table(shown)
})

it.each([
  ['the store', benchStore],
  ['people', benchPeople],
  ['pacing', benchPacing],
  ['callbacks', benchCallbacks],
  ['webhooks', benchWebhooks],
  ['presses', benchPresses],
  ['fairness', benchFairness],
  ['shutdown', benchShutdown],
  ['pages', benchPages],
  ['a large table', benchLargeTable],
])('%s', async (_name, bench) => {
  const measured = await bench()
  rows.push(...measured)
  expect(measured.filter(({ value, limit }) => limit !== undefined && value > limit)).toEqual([])
})
