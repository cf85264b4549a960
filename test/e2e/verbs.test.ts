import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { differences } from '../support/agreement.ts'
import { login, operator, request, type Person } from '../support/api.ts'
import { controlOf, type Control } from '../support/control.ts'
import { ADMIN_TOKEN, startServer, type ServerProcess } from '../support/server-process.ts'

// 张伟 claims an expense: his manager, above 5,000 the department's leader, then both of finance.
const CAST = [
  ...(['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier'] as const),
  ...(['u_payroll', 'u_qa', 'u_designer', 'u_hr', 'u_admin'] as const),
] as const
type Name = (typeof CAST)[number]

const EXPENSE = {
  category: 'travel',
  amount: { amount: '8000.00', currency: 'CNY' },
  spentOn: '2026-11-01',
  purpose: '客户拜访',
}

let sandbox: Sandbox
let control: Control
let server: ServerProcess
let dataDir: string
let everyone: Record<Name, Person>

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verbs-'))
  sandbox = await openSandbox()
  control = controlOf(sandbox)
  server = await startServer({ sandbox, dataDir })
  const logins = CAST.map(async (id) => [id, await login(server.url, control, id)] as const)
  everyone = Object.fromEntries(await Promise.all(logins)) as typeof everyone
})
afterAll(async () => {
  await server.end()
  await sandbox.close()
  await rm(dataDir, { recursive: true })
})

/** Once nothing waits: every list and card equals the server's instances, and no rule of Feishu was broken. */
async function agree(): Promise<void> {
  await operator(server.url).quiet()
  expect(await differences(control, everyone)).toEqual([])
  expect((await control.oracle()).violations).toEqual([])
  expect(await operator(server.url).outbox('parked')).toEqual([])
  const { repaired, waiting } = await operator(server.url).reconcile({ all: true })
  expect({ repaired, waiting }).toEqual({ repaired: [], waiting: 0 })
}

async function submit(form: object = EXPENSE): Promise<string> {
  const { status, body } = await everyone.u_dev.submit('expense', form)
  expect(status).toBe(201)
  await agree()
  return body.id
}

const read = async (id: string) => (await everyone.u_dev.read(id)).body

/** The open task of this person in this instance. */
async function taskOf(id: string, who: Name): Promise<string> {
  const task = (await read(id)).tasks.find(
    ({ assignee, status }) => assignee.userId === who && status === 'PENDING',
  )
  if (!task) throw new Error(`${who} has no open task in ${id}`)
  return task.id
}

/** Does it and compares both sides; answers the status code and who has what open. */
async function act(id: string, who: Name, verb: string, body: object = {}) {
  const { status } = await everyone[who].call('POST', `/tasks/${await taskOf(id, who)}/${verb}`, body)
  await agree()
  return { status, open: await openIn(id) }
}

async function openIn(id: string): Promise<string[]> {
  const { tasks } = await read(id)
  return tasks
    .filter(({ status }) => status === 'PENDING')
    .map(({ nodeId, assignee }) => `${nodeId} ${assignee.userId}`)
}

const approve = (id: string, who: Name) => act(id, who, 'approve', { reason: '同意' })

async function ended(id: string): Promise<string[]> {
  return (await read(id)).tasks.map(
    ({ assignee, completeReason }) => `${assignee.userId} ${completeReason ?? ''}`,
  )
}

