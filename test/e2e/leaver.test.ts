import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { encrypted } from '../support/callback.ts'
import { contactEvent, signed } from '../support/contact-event.ts'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

// u_lead reports to u_cto; both of finance, u_accountant and u_cashier, to u_cfo.
const CAST = [
  ...(['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier'] as const),
  ...(['u_cfo', 'u_qa', 'u_hr', 'u_payroll', 'u_admin'] as const),
] as const
type Name = (typeof CAST)[number]

const one = (who: Name) => `  - ${nodeLine('only', [who])}`
const FILES = {
  'one.yaml': definitionFile('one', one('u_lead')),
  'two.yaml': definitionFile(
    'two',
    `
  - ${nodeLine('first', ['u_hr'])}
  - ${nodeLine('both', ['u_qa', 'u_cashier'], 'mode: all')}`,
  ),
  'three.yaml': definitionFile('three', one('u_accountant')),
}

let world: World<Name>
beforeAll(async () => {
  world = await openWorld(CAST, { definitions: FILES, hasMinutesByHand: true })
})
afterAll(() => world.close())

const submit = async (definition: 'one' | 'two' | 'three') =>
  (await world.submit('u_dev', definition, { days: 1 })).id

/** Feishu tells of it, encrypted and signed, and is answered. From then on they are logged out. */
async function leaves(who: Name, leader: string): Promise<void> {
  const { control, sandbox, url } = world
  const { encryptKey: key, verificationToken: token } = sandbox.info
  const people = await control.people()
  const idOf = (userId: string) => people.find((one) => one.userId === userId)?.openId ?? ''
  await control.call('POST', `/people/${who}`, { resigned: true })
  const object = { user_id: who, open_id: idOf(who), leader_user_id: idOf(leader) }
  const body = encrypted(contactEvent(`left-${who}`, { token, object }), key)
  const headers = { 'content-type': 'application/json', ...signed(body, { key }) }
  expect((await fetch(`${url}/feishu/event`, { method: 'POST', body, headers })).status).toBe(200)
  world.unwatch(who)
}

const handedOver = (id: string, to: string, meanwhile?: () => unknown) =>
  vi.waitUntil(
    async () => {
      meanwhile?.()
      return (await world.openIn(id)).includes(to)
    },
    { timeout: 60_000, interval: 50 },
  )

it("a leaver's tasks do not vanish: their manager has them, with a card, and the old card says so", async () => {
  const ids = [await submit('one'), await submit('one')]
  await leaves('u_lead', 'u_cto')
  for (const id of ids) await handedOver(id, 'only u_cto')
  await world.agree()
  for (const id of ids) {
    expect(await world.standing(id)).toEqual([
      'u_lead: TRANSFERRED forward_resign, card FORWARDED',
      'u_cto: PENDING, card open',
    ])
    expect(await world.press(id, 'u_cto', 'APPROVE')).toEqual([])
    expect((await world.read(id)).status).toBe('APPROVED')
  }
  const { todo, done } = await world.control.lists('u_lead')
  expect([todo, done.map(({ status }) => status)]).toEqual([[], ['TRANSFERRED', 'TRANSFERRED']])
  expect((await world.everyone.u_lead.list('todo')).status).toBe(401)
})

it('nor does a turn that is still to come, and a countersign goes on waiting for both', async () => {
  const [early, late] = [await submit('two'), await submit('two')]
  await world.approve(late, 'u_hr')
  await world.approve(late, 'u_qa')
  await leaves('u_cashier', 'u_cfo')
  await handedOver(late, 'both u_cfo')
  await world.agree()
  expect((await world.standing(late)).slice(1)).toEqual([
    'u_qa: APPROVED approved, card APPROVED',
    'u_cashier: TRANSFERRED forward_resign, card FORWARDED',
    'u_cfo: PENDING, card open',
  ])
  expect(await world.press(late, 'u_cfo', 'APPROVE')).toEqual([])
  expect(await world.press(early, 'u_hr', 'APPROVE')).toEqual(['both u_qa', 'both u_cfo'])
})

it('a server that is killed as soon as it has answered does it after the next start', async () => {
  const id = await submit('three')
  // So that it cannot be done before the kill: who takes over cannot be asked for.
  await world.control.down(true)
  await leaves('u_accountant', 'u_cfo')
  await world.stop('SIGKILL')
  await world.control.down(false)
  await world.restart()
  await handedOver(id, 'only u_cfo', world.nextMinute)
  await world.agree()
  expect(await world.standing(id)).toEqual([
    'u_accountant: TRANSFERRED forward_resign, card FORWARDED',
    'u_cfo: PENDING, card open',
  ])
  expect(await world.press(id, 'u_cfo', 'REJECT')).toEqual([])
})
