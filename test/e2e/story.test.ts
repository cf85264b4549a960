import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { differences, type Everyone } from '../support/agreement.ts'
import { login, operator, type Person } from '../support/api.ts'
import { controlOf, type Control } from '../support/control.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

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

const LEAVE = {
  kind: 'annual',
  period: { from: '2026-11-23', to: '2026-11-30' },
  reason: '回家 <at user_id="all"></at> [点我](http://x)',
}

let sandbox: Sandbox
let control: Control
let server: ServerProcess
let dataDir: string
let everyone: Record<(typeof CAST)[number], Person>

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'story-'))
  sandbox = await openSandbox()
  control = controlOf(sandbox)
  server = await startServer({ sandbox, dataDir })
  const logins = await Promise.all(
    CAST.map(async (id) => [id, await login(server.url, control, id)] as const),
  )
  everyone = Object.fromEntries(logins) as typeof everyone
})

afterAll(async () => {
  expect(await server.end()).toBe(0)
  await sandbox.close()
  await rm(dataDir, { recursive: true })
})

/** Once nothing waits: lists and cards equal the server's instances, and no rule of Feishu was broken. */
async function agree(): Promise<void> {
  await operator(server.url).quiet()
  expect(await differences(control, everyone as Everyone)).toEqual([])
  expect((await control.oracle()).violations).toEqual([])
  expect(await operator(server.url).outbox('parked')).toEqual([])
  const { repaired, waiting } = await operator(server.url).reconcile({ all: true })
  expect({ repaired, waiting }).toEqual({ repaired: [], waiting: 0 })
}

const cardOf = async (userId: string) => {
  const [card] = (await control.chat(userId)).filter(({ buttons }) => buttons.length > 0)
  if (!card) throw new Error(`${userId} has no card with buttons`)
  return card
}

async function submitLeave(days: number): Promise<string> {
  const submitted = await everyone.u_dev.submit('leave', { ...LEAVE, days })
  expect(submitted.status).toBe(201)
  return submitted.body.id
}

it('submit → card (encrypted, raw int64 id) → next node from the list → end: Feishu shows what the server holds after every step', async () => {
  const id = await submitLeave(5)
  await agree()

  const card = await cardOf('u_lead')
  expect(BigInt(card.messageId)).toBeGreaterThan(2n ** 53n)
  const pressed = await control.press({
    userId: 'u_lead',
    via: 'card',
    messageId: card.messageId,
    action: 'APPROVE',
  })
  expect(pressed.responses).toMatchObject([{ status: 200, body: { code: 0, msg: 'success' } }])
  await agree()
  expect((await everyone.u_hr.read(id)).body.status).toBe('PENDING')

  const [entry] = (await control.lists('u_hr')).todo
  const reason = entry?.actionConfigs?.some(({ reasonRequired }) => reasonRequired) ? '同意' : undefined
  const fromList = await control.press({
    userId: 'u_hr',
    via: 'list',
    taskId: entry?.taskId,
    action: 'APPROVE',
    reason,
  })
  expect(fromList.responses).toMatchObject([{ status: 200 }])
  await agree()

  const { body } = await everyone.u_dev.read(id)
  expect(body.status).toBe('APPROVED')
  expect(body.history.filter(({ by }) => by !== null).map(({ event, via }) => `${event} ${via}`)).toEqual([
    'started api',
    'task_ended card',
    'task_ended list',
  ])
  expect((await operator(server.url).reconcile({ all: true })).checked).toBeGreaterThan(0)
})

it('a rejection from search, a withdrawal in the page, and a decision in the page settle every card', async () => {
  await submitLeave(1)
  await agree()
  const [entry] = (await control.lists('u_lead')).todo
  const found = await control.press({
    userId: 'u_lead',
    via: 'search',
    taskId: entry?.taskId,
    action: 'REJECT',
    reason: '人手不足',
  })
  expect(found.responses).toMatchObject([{ status: 200 }])
  await agree()

  const withdrawn = await submitLeave(2)
  await agree()
  expect((await everyone.u_dev.withdraw(withdrawn)).body.status).toBe('CANCELED')
  await agree()

  const decided = await submitLeave(2)
  const task = (await everyone.u_dev.read(decided)).body.tasks[0]
  expect((await everyone.u_lead.decide(task?.id ?? '', 'approve', '好')).status).toBe(200)
  await agree()
})

it('a countersign: one approves on the card, the other rejects in the page, and both cards are settled', async () => {
  const form = {
    category: 'travel',
    amount: { amount: '8000.00', currency: 'CNY' },
    spentOn: '2026-11-01',
    purpose: '客户拜访',
  }
  const { body } = await everyone.u_dev.submit('expense', form)
  await agree()
  for (const userId of ['u_lead', 'u_cto', 'u_accountant'] as const) {
    const card = await cardOf(userId)
    const { responses } = await control.press({
      userId,
      via: 'card',
      messageId: card.messageId,
      action: 'APPROVE',
      reason: '同意',
    })
    expect(responses).toMatchObject([{ status: 200 }])
    await agree()
  }
  const open = (await everyone.u_cashier.list('todo')).body.items[0]?.task
  expect((await everyone.u_cashier.decide(open?.id ?? '', 'reject', '票据不全')).status).toBe(200)
  await agree()
  expect((await everyone.u_dev.read(body.id)).body.status).toBe('REJECTED')
})
