import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

const CAST = ['u_dev', 'u_lead', 'u_hr', 'u_cto', 'u_qa', 'u_admin'] as const

const BEFORE = definitionFile(
  'order',
  `
  - ${nodeLine('first', ['u_lead'])}
  - ${nodeLine('second', ['u_hr'], 'when: { field: days, op: gt, value: 3 }')}`,
)

/** Another flow under another name, and a form without the field that the old flow asks for. */
const AFTER = definitionFile('order', `  - ${nodeLine('only', ['u_cto'])}`)
  .replace('name: { zh-CN: order }', 'name: { zh-CN: 采购 }')
  .replace('key: days', 'key: pieces')

let world: World<(typeof CAST)[number]>
beforeAll(async () => {
  world = await openWorld(CAST, { definitions: { 'order.yaml': BEFORE } })
})
afterAll(() => world.close())

it('editing a definition spoils no approval that is under way: it goes its old way, also when sent back', async () => {
  const [running, returned] = [
    (await world.submit('u_dev', 'order', { days: 5 })).id,
    (await world.submit('u_dev', 'order', { days: 5 })).id,
  ]
  await world.approve(returned, 'u_lead')
  await world.stop('SIGTERM')
  await writeFile(join(world.definitionsDir, 'order.yaml'), AFTER)
  await world.restart()
  await world.agree()

  expect(await world.press(running, 'u_lead', 'APPROVE')).toEqual(['second u_hr'])
  expect(await world.press(running, 'u_hr', 'APPROVE')).toEqual([])
  expect(await world.read(running)).toMatchObject({
    status: 'APPROVED',
    title: '张伟提交的order',
    form: { days: 5 },
  })

  const back = { toNode: '_initiator', reason: '天数不对' }
  expect((await world.act(returned, 'u_hr', 'rollback', back)).open).toEqual(['_initiator u_dev'])
  const again = { form: { days: 1 } }
  expect((await world.everyone.u_dev.call('POST', `/instances/${returned}/resubmit`, again)).status).toBe(200)
  await world.agree()
  expect(await world.press(returned, 'u_lead', 'APPROVE')).toEqual([])
  expect((await world.read(returned)).status).toBe('APPROVED')

  const fresh = await world.submit('u_dev', 'order', { pieces: 1 })
  expect([fresh.title, await world.openIn(fresh.id)]).toEqual(['张伟提交的采购', ['only u_cto']])
})
