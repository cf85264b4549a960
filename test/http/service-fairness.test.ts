import { expect, it } from 'vitest'
import { LEAVE, openDoor } from '../support/services.ts'

/** Resolves what waits in it one by one. */
function createSluice() {
  const waiting: (() => void)[] = []
  let isOpen = false
  return {
    pass: () => (isOpen ? Promise.resolve() : new Promise<void>((resolve) => void waiting.push(resolve))),
    waiting: () => waiting.length,
    letIn: () => waiting.shift()?.(),
    open: () => {
      isOpen = true
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}

/** Until what was sent has come as far as it can. */
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2))
}

it('a system that starts a hundred has one turn among people in what goes to Feishu, whoever it starts them for', async () => {
  const { call, start, erp, login, store, ctx } = await openDoor()
  const people = ['u_alice', 'u_bob', 'u_carol', 'u_hr', 'u_payroll']
  for (let n = 0; n < 100; n += 1) await start(erp, { initiator: people[n % 5] })
  const token = await login('u_admin')
  const mine = await call('POST', '/api/v1/instances', { token, body: { definition: 'leave', form: LEAVE } })
  expect(mine.status).toBe(201)
  const args = { now: ctx.now(), leaseMs: 60_000, line: 'todos' } as const
  const claimed = await store.outbox.claim({ ...args, limit: 2 })
  expect(claimed.map(({ by }) => by)).toEqual(['service:erp', 'u_admin'])
  expect(claimed[1]?.instanceId).toBe(mine.body.id)
  // With the places that one person has at most, the rest stays free.
  expect(await store.outbox.claim({ ...args, limit: 50, each: 3 })).toHaveLength(2)
})

it('what time does to it afterwards is told in the turn of the system that started it', async () => {
  const { start, erp, store, ctx } = await openDoor()
  const { id } = (await start(erp)).body
  await store.instances.change(id, (record) => {
    const effects = record!.effects.map(({ by: _, ...effect }) => effect)
    return { next: { ...record!, effects }, result: undefined }
  })
  const args = { now: ctx.now(), leaseMs: 60_000, line: 'todos', limit: 1 } as const
  expect((await store.outbox.claim(args)).map(({ by }) => by)).toEqual(['service:erp'])
})

it('systems are served four at a time and in turn, and people beside them at once', async () => {
  const { call, start, add, erp, login, ctx } = await openDoor()
  const crm = await add('crm', ['leave'])
  const alice = await login('u_alice')
  const sluice = createSluice()
  const { read } = ctx.store.definitions
  const order: string[] = []
  let most = 0
  ctx.store.definitions.read = async (...asked) => {
    most = Math.max(most, sluice.waiting() + 1)
    await sluice.pass()
    return read(...asked)
  }
  const send = (name: string, token: string) =>
    start(token).then(({ status }) => {
      order.push(name)
      return status
    })
  const many = Array.from({ length: 30 }, () => send('erp', erp))
  await until(() => sluice.waiting() === 4)
  const other = send('crm', crm)
  // Asks for nothing that waits, and is answered.
  expect((await call('GET', '/api/v1/instances?box=todo', { token: alice })).status).toBe(200)
  sluice.letIn()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(sluice.waiting()).toBeLessThanOrEqual(4)
  sluice.open()
  const statuses = await Promise.all([...many, other])
  expect(new Set(statuses)).toEqual(new Set([201]))
  expect(most).toBe(4)
  expect(order.indexOf('crm')).toBeLessThan(12)
})

it('what a removed system had sent and still waits for its turn is not done', async () => {
  const { start, remove, erp, ctx, store } = await openDoor()
  const sluice = createSluice()
  const { read } = ctx.store.definitions
  ctx.store.definitions.read = async (...asked) => {
    await sluice.pass()
    return read(...asked)
  }
  const many = Array.from({ length: 12 }, () => start(erp))
  await until(() => sluice.waiting() === 4)
  // All of them have been let in by then.
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await remove('erp')).status).toBe(200)
  sluice.open()
  const statuses = (await Promise.all(many)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(4)
  expect(statuses.filter((status) => status === 401)).toHaveLength(8)
  expect(await store.instances.underWay('leave', 99)).toBe(4)
})

it('a system has so many requests a minute; another one, and people, are not counted with it', async () => {
  const service = { attempts: 5, windowMs: 60_000 }
  const { call, add, erp, login, advance } = await openDoor({ http: { limits: { service } } })
  const crm = await add('crm', ['leave'])
  const ask = async (token: string) => call('GET', '/api/v1/definitions', { token })
  const statuses: number[] = []
  for (let n = 0; n < 7; n += 1) statuses.push((await ask(erp)).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
  const refused = await ask(erp)
  expect(refused.body.error.code).toBe('too_many_requests')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask(crm)).status).toBe(200)
  expect((await ask(await login('u_alice'))).status).toBe(200)
  advance(60_000)
  expect((await ask(erp)).status).toBe(200)
})

it('people made up out of thin air cost a system its look-ups, not the tenant its calls', async () => {
  const lookup = { attempts: 3, windowMs: 60_000 }
  const { start, erp } = await openDoor({ http: { limits: { lookup } } })
  const codes: string[] = []
  for (let n = 0; n < 5; n += 1) codes.push((await start(erp, { initiator: `u_none${n}` })).body.error.code)
  expect(codes).toEqual([
    ...Array.from({ length: 3 }, () => 'person_not_found'),
    ...Array.from({ length: 2 }, () => 'too_many_requests'),
  ])
})
