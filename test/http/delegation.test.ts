import { describe, expect, it } from 'vitest'
import { aDefinition, T0 } from '../support/builders.ts'
import { encrypted, press } from '../support/callback.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'

const HOUR_MS = 3_600_000
const FORM = { kind: 'annual', days: 5 }

/** Bob, who decides first, and 韩人事, who does after him, are away for an hour. */
async function setUp() {
  const definitions = [aDefinition(), aDefinition({ code: 'other' })]
  const harness = await createHarness({ definitions })
  const server = await startHttp(harness)
  const who = ['u_alice', 'u_bob', 'u_carol', 'u_hr', 'u_lead', 'u_payroll'] as const
  const tokens = new Map(await Promise.all(who.map(async (id) => [id, await server.login(id)] as const)))
  const as = (userId: (typeof who)[number], method: string, path: string, body?: object) =>
    server.call(method, `/api/v1${path}`, { token: tokens.get(userId)!, ...(body && { body }) })
  const away = (userId: 'u_bob' | 'u_hr', to: string, more: object = {}) =>
    as(userId, 'PUT', '/me/settings', { delegation: { to, from: T0, until: T0 + HOUR_MS, ...more } })
  const submit = async () => {
    const { body } = await as('u_alice', 'POST', '/instances', { definition: 'leave', form: FORM })
    return body
  }
  const last = async (id: string) => {
    const { body } = await as('u_alice', 'GET', `/instances/${id}`)
    const { assignee, consignedBy } = body.tasks.at(-1)
    return `${assignee.userId}${consignedBy ? ` for ${consignedBy.userId}` : ''}`
  }
  await away('u_bob', 'u_carol')
  await away('u_hr', 'ou_payroll')
  return { ...harness, ...server, as, away, submit, last }
}

describe('while somebody is away', () => {
  it('their delegate has the to-do and decides; they and the history know', async () => {
    const { as, submit } = await setUp()
    const { id, tasks } = await submit()
    const consignedBy = { userId: 'u_bob', name: '鲍勃' }
    expect(tasks).toMatchObject([{ assignee: { userId: 'u_carol', name: '卡罗尔' }, consignedBy }])
    const todo = async (userId: 'u_bob' | 'u_carol') =>
      (await as(userId, 'GET', '/instances?box=todo')).body.items as unknown[]
    expect(await todo('u_carol')).toMatchObject([{ id, task: { consignedBy } }])
    expect(await todo('u_bob')).toEqual([])

    const act = (userId: 'u_bob' | 'u_carol') => as(userId, 'POST', `/tasks/${tasks[0].id}/approve`, {})
    expect((await act('u_bob')).status).toBe(404)
    expect((await act('u_carol')).status).toBe(200)
    const { status, body } = await as('u_bob', 'GET', `/instances/${id}`)
    expect(status).toBe(200)
    const approval = body.history.find(({ verb }: { verb: string }) => verb === 'approve')
    expect(approval).toMatchObject({ by: { userId: 'u_carol' }, task: { consignedBy } })
  })

  it('a preview says who would decide', async () => {
    const { as } = await setUp()
    const { body } = await as('u_alice', 'POST', '/definitions/leave/preview', { form: FORM })
    expect(body.nodes).toMatchObject([
      { id: 'manager', approvers: [{ userId: 'u_bob', delegate: { userId: 'u_carol', name: '卡罗尔' } }] },
      { id: 'hr', approvers: [{ userId: 'u_hr', delegate: { userId: 'u_payroll', name: '工资组' } }] },
    ])
  })

  it('of other approvals, or once it is over, the task is their own', async () => {
    const { away, submit, last, advance } = await setUp()
    await away('u_bob', 'u_carol', { definitions: ['other'] })
    expect(await last((await submit()).id)).toBe('u_bob')
    await away('u_bob', 'u_carol', { definitions: ['other', 'leave'] })
    expect(await last((await submit()).id)).toBe('u_carol for u_bob')
    advance(HOUR_MS)
    expect(await last((await submit()).id)).toBe('u_bob')
  })
})

describe('every way a task opens', () => {
  it('a decision in the page, from a card and from a list', async () => {
    const harness = await setUp()
    const { as, call, submit, last } = harness
    const page = await submit()
    await as('u_carol', 'POST', `/tasks/${page.tasks[0].id}/approve`, {})
    expect(await last(page.id)).toBe('u_payroll for u_hr')
    for (const from of ['card', 'list'] as const) {
      const { id, tasks } = await submit()
      const raw = encrypted(press(harness, { id }, tasks[0], { from }))
      expect((await call('POST', '/feishu/approval/callback', { raw })).status).toBe(200)
      expect(await last(id)).toBe('u_payroll for u_hr')
    }
  })

  it.each([
    ['transfer', { to: 'u_hr' }],
    ['add-sign', { users: ['u_hr'], position: 'before' }],
    ['add-sign', { users: ['u_hr'], position: 'parallel' }],
    ['add-sign', { users: ['u_hr'], position: 'after' }],
  ])('%s %j', async (verb, body) => {
    const { as, submit, last } = await setUp()
    const { id, tasks } = await submit()
    expect((await as('u_carol', 'POST', `/tasks/${tasks[0].id}/${verb}`, body)).status).toBe(200)
    expect(await last(id)).toBe('u_payroll for u_hr')
  })

  it('rollback to a node, and resubmission', async () => {
    const { as, submit, last } = await setUp()
    const { id, tasks } = await submit()
    const act = (userId: 'u_carol' | 'u_payroll', at: number, verb: string, body: object = {}) =>
      as(userId, 'POST', `/tasks/${tasks[0].id.replace(/1$/, String(at))}/${verb}`, body)
    await act('u_carol', 1, 'approve')
    expect((await act('u_payroll', 2, 'rollback', { toNode: 'manager' })).status).toBe(200)
    expect(await last(id)).toBe('u_carol for u_bob')
    await act('u_carol', 3, 'rollback', { toNode: '_initiator' })
    expect(await last(id)).toBe('u_alice')
    expect((await as('u_alice', 'POST', `/instances/${id}/resubmit`, { form: FORM })).status).toBe(200)
    expect(await last(id)).toBe('u_carol for u_bob')
  })

  it.each([
    ['of whoever delegates, to whoever takes over', 'u_bob', 'u_payroll for u_hr'],
    ['of the delegate, back to whose place it is', 'u_carol', 'u_bob'],
  ])('hand-over by an operator: %s', async (_, from, expected) => {
    const { call, submit, last } = await setUp()
    const { id } = await submit()
    const path = `/admin/v1/people/${from}/hand-over`
    const body = { to: 'u_hr', reason: '调岗' }
    expect((await call('POST', path, { token: OPERATOR, body })).status).toBe(200)
    expect(await last(id)).toBe(expected)
  })
})
