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

it('names them to people alone, a hundred at once', async () => {
  const { names, call } = await setUp()
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `od-${at}`).join(',')
  expect((await names(ids(100))).status).toBe(200)
  expect((await names(ids(101))).status).toBe(400)
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
