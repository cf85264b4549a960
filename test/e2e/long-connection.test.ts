import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { request } from '../support/api.ts'

// u_lead reports to u_cto, u_accountant and u_cashier to u_cfo.
const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cfo', 'u_cashier', 'u_qa'] as const
type Name = (typeof CAST)[number]

const one = (who: Name) => `  - ${nodeLine('only', [who])}`
const FILES = {
  'one.yaml': definitionFile('one', one('u_lead')),
  'two.yaml': definitionFile('two', one('u_accountant')),
  'three.yaml': definitionFile('three', one('u_cashier')),
}

let world: World<Name>
beforeAll(async () => {
  world = await openWorld(CAST, {
    definitions: FILES,
    hasMinutesByHand: true,
    // No token and no key: nothing that comes to an address could be believed.
    env: {
      PUBLIC_URL: 'http://127.0.0.1:9',
      FEISHU_EVENTS: 'connection',
      FEISHU_VERIFICATION_TOKEN: '',
      FEISHU_ENCRYPT_KEY: '',
    },
  })
  await isConnected()
})
afterAll(() => world.close())

const submit = async (definition: string) => (await world.submit('u_dev', definition, { days: 1 })).id
const connections = () => world.control.call<{ open: number; redeliveries: number }>('GET', '/connections')
const isConnected = () =>
  vi.waitUntil(async () => (await connections()).open === 1, { timeout: 60_000, interval: 50 })
const leaves = async (who: Name) => {
  await world.control.call('POST', `/people/${who}`, { resigned: true })
  world.unwatch(who)
}
const handedOver = (id: string, to: string) =>
  vi.waitUntil(
    async () => {
      world.nextMinute()
      return (await world.openIn(id)).includes(to)
    },
    { timeout: 60_000, interval: 50 },
  )

/** What anybody could send to the addresses of before. */
it('there is no address for events any more', async () => {
  for (const path of ['/feishu/event', '/feishu/card']) {
    const { status } = await request(`${world.url}${path}`, { method: 'POST', body: {} })
    expect(status).toBe(404)
  }
})

it('somebody who left is known of over the connection, and doctor and metrics say that it is open', async () => {
  const id = await submit('one')
  await leaves('u_lead')
  await handedOver(id, 'only u_cto')
  await world.agree()
  const { body } = await world.admin<{ findings: { name: string; says: string }[] }>('/doctor')
  const finding = body.findings.find(({ name }) => name === 'long connection')
  expect(finding?.says).toMatch(/^open since 2/)
  const metrics = await (await fetch(`${world.url}/metrics`)).text()
  expect(metrics).toMatch(/^approval_feishu_connection_open 1$/m)
  expect(metrics).toMatch(/^approval_feishu_last_event_timestamp_seconds \d{10}/m)
})

it('an event whose answer was lost in a cut comes again, and nothing is done twice', async () => {
  const id = await submit('two')
  await world.control.faults({ api: 'event', kind: 'answer_lost' })
  await leaves('u_accountant')
  await world.control.call('DELETE', '/connections')
  await handedOver(id, 'only u_cfo')
  await isConnected()
  expect((await connections()).redeliveries).toBe(1)
  const before = await world.read(id)
  await world.control.clock({ advanceMs: 15_000 })
  await vi.waitUntil(async () => (await connections()).redeliveries === 0)
  expect((await world.read(id)).history).toEqual(before.history)
  await world.agree()
})

it('what happened while the server was away comes after its start', async () => {
  const id = await submit('three')
  expect(await world.stop('SIGTERM')).toBe(0)
  await leaves('u_cashier')
  expect(await connections()).toEqual({ open: 0, redeliveries: 1 })
  await world.restart()
  await isConnected()
  await world.control.clock({ advanceMs: 15_000 })
  await handedOver(id, 'only u_cfo')
  await world.agree()
})