describe('after every step Feishu shows what the server holds', () => {
  it('transfer: the other one decides in their place', async () => {
    const id = await submit()
    expect(await act(id, 'u_lead', 'transfer', { to: 'u_qa', reason: '我在休假' })).toEqual({
      status: 200,
      open: ['manager u_qa'],
    })
    expect((await approve(id, 'u_qa')).open).toEqual(['leader u_cto'])
    expect(await ended(id)).toEqual(['u_lead forward', 'u_qa approved', 'u_cto '])
  })

  it('transfer goes to nobody who is there already, not to oneself, not to the initiator', async () => {
    const id = await submit()
    const task = await taskOf(id, 'u_lead')
    for (const to of ['u_lead', 'u_dev']) {
      const { status, body } = await everyone.u_lead.call('POST', `/tasks/${task}/transfer`, { to })
      expect([status, body]).toMatchObject([422, { error: { code: 'person_not_allowed' } }])
    }
    const stranger = await everyone.u_qa.call('POST', `/tasks/${task}/transfer`, { to: 'u_hr' })
    expect([stranger.status, stranger.body]).toMatchObject([404, { error: { code: 'task_not_found' } }])
    expect(await openIn(id)).toEqual(['manager u_lead'])
  })

  it('add-sign before: they decide first, then it is my turn again', async () => {
    const id = await submit()
    expect(
      (await act(id, 'u_lead', 'add-sign', { users: ['u_qa', 'u_hr'], position: 'before' })).open,
    ).toEqual(['manager u_qa', 'manager u_hr'])
    expect((await approve(id, 'u_qa')).open).toEqual(['manager u_hr'])
    expect((await approve(id, 'u_hr')).open).toEqual(['manager u_lead'])
    expect((await approve(id, 'u_lead')).open).toEqual(['leader u_cto'])
    expect((await ended(id))[0]).toBe('u_lead add_pre')
  })

  it('add-sign after: I have approved, and they follow; beside: all of us', async () => {
    const id = await submit()
    expect((await act(id, 'u_lead', 'add-sign', { users: ['u_qa'], position: 'after' })).open).toEqual([
      'manager u_qa',
    ])
    expect((await approve(id, 'u_qa')).open).toEqual(['leader u_cto'])
    const beside = { users: ['u_hr'], position: 'parallel', reason: '请一起看' }
    expect((await act(id, 'u_cto', 'add-sign', beside)).open).toEqual(['leader u_cto', 'leader u_hr'])
    expect((await approve(id, 'u_cto')).open).toEqual(['leader u_hr'])
    expect((await approve(id, 'u_hr')).open).toEqual(['finance u_accountant', 'finance u_cashier'])
    expect((await ended(id))[0]).toBe('u_lead add_post')
  })

  it('rollback out of a countersign loses no task: the others need not act, the node is gone through anew', async () => {
    const id = await submit()
    await approve(id, 'u_lead')
    await approve(id, 'u_cto')
    await approve(id, 'u_accountant')
    const back = await act(id, 'u_cashier', 'rollback', { toNode: 'manager', reason: '请核对' })
    expect(back).toEqual({ status: 200, open: ['manager u_lead'] })
    await approve(id, 'u_lead')
    await approve(id, 'u_cto')
    expect(await openIn(id)).toEqual(['finance u_accountant', 'finance u_cashier'])
    await approve(id, 'u_accountant')
    await approve(id, 'u_cashier')
    expect((await read(id)).status).toBe('APPROVED')
  })

  it('rollback to the initiator, who submits another form under the same id', async () => {
    const id = await submit()
    await approve(id, 'u_lead')
    const back = await act(id, 'u_cto', 'rollback', { toNode: '_initiator', reason: '金额不对' })
    expect(back.open).toEqual(['_initiator u_dev'])
    const own = await everyone.u_dev.call('POST', `/tasks/${await taskOf(id, 'u_dev')}/approve`, {})
    expect([own.status, own.body]).toMatchObject([409, { error: { code: 'resubmit_needed' } }])

    const form = { ...EXPENSE, amount: { amount: '80.00', currency: 'CNY' } }
    const again = await everyone.u_dev.call('POST', `/instances/${id}/resubmit`, { form })
    expect([again.status, again.body]).toMatchObject([200, { id, form, status: 'PENDING' }])
    await agree()
    await approve(id, 'u_lead')
    expect(await openIn(id)).toEqual(['finance u_accountant', 'finance u_cashier'])
    const twice = await everyone.u_dev.call('POST', `/instances/${id}/resubmit`, { form })
    expect([twice.status, twice.body]).toMatchObject([409, { error: { code: 'node_not_allowed' } }])
  })

  it('a decision after a withdrawal changes nothing', async () => {
    const id = await submit()
    const task = await taskOf(id, 'u_lead')
    expect((await everyone.u_dev.withdraw(id)).status).toBe(200)
    await agree()
    const late = await everyone.u_lead.decide(task, 'approve')
    expect([late.status, late.body]).toMatchObject([409, { error: { code: 'task_already_ended' } }])
    await agree()
    expect((await read(id)).status).toBe('CANCELED')
  })

  it('an operator ends an approval, with a reason', async () => {
    const id = await submit()
    const ended = await admin(`/instances/${id}/terminate`, { reason: '重复提交' })
    expect([ended.status, ended.body]).toEqual([200, { id, status: 'TERMINATED' }])
    await agree()
    expect((await read(id)).status).toBe('TERMINATED')
  })

  it("a leaver's tasks do not vanish: somebody else has them, those to come as well", async () => {
    const id = await submit()
    await approve(id, 'u_lead')
    const moved = await admin('/people/u_cto/hand-over', { to: 'u_hr', reason: '离职' })
    expect([moved.status, moved.body]).toMatchObject([200, { from: 'u_cto', to: 'u_hr' }])
    await agree()
    expect(await openIn(id)).toEqual(['leader u_hr'])
    await admin('/people/u_cashier/hand-over', { to: 'u_designer', reason: '离职' })
    await approve(id, 'u_hr')
    expect(await openIn(id)).toEqual(['finance u_accountant', 'finance u_designer'])
  })
})

const admin = (path: string, body: object) =>
  request(`${server.url}/admin/v1${path}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  })
