import { afterEach, describe, expect, it } from 'vitest'
import { LONGEST_WAIT_MS } from '../../server/domain/outbox/due.ts'
import { settled } from '../support/fake-clock.ts'
import type { Fault } from './fake-feishu.ts'
import { openRig, type Rig } from './rig.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const COUNT = 8
/** A look at the outbox, and the request itself. */
const ON_THE_WAY_MS = 10_000

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    const stopping = rig.stop()
    await rig.clock.advance(20_000)
    await stopping
    expect(rig.clock.sleepers(), 'a timer was left behind').toBe(0)
    expect(rig.feishu.violations).toEqual([])
  }
})

/** What Feishu answers until it answers well, and how long an effect has waited by then. */
const TROUBLES: Readonly<Record<string, Fault>> = {
  'an outage': { kind: 'refused', class: 'not_sent' },
  'a setting that is wrong': { kind: 'refused', class: 'configuration', code: 60001 },
  'a quota that is used up': { kind: 'refused', class: 'quota', code: 99_991_403 },
  'a pace that it refuses': { kind: 'refused', class: 'pace', retryAfterMs: 30_000 },
}

/** What waits, and has failed long enough for its pauses to have grown. */
async function setUp(trouble: string) {
  let fault = TROUBLES[trouble]
  const rig = await openRig({ fault: () => fault })
  rigs.push(rig)
  for (let n = 0; n < COUNT; n += 1) await rig.begin(`i${n}`)
  await rig.clock.advance(20 * MINUTE)
  expect(rig.feishu.cards).toEqual([])
  return { rig, heal: () => (fault = undefined) }
}

async function expectAllWithin(rig: Rig, ms: number): Promise<void> {
  await settled()
  await rig.clock.advance(ms)
  expect(rig.feishu.cards.map(({ taskId }) => taskId).sort()).toEqual(
    Array.from({ length: COUNT }, (_, n) => `i${n}_t1`),
  )
  expect([...rig.feishu.held.keys()]).toHaveLength(COUNT)
  expect((await rig.store().outbox.count()).pending).toBe(0)
}

describe.each(Object.keys(TROUBLES))('while deliveries wait for the end of %s', (trouble) => {
  it.each([
    ['a day back', [-DAY]],
    ['a day ahead', [DAY]],
    ['a day back, and right again', [-DAY, DAY]],
    ['a day ahead, and right again', [DAY, -DAY]],
    ['55 minutes ahead, and right again', [55 * MINUTE, -55 * MINUTE]],
  ])('a wall clock that goes %s makes none wait longer than its longest wait', async (_, jumps) => {
    const { rig, heal } = await setUp(trouble)
    for (const ms of jumps) {
      rig.clock.jump(ms)
      // Each is tried once more under that clock, and its next time is stored.
      await rig.clock.advance(20 * MINUTE)
    }
    heal()
    await expectAllWithin(rig, LONGEST_WAIT_MS + ON_THE_WAY_MS)
  })

  it.each([
    ['back', -DAY],
    ['ahead', DAY],
  ])('nor does one that went a day %s while the server was down', async (_, ms) => {
    const { rig, heal } = await setUp(trouble)
    rig.clock.jump(ms)
    await rig.crash()
    heal()
    await expectAllWithin(rig, LONGEST_WAIT_MS + ON_THE_WAY_MS)
  })
})
