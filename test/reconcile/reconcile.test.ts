import { afterEach, describe, expect, it } from 'vitest'
import { createReconcile } from '../../server/reconcile/reconcile.ts'
import { openRig, type Rig, type RigOptions } from '../delivery/rig.ts'

const rigs: Rig[] = []
const MINUTE = 60_000

async function setUp(options: RigOptions = {}) {
  const rig = await openRig(options)
  rigs.push(rig)
  const log = { info: () => undefined, warn: () => undefined }
  const reconcile = createReconcile({ store: rig.store(), feishu: rig.feishu, now: rig.clock.now, log })
  const run = async (options?: { since?: number }) => {
    const result = await reconcile.runOnce(options)
    await rig.quiet()
    return result
  }
  const checks = () => rig.feishu.calls.filter(({ api }) => api === 'check').length
  return { rig, run, checks, reconcile }
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    const stopping = rig.stop()
    await rig.clock.advance(20_000)
    await stopping
    expect(rig.clock.sleepers()).toBe(0)
  }
})

const forget = (rig: Rig, id: string) => rig.feishu.held.delete(id)

describe('reconcile', () => {
  it('asks nothing when nothing changed', async () => {
    const { rig, run, checks } = await setUp()
    expect(await run()).toEqual({ checked: 0, repaired: [], waiting: 0 })
    await rig.begin('i1')
    await rig.quiet()
    expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 0 })
    for (let n = 0; n < 5; n += 1) {
      expect(await run()).toEqual({ checked: 0, repaired: [], waiting: 0 })
      await rig.clock.advance(5 * MINUTE)
    }

    expect(checks()).toBe(1)
  })

  it('R12: pushes again what Feishu does not hold, with higher clocks and UPDATE, and then agrees', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1')
    await rig.begin('i2')
    await rig.quiet()
    const before = (await rig.record('i1')).instance
    forget(rig, 'i1')

    expect(await run()).toEqual({ checked: 2, repaired: ['i1'], waiting: 0 })
    const { instance, history } = await rig.record('i1')
    expect(instance.clock).toBeGreaterThan(before.clock)
    expect(history.at(-1)).toMatchObject({
      verb: 'repair',
      by: null,
      via: 'system',
      events: [{ type: 'clocks_raised' }],
    })
    expect(rig.feishu.calls.at(-1)).toMatchObject({ api: 'sync', mode: 'UPDATE' })
    expect(rig.feishu.held.get('i1')?.clock).toBe(instance.clock)
    expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 0 })
  })

  it('lifts the clocks above what Feishu holds, though that lies in the future', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1')
    await rig.quiet()
    const tomorrow = rig.clock.now() + 86_400_000
    const held = rig.feishu.held.get('i1')
    if (held) held.clock = tomorrow

    expect((await run()).repaired).toEqual(['i1'])
    expect((await rig.record('i1')).instance.clock).toBeGreaterThan(tomorrow)
    expect(rig.feishu.violations).toEqual([])
  })

  it('pushes again when Feishu does not hold one of the tasks', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1')
    await rig.quiet()
    rig.feishu.held.get('i1')?.tasks.delete('i1_t1')

    expect((await run()).repaired).toEqual(['i1'])
    expect(rig.feishu.held.get('i1')?.tasks.has('i1_t1')).toBe(true)
  })

  it('replaces what is there when Feishu is ahead: this store was restored from an older state', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1')
    await rig.quiet()
    const old = await rig.record('i1')
    await rig.clock.advance(MINUTE)
    await rig.decide('i1_t1')
    await rig.quiet()
    await rig.store().instances.change('i1', () => ({ next: old, result: undefined }))
    rig.feishu.calls.length = 0

    expect((await run()).repaired).toEqual(['i1'])
    expect(rig.feishu.calls.filter(({ api }) => api === 'sync')).toMatchObject([{ mode: 'REPLACE' }])
    expect([...(rig.feishu.held.get('i1')?.tasks.keys() ?? [])]).toEqual(['i1_t1'])
    expect((await rig.record('i1')).repairBy).toBeUndefined()
    expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 0 })
    await rig.decide('i1_t1')
    await rig.quiet()
    expect(rig.feishu.calls.filter(({ api }) => api === 'sync').at(-1)).toMatchObject({ mode: 'UPDATE' })
  })

  it('leaves alone what still has to be told, and comes back to it', async () => {
    let down = true
    const { rig, reconcile, run, checks } = await setUp({
      fault: ({ api }) => (down && api !== 'check' ? { kind: 'refused', class: 'not_sent' } : undefined),
    })
    await rig.begin('i1')
    for (let n = 0; n < 3; n += 1) {
      await rig.clock.advance(10 * MINUTE)
      expect(await reconcile.runOnce()).toEqual({ checked: 0, repaired: [], waiting: 1 })
    }
    expect(checks()).toBe(0)
    down = false
    await rig.quiet()

    expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 0 })
    expect(await run()).toEqual({ checked: 0, repaired: [], waiting: 0 })
  })

  it('tries again a push that stayed unclear, and not one that Feishu refused', async () => {
    let cause: 'unclear' | 'refused' | undefined = 'unclear'
    const { rig, reconcile, run } = await setUp({
      fault: ({ api }) => (cause && api === 'sync' ? { kind: 'refused', class: cause } : undefined),
    })
    await rig.begin('i1')
    await rig.quiet()
    cause = 'refused'
    await rig.begin('i2')
    await rig.quiet()
    cause = undefined

    expect(await reconcile.runOnce()).toEqual({ checked: 0, repaired: [], waiting: 2 })
    await rig.quiet()
    expect([...rig.feishu.held.keys()]).toEqual(['i1'])
    expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 1 })
  })

  it('says so when Feishu does not answer, and begins at the same place next time', async () => {
    let down = true
    const { rig, reconcile, run } = await setUp({
      fault: ({ api }) => (down && api === 'check' ? { kind: 'refused', class: 'unclear' } : undefined),
    })
    await rig.begin('i1')
    await rig.quiet()

    await expect(reconcile.runOnce()).rejects.toMatchObject({ code: 'feishu_unavailable' })
    down = false
    expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 0 })
  })

  it.each([false, true])(
    'repairs nothing that moved on while Feishu was asked (told: %s)',
    async (andTell) => {
      const { rig, run } = await setUp()
      await rig.begin('i1')
      await rig.quiet()
      forget(rig, 'i1')
      const ask = rig.feishu.check
      rig.feishu.check = async (instances) => {
        const answer = await ask(instances)
        await rig.decide('i1_t1')
        if (andTell) await rig.quiet()
        return answer
      }

      expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 1 })
      rig.feishu.check = ask
      expect(await run()).toEqual({ checked: 1, repaired: [], waiting: 0 })
    },
  )

  it('asks for a hundred at a time', async () => {
    const { rig, run } = await setUp()
    for (let n = 0; n < 250; n += 1) await rig.begin(`i${n}`)
    await rig.quiet()

    expect(await run()).toMatchObject({ checked: 250 })
    expect(rig.feishu.calls.filter(({ api }) => api === 'check').map(({ about }) => about)).toEqual([
      '100',
      '100',
      '50',
    ])
  })

  it('compares everything since an instant when asked to', async () => {
    const { rig, run } = await setUp()
    const begunAt = rig.clock.now()
    await rig.begin('i1')
    await rig.quiet()
    await run()
    await rig.clock.advance(60 * MINUTE)
    forget(rig, 'i1')
    expect(await run()).toMatchObject({ checked: 0 })

    expect(await run({ since: begunAt })).toMatchObject({ checked: 1, repaired: ['i1'] })
  })

  it('misses no change that was stamped before the last run, and stored after it', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1')
    await rig.clock.advance(10 * MINUTE)
    await rig.begin('i3')
    await rig.quiet()
    await run()
    rig.clock.jump(-MINUTE)
    await rig.begin('i2')
    rig.clock.jump(MINUTE)
    await rig.quiet()
    forget(rig, 'i2')

    expect((await run()).repaired).toEqual(['i2'])
  })

  it('misses no change that was made after the clock was set back by a day', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1')
    await rig.quiet()
    await run()
    rig.clock.jump(-86_400_000)
    await rig.begin('i2')
    await rig.quiet()
    forget(rig, 'i2')

    expect((await run()).repaired).toContain('i2')
    await run()
    expect(await run()).toEqual({ checked: 0, repaired: [], waiting: 0 })
  })

  it('two runs at a time come one after the other', async () => {
    const { rig, reconcile, checks } = await setUp()
    await rig.begin('i1')
    await rig.quiet()
    const [one, two] = await Promise.all([reconcile.runOnce(), reconcile.runOnce()])

    expect([one.checked, two.checked]).toEqual([1, 0])
    expect(checks()).toBe(1)
  })
})
