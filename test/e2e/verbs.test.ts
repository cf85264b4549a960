import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../support/e2e-world.ts'
import { expense } from '../support/sample-forms.ts'

// 张伟 claims an expense: his manager, above 5,000 the department's leader, then both of finance.
const CAST = [
  ...(['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier'] as const),
  ...(['u_payroll', 'u_qa', 'u_designer', 'u_hr', 'u_admin'] as const),
] as const

let world: World<(typeof CAST)[number]>
beforeAll(async () => {
  world = await openWorld(CAST)
})
afterAll(() => world.close())

const submit = async () => (await world.submit('u_dev', 'expense', expense('8000.00'))).id

describe('after every step Feishu shows what the server holds', () => {
  it('transfer: the other one decides in their place', async () => {
    const id = await submit()
    expect(await world.act(id, 'u_lead', 'transfer', { to: 'u_qa', reason: '我在休假' })).toEqual({
      status: 200,
      open: ['manager u_qa'],
    })
    expect((await world.approve(id, 'u_qa')).open).toEqual(['leader u_cto'])
    expect(await world.standing(id)).toEqual([
      'u_lead: TRANSFERRED forward, card FORWARDED',
      'u_qa: APPROVED approved, card APPROVED',
      'u_cto: PENDING, card open',
    ])
  })

  it('transfer goes to nobody who is there already, not to oneself, not to the initiator', async () => {
    const id = await submit()
    const task = await world.taskOf(id, 'u_lead')
    for (const to of ['u_lead', 'u_dev']) {
      const { status, body } = await world.everyone.u_lead.call('POST', `/tasks/${task}/transfer`, { to })
      expect([status, body]).toMatchObject([422, { error: { code: 'person_not_allowed' } }])
    }
    const stranger = await world.everyone.u_qa.call('POST', `/tasks/${task}/transfer`, { to: 'u_hr' })
    expect([stranger.status, stranger.body]).toMatchObject([404, { error: { code: 'task_not_found' } }])
    expect(await world.openIn(id)).toEqual(['manager u_lead'])
  })

  it('add-sign before: they decide first, then it is my turn again', async () => {
    const id = await submit()
    expect(
      (await world.act(id, 'u_lead', 'add-sign', { users: ['u_qa', 'u_hr'], position: 'before' })).open,
    ).toEqual(['manager u_qa', 'manager u_hr'])
    expect((await world.approve(id, 'u_qa')).open).toEqual(['manager u_hr'])
    expect((await world.approve(id, 'u_hr')).open).toEqual(['manager u_lead'])
    expect((await world.approve(id, 'u_lead')).open).toEqual(['leader u_cto'])
    expect((await world.standing(id))[0]).toBe('u_lead: TRANSFERRED add_pre, card ADD')
  })

  it('add-sign after: I have approved, and they follow; beside: all of us', async () => {
    const id = await submit()
    expect((await world.act(id, 'u_lead', 'add-sign', { users: ['u_qa'], position: 'after' })).open).toEqual([
      'manager u_qa',
    ])
    expect((await world.approve(id, 'u_qa')).open).toEqual(['leader u_cto'])
    const beside = { users: ['u_hr'], position: 'parallel', reason: '请一起看' }
    expect((await world.act(id, 'u_cto', 'add-sign', beside)).open).toEqual(['leader u_cto', 'leader u_hr'])
    expect((await world.approve(id, 'u_cto')).open).toEqual(['leader u_hr'])
    expect((await world.approve(id, 'u_hr')).open).toEqual(['finance u_accountant', 'finance u_cashier'])
    expect((await world.standing(id))[0]).toBe('u_lead: APPROVED add_post, card APPROVED')
  })

  it('rollback out of a countersign loses no task: the others need not act, the node is gone through anew', async () => {
    const id = await submit()
    await world.approve(id, 'u_lead')
    await world.approve(id, 'u_cto')
    await world.approve(id, 'u_accountant')
    const back = await world.act(id, 'u_cashier', 'rollback', { toNode: 'manager', reason: '请核对' })
    expect(back).toEqual({ status: 200, open: ['manager u_lead'] })
    expect((await world.standing(id)).slice(2)).toEqual([
      'u_accountant: APPROVED approved, card APPROVED',
      'u_cashier: REJECTED specific_rollback, card ROLLBACK',
      'u_lead: PENDING, card open',
    ])
    await world.approve(id, 'u_lead')
    await world.approve(id, 'u_cto')
    expect(await world.openIn(id)).toEqual(['finance u_accountant', 'finance u_cashier'])
    await world.approve(id, 'u_accountant')
    await world.approve(id, 'u_cashier')
    expect((await world.read(id)).status).toBe('APPROVED')
  })

  it('rollback to the initiator, who submits another form under the same id', async () => {
    const id = await submit()
    await world.approve(id, 'u_lead')
    const back = await world.act(id, 'u_cto', 'rollback', { toNode: '_initiator', reason: '金额不对' })
    expect(back.open).toEqual(['_initiator u_dev'])
    const own = await world.everyone.u_dev.call(
      'POST',
      `/tasks/${await world.taskOf(id, 'u_dev')}/approve`,
      {},
    )
    expect([own.status, own.body]).toMatchObject([409, { error: { code: 'resubmit_needed' } }])

    const form = expense('80.00')
    const again = await world.everyone.u_dev.call('POST', `/instances/${id}/resubmit`, { form })
    expect([again.status, again.body]).toMatchObject([200, { id, form, status: 'PENDING' }])
    await world.agree()
    await world.approve(id, 'u_lead')
    expect(await world.openIn(id)).toEqual(['finance u_accountant', 'finance u_cashier'])
    const twice = await world.everyone.u_dev.call('POST', `/instances/${id}/resubmit`, { form })
    expect([twice.status, twice.body]).toMatchObject([409, { error: { code: 'node_not_allowed' } }])
  })

  it('a decision after a withdrawal changes nothing', async () => {
    const id = await submit()
    const task = await world.taskOf(id, 'u_lead')
    expect((await world.everyone.u_dev.withdraw(id)).status).toBe(200)
    await world.agree()
    const late = await world.everyone.u_lead.decide(task, 'approve')
    expect([late.status, late.body]).toMatchObject([409, { error: { code: 'task_already_ended' } }])
    await world.agree()
    expect((await world.read(id)).status).toBe('CANCELED')
    expect(await world.standing(id)).toEqual(['u_lead: DONE recall, card CANCELLED'])
  })

  it('an operator ends an approval, with a reason', async () => {
    const id = await submit()
    const ended = await world.admin(`/instances/${id}/terminate`, { reason: '重复提交' })
    expect([ended.status, ended.body]).toEqual([200, { id, status: 'TERMINATED' }])
    await world.agree()
    expect((await world.read(id)).status).toBe('TERMINATED')
    expect(await world.standing(id)).toEqual(['u_lead: DONE others, card PROCESSED'])
  })

  it("a leaver's tasks do not vanish: somebody else has them, those to come as well", async () => {
    const id = await submit()
    await world.approve(id, 'u_lead')
    const moved = await world.admin('/people/u_cto/hand-over', { to: 'u_hr', reason: '离职' })
    expect([moved.status, moved.body]).toMatchObject([200, { from: 'u_cto', to: 'u_hr' }])
    await world.agree()
    expect((await world.standing(id)).slice(1)).toEqual([
      'u_cto: TRANSFERRED admin_forward, card FORWARDED',
      'u_hr: PENDING, card open',
    ])
    await world.admin('/people/u_cashier/hand-over', { to: 'u_designer', reason: '离职' })
    await world.approve(id, 'u_hr')
    expect(await world.openIn(id)).toEqual(['finance u_accountant', 'finance u_designer'])
  })
})
