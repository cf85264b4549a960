import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openKeyRing } from '../../server/callbacks/action-context.ts'
import { openCallbackCredentials } from '../../server/callbacks/callback-credentials.ts'
import { T0 } from '../support/builders.ts'
import { openMemoryStore } from '../support/memory-store.ts'

const DAY = 24 * 60 * 60_000
const CLAIM = { instanceId: 'i1', taskId: 'i1_t1', userId: 'u_bob', round: 1 }
const { userId: BOB, ...SIGNED } = CLAIM

function setUp() {
  let now = T0
  const { notes } = openMemoryStore()
  const open = (app = 'cli_1') => openKeyRing(notes, { app, now: () => now, random: randomBytes })
  return { notes, open, advance: (ms: number) => void (now += ms) }
}

describe('an action_context', () => {
  it('verifies for the app and the person it was made for, and says which task', async () => {
    const { open } = setUp()
    const ring = await open()
    expect(await ring.verify(ring.sign(CLAIM), BOB)).toEqual(SIGNED)
    expect(await ring.verify(ring.sign(CLAIM), 'u_alice')).toBeUndefined()
    expect(await (await open('cli_2')).verify(ring.sign(CLAIM), BOB)).toBeUndefined()
  })

  it('is at most 200 characters, for the longest ids', async () => {
    const ring = await setUp().open()
    const id = 'a'.repeat(32)
    expect(ring.sign({ ...CLAIM, instanceId: id, taskId: `${id}_t300`, round: 999 }).length).toBeLessThan(200)
  })

  it('is bound in every part: no other text verifies', async () => {
    const ring = await setUp().open()
    const text = ring.sign(CLAIM)
    const change = fc.record({
      at: fc.nat(text.length - 1),
      by: fc.constantFrom('0', '1', '9', 'a', 'f', 'Z', '.', '_', '-', ' '),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const changed = text.slice(0, at) + by + text.slice(at + 1)
        fc.pre(changed !== text)
        expect(await ring.verify(changed, BOB)).toBeUndefined()
      }),
      { numRuns: 1_000 },
    )
    for (const other of ['', text.slice(0, -1), `${text}A`, ` ${text}`, text.replace(/\.[^.]+$/, '.')]) {
      expect(await ring.verify(other, BOB)).toBeUndefined()
    }
  })

  it('cannot be moved to another task or round', async () => {
    const ring = await setUp().open()
    const text = ring.sign(CLAIM)
    expect(await ring.verify(text.replace('i1_t1', 'i1_t2'), BOB)).toBeUndefined()
    expect(await ring.verify(text.replace('.1.', '.2.'), BOB)).toBeUndefined()
  })
})

describe('the key ring', () => {
  it('outlives the process', async () => {
    const { open } = setUp()
    const text = (await open()).sign(CLAIM)
    expect(await (await open()).verify(text, BOB)).toEqual(SIGNED)
  })

  it('takes a new key after 90 days, also in a process that goes on; the old ones stay valid', async () => {
    const { notes, open, advance } = setUp()
    const ring = await open()
    const text = ring.sign(CLAIM)
    advance(90 * DAY)
    ring.sign(CLAIM)
    await expect.poll(async () => JSON.stringify(await notes.read('context-keys'))).toMatch(/secret.*secret/)
    const later = ring.sign(CLAIM)
    expect(later.split('.')[1]).not.toBe(text.split('.')[1])
    expect(await ring.verify(text, BOB)).toEqual(SIGNED)
    expect(await (await open()).verify(later, BOB)).toEqual(SIGNED)
  })

  it('a key that cannot be stored does not sign', async () => {
    const { notes, advance } = setUp()
    let now = T0
    const failures: unknown[] = []
    const failing = { ...notes }
    const deps = { app: 'cli_1', now: () => now, random: randomBytes }
    const ring = await openKeyRing(failing, {
      ...deps,
      onRotationFailed: (error) => void failures.push(error),
    })
    const text = ring.sign(CLAIM)
    failing.change = () => Promise.reject(new Error('disk full'))
    now += 91 * DAY
    ring.sign(CLAIM)
    await expect.poll(() => failures.length).toBe(1)
    expect(ring.sign(CLAIM).split('.')[1]).toBe(text.split('.')[1])
    advance(0)
  })

  it('is one for servers that start, or rotate, at the same time on the same store', async () => {
    const { notes, open, advance } = setUp()
    const keyOf = async (ring: ReturnType<typeof open>) => (await ring).sign(CLAIM).split('.')[1]
    const first = await Promise.all([keyOf(open()), keyOf(open())])
    expect(first[0]).toBe(first[1])
    advance(91 * DAY)
    const next = await Promise.all([keyOf(open()), keyOf(open())])
    expect(next[0]).toBe(next[1])
    expect(await notes.read('context-keys')).toMatchObject({ keys: { length: 2 } })
  })

  it('knows a key that another process made since', async () => {
    const { open, advance } = setUp()
    const first = await open()
    advance(90 * DAY)
    const second = await open()
    expect(await first.verify(second.sign(CLAIM), BOB)).toEqual(SIGNED)
  })
})

describe('callback credentials', () => {
  it('keep the earlier pairs, the present one first', async () => {
    const { notes } = openMemoryStore()
    const [one, two] = [
      { token: 't1', key: null },
      { token: 't2', key: 'k2' },
    ]
    expect(await openCallbackCredentials(notes, one)).toEqual([one])
    expect(await openCallbackCredentials(notes, two)).toEqual([two, one])
    expect(await openCallbackCredentials(notes, two)).toEqual([two, one])
    expect(await openCallbackCredentials(notes, one)).toEqual([one, two])
  })

  it('are none without a present one', async () => {
    const { notes } = openMemoryStore()
    await openCallbackCredentials(notes, { token: 't1', key: null })
    expect(await openCallbackCredentials(notes, undefined)).toEqual([])
  })
})
