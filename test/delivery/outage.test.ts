import { afterEach, expect, it } from 'vitest'
import type { Fault } from './fake-feishu.ts'
import { openRig, type Rig } from './rig.ts'

const MINUTE_MS = 60_000
const DOWN: Fault = { kind: 'refused', class: 'not_sent' }

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    const stopping = rig.stop()
    await rig.clock.advance(20_000)
    await stopping
  }
})

/** A worker, and what it says at `info` and above. */
async function setUp(fault: () => Fault | undefined) {
  const lines: string[] = []
  const line = (level: string) => (_facts: object, words: string) => void lines.push(`${level} ${words}`)
  const log = { debug: () => undefined, info: line('info'), warn: line('warn'), error: line('error') }
  const rig = await openRig({ fault, log })
  rigs.push(rig)
  const begin = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) await rig.begin(`i${at}`)
  }
  return { rig, lines, begin }
}

it('an outage of Feishu is one line for all that waits, and one when it is over', async () => {
  let fault: Fault | undefined = DOWN
  const { rig, lines, begin } = await setUp(() => fault)
  await begin(12)
  await rig.clock.advance(4 * MINUTE_MS)
  expect(lines).toEqual([expect.stringMatching(/^warn Feishu cannot be reached: \d+ deliveries wait$/)])

  fault = undefined
  await rig.quiet()
  expect(lines.slice(1)).toEqual(['info Feishu can be reached again: what waits is delivered'])
})

it('a long outage is said again every few minutes, however many try', async () => {
  const { rig, lines, begin } = await setUp(() => DOWN)
  await begin(12)
  await rig.clock.advance(60 * MINUTE_MS)

  expect(new Set(lines.slice(1))).toEqual(new Set(['warn Feishu cannot be reached: 24 deliveries wait']))
  expect(lines.length).toBeGreaterThan(5)
  expect(lines.length).toBeLessThanOrEqual(12)
})

it('a request that fails alone is no outage, and neither is one that comes back soon after the last a second line', async () => {
  const faults: (Fault | undefined)[] = [DOWN]
  const { rig, lines, begin } = await setUp(() => faults.shift())
  await begin(1)
  await rig.quiet()
  expect(lines).toEqual([])

  for (const id of ['i8', 'i9']) {
    faults.push(DOWN, DOWN, DOWN)
    await rig.begin(id)
    await rig.quiet()
  }
  expect(lines).toHaveLength(2)
})

it('an answer in which Feishu has a fault of its own is told from a network that is down', async () => {
  const { rig, lines, begin } = await setUp(() => ({ kind: 'refused', class: 'unclear', code: 65001 }))
  await begin(2)
  await rig.clock.advance(MINUTE_MS)

  expect(lines).toEqual(['warn Feishu answers with faults: 4 deliveries wait'])
})
