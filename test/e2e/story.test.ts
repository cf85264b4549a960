import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCardOf } from '../support/control.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { operator } from '../support/api.ts'
import { expense, leave } from '../support/sample-forms.ts'

// 张伟 asks; his manager and the people team decide; finance is told, or decides on expenses.
const CAST = [
  'u_dev',
  'u_lead',
  'u_hr',
  'u_recruiter',
  'u_payroll',
  'u_cto',
  'u_accountant',
  'u_cashier',
  'u_admin',
] as const

const REASON = '回家 <at user_id="all"></at> [点我](http://x)'

let world: World<(typeof CAST)[number]>
beforeAll(async () => {
  world = await openWorld(CAST)
})
afterAll(() => world.close())

const submitLeave = async (days: number) => (await world.submit('u_dev', 'leave', leave(days, REASON))).id

it('submit → card (encrypted, raw int64 id) → next node from the list → end: Feishu shows what the server holds after every step', async () => {
  const { control, everyone, read, press } = world
  const id = await submitLeave(5)
  const { messageId } = await openCardOf(control, 'u_lead', id)
  expect(BigInt(messageId)).toBeGreaterThan(2n ** 53n)
  expect(await press(id, 'u_lead', 'APPROVE')).toEqual(['hr u_hr', 'hr u_recruiter'])
  expect((await everyone.u_hr.read(id)).body.status).toBe('PENDING')

  const [entry] = (await control.lists('u_hr')).todo
  const reason = entry?.actionConfigs?.some(({ reasonRequired }) => reasonRequired) ? { reason: '同意' } : {}
  expect(await press(id, 'u_hr', 'APPROVE', { via: 'list', ...reason })).toEqual([])

  const { status, history } = await read(id)
  expect(status).toBe('APPROVED')
  expect(history.filter(({ by }) => by !== null).map(({ verb, via }) => `${verb} ${via}`)).toEqual([
    'submit api',
    'approve card',
    'approve list',
  ])
  expect((await operator(world.url).reconcile({ all: true })).checked).toBeGreaterThan(0)
})

it('a rejection from search, a withdrawal in the page, and a decision in the page settle every card', async () => {
  const refused = await submitLeave(1)
  await world.press(refused, 'u_lead', 'REJECT', { via: 'search', reason: '人手不足' })
  expect((await world.read(refused)).status).toBe('REJECTED')

  const withdrawn = await submitLeave(2)
  expect((await world.everyone.u_dev.withdraw(withdrawn)).body.status).toBe('CANCELED')
  await world.agree()

  const decided = await submitLeave(2)
  expect(await world.act(decided, 'u_lead', 'approve', { reason: '好' })).toEqual({ status: 200, open: [] })
})

it('a countersign: one approves on the card, the other rejects in the page, and both cards are settled', async () => {
  const { id } = await world.submit('u_dev', 'expense', expense('8000.00'))
  for (const who of ['u_lead', 'u_cto', 'u_accountant'] as const) {
    await world.press(id, who, 'APPROVE', { reason: '同意' })
  }
  expect(await world.act(id, 'u_cashier', 'reject', { reason: '票据不全' })).toEqual({
    status: 200,
    open: [],
  })
  expect((await world.read(id)).status).toBe('REJECTED')
})
