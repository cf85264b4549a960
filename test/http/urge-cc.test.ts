import { describe, expect, it } from 'vitest'
import { aDefinition, T0 } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const FLOW = [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }]
const HOURS_MS = 3_600_000

async function setUp() {
  const harness = await createHarness({ definitions: [aDefinition({ flow: FLOW, cc: [] })] })
  const server = await startHttp(harness)
  const [alice = '', bob = '', payroll = ''] = await Promise.all(
    ['u_alice', 'u_bob', 'u_payroll'].map(server.login),
  )
  const { body } = await server.call('POST', '/api/v1/instances', {
    token: alice,
    body: { definition: 'leave', form: { kind: 'annual', days: 1 } },
  })
  const id = body.id as string
  const post = (token: string, verb: string, sent: object = {}, locale = 'en-US') =>
    server.call('POST', `/api/v1/instances/${id}/${verb}`, {
      token,
      body: sent,
      headers: { 'accept-language': locale },
    })
  const actions = async (token: string) =>
    (await server.call('GET', `/api/v1/instances/${id}`, { token })).body.actions.map(
      (one: { action: string }) => one.action,
    ) as string[]
  const told = async () => {
    const record = await harness.store.instances.read(id)
    return record!.effects.flatMap(({ message }) => (message ? [`${message.kind} ${message.to}`] : []))
  }
  return {
    ...harness,
    ...server,
    alice,
    bob,
    payroll,
    id,
    taskId: body.tasks[0].id as string,
    post,
    actions,
    told,
  }
}

describe('urging', () => {
  it('is offered and done once in four hours, and the refusal says when it is possible again', async () => {
    const { alice, bob, post, actions, told, advance } = await setUp()
    expect([await actions(alice), await actions(bob)]).toMatchObject([
      ['withdraw', 'urge', 'cc', 'comment'],
      ['approve', 'reject', 'transfer', 'add-sign', 'rollback', 'postpone', 'cc', 'comment'],
    ])
    const { status, body } = await post(alice, 'urge', { reason: '很急' })
    expect(status).toBe(200)
    expect(body.history.at(-1)).toMatchObject({ verb: 'urge', by: { userId: 'u_alice' }, reason: '很急' })
    expect(await told()).toEqual(['urged u_bob'])

    expect(await actions(alice)).not.toContain('urge')
    advance(HOURS_MS)
    expect(await post(alice, 'urge')).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'urged_too_soon',
          message: 'Urged only just now. Possible again in 180 minutes.',
          details: [{ possibleAt: T0 + 4 * HOURS_MS }],
        },
      },
    })
    advance(3 * HOURS_MS)
    expect(await actions(alice)).toContain('urge')
    expect((await post(alice, 'urge')).status).toBe(200)
    expect(await told()).toHaveLength(2)
  })

  it('moves nothing in Feishu’s lists, and brings a postponed task back into ours', async () => {
    const { alice, bob, call, post, taskId, id, store } = await setUp()
    await call('POST', `/api/v1/tasks/${taskId}/postpone`, { token: bob, body: { until: T0 + HOURS_MS } })
    const todo = async () =>
      (await call('GET', '/api/v1/instances?box=todo', { token: bob })).body.items.length
    expect(await todo()).toBe(0)
    const clock = (await store.instances.read(id))!.instance.clock
    await post(alice, 'urge')
    expect(await todo()).toBe(1)
    expect((await store.instances.read(id))!.instance.clock).toBe(clock)
  })

  it('ends with the approval', async () => {
    const { alice, bob, call, post, taskId } = await setUp()
    await call('POST', `/api/v1/tasks/${taskId}/approve`, { token: bob, body: {} })
    expect(await post(alice, 'urge')).toMatchObject({
      status: 409,
      body: { error: { code: 'instance_already_ended' } },
    })
  })
})

describe('giving a copy', () => {
  it('lets its receivers see the instance, tells each once, and says why in the history', async () => {
    const { bob, payroll, call, id, post, told } = await setUp()
    const read = () => call('GET', `/api/v1/instances/${id}`, { token: payroll })
    expect((await read()).status).toBe(404)
    const { status, body } = await post(bob, 'cc', { users: ['ou_payroll', 'u_payroll'], reason: '供参考' })
    expect([status, body.cc]).toMatchObject([200, [{ person: { userId: 'u_payroll', name: '工资组' } }]])
    expect(body.history.at(-1)).toMatchObject({
      verb: 'cc',
      reason: '供参考',
      by: { userId: 'u_bob' },
      people: [{ userId: 'u_payroll' }],
    })
    expect((await read()).status).toBe(200)
    expect((await post(bob, 'cc', { users: ['u_payroll'] })).status).toBe(200)
    expect(await told()).toEqual(['cc u_payroll'])
  })

  it('names people who are there', async () => {
    const { alice, post, dump } = await setUp()
    const before = dump()
    for (const person of ['u_nobody', 'u_gone']) {
      expect(await post(alice, 'cc', { users: [person] })).toMatchObject({
        status: 422,
        body: { error: { code: 'person_not_found', details: [{ field: 'users', person }] } },
      })
    }
    for (const wrong of [{}, { users: [] }, { users: ['u_bob'], extra: 1 }]) {
      expect((await post(alice, 'cc', wrong)).status).toBe(400)
    }
    expect(dump()).toBe(before)
  })
})
