import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openCardOf } from '../support/control.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { expense, leave } from '../support/sample-forms.ts'

const CAST = [
  ...(['u_dev', 'u_lead', 'u_qa', 'u_hr', 'u_recruiter', 'u_payroll'] as const),
  ...(['u_cto', 'u_accountant', 'u_cashier', 'u_admin'] as const),
] as const
type Name = (typeof CAST)[number]

const HOUR_MS = 3_600_000

let world: World<Name>
beforeAll(async () => {
  world = await openWorld(CAST)
})
afterAll(() => world.close())

/** From now on, of these definitions, or of all. */
async function delegate(who: Name, to: Name, more: { until?: number; definitions?: string[] } = {}) {
  const delegation = { to, from: Date.now() - 1_000, until: Date.now() + HOUR_MS, ...more }
  expect((await world.everyone[who].call('PUT', '/me/settings', { delegation })).status).toBe(200)
}

const backAgain = (who: Name) => world.everyone[who].call('PUT', '/me/settings', {})

const submitLeave = async (days = 1) => (await world.submit('u_dev', 'leave', leave(days))).id

describe('while somebody is away', () => {
  it('their delegate has the card and the to-do, and they go on seeing it', async () => {
    await delegate('u_lead', 'u_qa')
    const id = await submitLeave()
    expect(await world.openIn(id)).toEqual(['manager u_qa'])
    const [entry] = (await world.control.lists('u_qa')).todo
    expect(entry).toMatchObject({ instanceId: id, generateType: 'EXTERNAL_CONSIGN' })
    expect((await world.control.lists('u_lead')).todo).toEqual([])
    await expect(openCardOf(world.control, 'u_lead', id)).rejects.toThrow('no open card')

    const { lead, task } = { lead: world.everyone.u_lead, task: await world.taskOf(id, 'u_qa') }
    expect((await lead.read(id)).body.tasks).toMatchObject([{ consignedBy: { userId: 'u_lead' } }])
    expect((await lead.decide(task, 'approve')).status).toBe(404)
    expect((await world.everyone.u_hr.read(id)).status).toBe(404)

    expect(await world.press(id, 'u_qa', 'APPROVE', { reason: '代批' })).toEqual([])
    expect(await world.standing(id)).toEqual(['u_qa: APPROVED approved, card APPROVED'])
    expect((await world.control.lists('u_qa')).done).toMatchObject([{ generateType: 'EXTERNAL_CONSIGN' }])
    const { status, history } = (await lead.read(id)).body
    expect(status).toBe('APPROVED')
    expect(history.find(({ verb }) => verb === 'approve')).toMatchObject({
      by: { userId: 'u_qa' },
      task: { consignedBy: { userId: 'u_lead' } },
      reason: '代批',
      via: 'card',
    })
    await backAgain('u_lead')
  })

  it('it is for the definitions that they named', async () => {
    await delegate('u_lead', 'u_qa', { definitions: ['expense'] })
    expect(await world.openIn(await submitLeave())).toEqual(['manager u_lead'])
    const { id } = await world.submit('u_dev', 'expense', expense('80.00'))
    expect(await world.openIn(id)).toEqual(['manager u_qa'])
    expect(await world.press(id, 'u_qa', 'REJECT', { via: 'list', reason: '票据不全' })).toEqual([])
    expect(await world.standing(id)).toEqual(['u_qa: REJECTED rejected, card REJECTED'])
    await backAgain('u_lead')
  })

  it('a node later on is theirs as well, and hands on as any other', async () => {
    await delegate('u_hr', 'u_qa')
    const id = await submitLeave(5)
    expect((await world.approve(id, 'u_lead')).open).toEqual(['hr u_qa', 'hr u_recruiter'])
    expect((await world.act(id, 'u_qa', 'transfer', { to: 'u_cto' })).open).toEqual([
      'hr u_recruiter',
      'hr u_cto',
    ])
    expect(await world.press(id, 'u_cto', 'APPROVE')).toEqual([])
    expect((await world.standing(id)).slice(1)).toEqual([
      'u_qa: TRANSFERRED forward, card FORWARDED',
      'u_recruiter: DONE others, card PROCESSED',
      'u_cto: APPROVED approved, card APPROVED',
    ])
    await backAgain('u_hr')
  })
})

describe('when they are back', () => {
  it('after the period new tasks are their own, and what the delegate has stays with the delegate', async () => {
    const until = Date.now() + 2_000
    await delegate('u_lead', 'u_qa', { until })
    const before = await submitLeave()
    await vi.waitUntil(() => Date.now() >= until, { timeout: 60_000 })
    const after = await submitLeave()
    expect([await world.openIn(before), await world.openIn(after)]).toEqual([
      ['manager u_qa'],
      ['manager u_lead'],
    ])
    expect(await world.press(before, 'u_qa', 'APPROVE')).toEqual([])
    expect(await world.press(after, 'u_lead', 'APPROVE')).toEqual([])
  })

  it('so it is when they end it early', async () => {
    await delegate('u_lead', 'u_qa')
    const before = await submitLeave()
    await backAgain('u_lead')
    const after = await submitLeave()
    expect([await world.openIn(before), await world.openIn(after)]).toEqual([
      ['manager u_qa'],
      ['manager u_lead'],
    ])
    expect(await world.press(before, 'u_qa', 'APPROVE')).toEqual([])
  })
})
