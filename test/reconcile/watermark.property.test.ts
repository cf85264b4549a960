import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createReconcile } from '../../server/reconcile/reconcile.ts'
import { openRig } from '../delivery/rig.ts'

const aMove = fc.oneof(
  fc.record({
    do: fc.constantFrom('begin' as const, 'decide' as const, 'lose' as const),
    instance: fc.nat(2),
  }),
  fc.record({ do: fc.constant('reconcile' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 30_000, 300_000) }),
)

it('whenever it runs, and whatever Feishu lost since, the last run leaves nothing that differs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aMove, { maxLength: 20 }), async (moves) => {
      const rig = await openRig()
      const log = { info: () => undefined, warn: () => undefined }
      const reconcile = createReconcile({ store: rig.store(), feishu: rig.feishu, now: rig.clock.now, log })
      for (const move of moves) {
        if (move.do === 'wait') await rig.clock.advance(move.ms)
        else if (move.do === 'reconcile') await reconcile.runOnce()
        else {
          const id = `i${move.instance}`
          const record = await rig.store().instances.read(id)
          if (move.do === 'begin' && !record) await rig.begin(id)
          const task = record?.instance.tasks.find(({ status }) => status === 'PENDING')
          if (move.do === 'decide' && task) await rig.decide(task.id)
          // Only what is lost before it was compared is looked for.
          if (move.do === 'lose' && record?.effects.length) rig.feishu.held.delete(id)
        }
      }
      await rig.quiet()
      await reconcile.runOnce()
      await rig.quiet()

      const instances = await Promise.all([0, 1, 2].map((n) => rig.store().instances.read(`i${n}`)))
      const known = instances.flatMap((record) => (record ? [record.instance] : []))
      expect(await rig.feishu.check(known)).toMatchObject({ value: [] })
      await reconcile.runOnce()
      expect(await reconcile.runOnce()).toEqual({ checked: 0, repaired: [], waiting: 0 })
      const stopping = rig.stop()
      await rig.clock.advance(20_000)
      await stopping
    }),
    { numRuns: 100 },
  )
})
