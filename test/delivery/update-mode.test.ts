import { expect, it } from 'vitest'
import { openRig } from './rig.ts'

it('R7: every push of an ordinary life is an UPDATE, also a repeated one: a REPLACE that lands late undoes what came after', async () => {
  let lost = 1
  const rig = await openRig({
    fault: ({ api }) => (api === 'sync' && lost-- > 0 ? { kind: 'late', afterMs: 60_000 } : undefined),
  })
  await rig.begin('i1')
  await rig.quiet()
  await rig.decide('i1_t1')
  await rig.quiet()
  await rig.withdraw('i1')
  await rig.quiet()
  await rig.clock.advance(120_000)

  const modes = rig.feishu.calls.filter(({ api }) => api === 'sync').map(({ mode }) => mode)
  expect(modes).toEqual(['UPDATE', 'UPDATE', 'UPDATE', 'UPDATE'])
  expect(rig.feishu.violations).toEqual([])
  const stopping = rig.stop()
  await rig.clock.advance(20_000)
  await stopping
})
