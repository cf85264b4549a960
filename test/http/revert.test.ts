import { expect, it } from 'vitest'
import { aDefinition } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const FLOW = [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }]
const DAY_MS = 86_400_000

async function approved(revert?: number) {
  const definition = aDefinition({ flow: FLOW, cc: [], ...(revert !== undefined && { revert }) })
  const harness = await createHarness({ definitions: [definition] })
  const server = await startHttp(harness)
  const [alice = '', bob = ''] = await Promise.all(['u_alice', 'u_bob'].map(server.login))
  // Sessions end long before.
  const later = async (ms: number): Promise<string> => {
    harness.advance(ms)
    return server.login('u_alice')
  }
  const form = { kind: 'annual', days: 1 }
  const started = await server.call('POST', '/api/v1/instances', {
    token: alice,
    body: { definition: 'leave', form },
  })
  const id = started.body.id as string
  await server.call('POST', `/api/v1/tasks/${started.body.tasks[0].id}/approve`, { token: bob, body: {} })
  const read = (token: string) => server.call('GET', `/api/v1/instances/${id}`, { token })
  const actions = async (token: string) =>
    (await read(token)).body.actions.map((one: { action: string }) => one.action) as string[]
  const withdraw = (token: string) =>
    server.call('POST', `/api/v1/instances/${id}/withdraw`, { token, body: { reason: '不去了' } })
  const told = async () =>
    (await harness.store.instances.read(id))!.effects.flatMap(({ message }) =>
      message ? [`${message.kind} ${message.to}`] : [],
    )
  return { ...server, ...harness, later, alice, bob, actions, withdraw, told, read }
}

it('an approved one can be withdrawn by its initiator for as many days as its definition says, and who approved it is told', async () => {
  const { alice, bob, actions, withdraw, told, read, later } = await approved(31)
  expect(await actions(alice)).toContain('withdraw')
  expect(await actions(bob)).not.toContain('withdraw')
  expect((await withdraw(bob)).status).toBe(404)

  const again = await later(31 * DAY_MS - 1)
  const { status, body } = await withdraw(again)
  expect([status, body.status]).toEqual([200, 'CANCELED'])
  expect((await read(again)).body.history.at(-1)).toMatchObject({ verb: 'withdraw', reason: '不去了' })
  expect(await told()).toContain('withdrawn u_bob')
  // Again is no change.
  expect((await withdraw(again)).status).toBe(200)
  expect(await actions(again)).not.toContain('withdraw')
})

it.each([
  ['no longer after that', 31, 31 * DAY_MS],
  ['not at all where the definition says nothing of it', undefined, 0],
])('%s', async (_, revert, passed) => {
  const { actions, withdraw, later } = await approved(revert)
  const alice = await later(passed)
  expect(await actions(alice)).not.toContain('withdraw')
  const { status, body } = await withdraw(alice)
  expect([status, body.error.code]).toEqual([409, 'instance_already_ended'])
})
