import { expect, it } from 'vitest'
import { aFailure } from '../support/people.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

async function setUp(options: Parameters<typeof startHttp>[1] = {}) {
  const harness = await createHarness()
  const server = await startHttp(harness, options)
  const token = await server.login('u_alice')
  const names = (ids: string, as: string | undefined = token) =>
    server.call('GET', `/api/v1/departments?ids=${ids}`, { token: as })
  return { ...harness, ...server, names }
}

it('names the departments that were picked, and leaves out what nobody knows', async () => {
  const { names } = await setUp()
  const { status, body } = await names('od-sales,od-nowhere,od-sales')
  expect(status).toBe(200)
  expect(body).toEqual({ items: [{ openDepartmentId: 'od-sales', name: '销售部' }] })
})

it.each(['', '../contact', 'od-', 'od-a/b', 'u_alice', 'od-x,'])('takes nothing else: %s', async (ids) => {
  const { names, people } = await setUp()
  expect((await names(encodeURIComponent(ids))).status).toBe(400)
  expect(people.calls.department).toEqual([])
})

const ids = (count: number, of = 'x') => Array.from({ length: count }, (_, at) => `od-${of}${at}`).join(',')

it('names them to people alone, twenty at once', async () => {
  const { names, call } = await setUp()
  expect((await names(ids(20))).status).toBe(200)
  expect((await names(ids(21))).status).toBe(400)
  expect((await call('GET', '/api/v1/departments?ids=od-sales')).status).toBe(401)
})

it('is limited per person, and 503 while Feishu does not answer', async () => {
  const { names, people } = await setUp({ limits: { act: { attempts: 2, windowMs: 60_000 } } })
  people.fail(aFailure())
  expect((await names('od-sales')).status).toBe(503)
  people.fail(undefined)
  expect((await names('od-sales')).status).toBe(200)
  expect((await names('od-sales')).status).toBe(429)
})

it('asks Feishu a few at a time', async () => {
  const { names, people, ctx } = await setUp()
  const { department } = ctx.people
  let [underWay, most] = [0, 0]
  ctx.people.department = async (id) => {
    most = Math.max(most, (underWay += 1))
    await new Promise((resolve) => setImmediate(resolve))
    underWay -= 1
    return department(id)
  }
  expect((await names(`${ids(19)},od-sales`)).body.items).toHaveLength(1)
  expect(people.calls.department).toHaveLength(20)
  expect(most).toBe(5)
})

it('ids that nobody has count, one each, also of requests that come at once; those that somebody has do not', async () => {
  const { names, people, advance, login } = await setUp({
    limits: { lookup: { attempts: 30, windowMs: 60_000 } },
  })
  for (let times = 0; times < 30; times += 1) expect((await names('od-sales')).status).toBe(200)
  const many = await Promise.all(Array.from({ length: 10 }, (_, n) => names(ids(20, `${n}-`))))
  expect(many.filter(({ status }) => status === 200)).toHaveLength(2)
  expect(people.calls.department).toHaveLength(30 + 40)
  expect((await names('od-sales')).status).toBe(429)
  expect((await names('od-sales', await login('u_bob'))).status).toBe(200)
  advance(60_000)
  expect((await names('od-sales')).status).toBe(200)
})
