import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openCardOf } from '../support/control.ts'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

// u_lead reports to u_cto, u_cashier to u_cfo.
const CAST = [
  ...(['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier', 'u_cfo'] as const),
  ...(['u_qa', 'u_hr', 'u_payroll', 'u_admin'] as const),
] as const
type Name = (typeof CAST)[number]

const node = (id: string, who: Name) => `  - ${nodeLine(id, [who])}`
const FILES = {
  'one.yaml': definitionFile('one', node('only', 'u_lead')),
  'two.yaml': definitionFile('two', node('only', 'u_hr')),
  'three.yaml': definitionFile('three', `${node('only', 'u_accountant')}\n${node('then', 'u_hr')}`),
}

let world: World<Name>
beforeAll(async () => {
  world = await openWorld(CAST, { definitions: FILES, hasMinutesByHand: true })
  await world.control.settings({ eventUrl: `${world.url}/feishu/event` })
})
afterAll(() => world.close())

const submit = async (definition: 'one' | 'two' | 'three', who: Name = 'u_dev') =>
  (await world.submit(who, definition, { days: 1 })).id

const change = (who: string, patch: object) => world.control.call('POST', `/people/${who}`, patch)

const comesTo = (id: string, open: string) =>
  vi.waitUntil(async () => (await world.openIn(id)).join() === open, { timeout: 60_000, interval: 50 })

it('somebody left and no event came: at the next look others have their tasks, and they are out', async () => {
  const id = await submit('one')
  await change('u_lead', { resigned: true, silent: true })
  await world.stop('SIGTERM')
  await world.restart()
  await comesTo(id, 'only u_cto')
  world.unwatch('u_lead')
  await world.agree()
  expect(await world.standing(id)).toEqual([
    'u_lead: TRANSFERRED forward_resign, card FORWARDED',
    'u_cto: PENDING, card open',
  ])
  expect((await world.everyone.u_lead.list('todo')).status).toBe(401)
  expect(await world.press(id, 'u_cto', 'APPROVE')).toEqual([])
})

it('a delegate is suspended: what they have goes back, nothing new comes to them, and they are out', async () => {
  const delegation = { to: 'u_qa', from: Date.now() - 1_000, until: Date.now() + 3_600_000 }
  expect((await world.everyone.u_hr.call('PUT', '/me/settings', { delegation })).status).toBe(200)
  const id = await submit('two')
  expect(await world.openIn(id)).toEqual(['only u_qa'])
  await change('u_qa', { frozen: true })
  world.unwatch('u_qa')
  await comesTo(id, 'only u_hr')
  await world.agree()
  expect(await world.standing(id)).toEqual([
    'u_qa: TRANSFERRED forward_resign, card FORWARDED',
    'u_hr: PENDING, card open',
  ])
  expect(await world.openIn(await submit('two'))).toEqual(['only u_hr'])
  expect((await world.everyone.u_qa.list('todo')).status).toBe(401)
  expect((await world.everyone.u_hr.call('GET', '/me/settings')).body).not.toHaveProperty('delegation')
})

it('somebody has another user_id: card, lists, session and what is to come go on as theirs', async () => {
  const { control, everyone } = world
  const [first, second] = [await submit('three'), await submit('three')]
  const own = await submit('one', 'u_accountant')
  await everyone.u_dev.call('POST', `/instances/${first}/cc`, { users: ['u_accountant'] })
  await world.agree()
  const { messageId } = await openCardOf(control, 'u_accountant', first)

  await change('u_accountant', { userId: 'qianjia' })
  await comesTo(first, 'only qianjia')
  await comesTo(second, 'only qianjia')
  await vi.waitUntil(
    async () => (await world.everyone.u_accountant.list('started')).body.items[0]?.id === own,
    { timeout: 60_000 },
  )
  world.watchAs('u_accountant', 'qianjia')
  await world.agree()
  const { todo, cc, started } = await control.lists('qianjia')
  expect([todo.length, cc.length, started.length]).toEqual([2, 1, 1])

  const pressed = await control.press({ userId: 'qianjia', via: 'card', messageId, action: 'APPROVE' })
  expect(pressed.responses).toMatchObject([{ status: 200 }])
  await world.agree()
  expect(await world.standing(first)).toEqual([
    'qianjia: APPROVED approved, card APPROVED',
    'u_hr: PENDING, card open',
  ])
  // The definition file still names them by the old id.
  expect(await world.openIn(await submit('three'))).toEqual(['only qianjia'])
  const task = (await everyone.u_accountant.list('todo')).body.items[0]?.task?.id ?? ''
  expect((await everyone.u_accountant.decide(task, 'approve')).status).toBe(200)
  await world.agree()
})
