import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../shared/webhooks/endpoint.ts'
import { EventType } from '../../shared/webhooks/event.ts'
import { WELL } from '../../server/domain/webhooks/health.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { createHealthNotes } from '../../server/webhooks/health-notes.ts'
import { openEndpoints } from '../../server/webhooks/endpoints.ts'
import { createWebhookOperations } from '../../server/webhooks/operate.ts'
import { withEndpoints } from '../../server/webhooks/with-endpoints.ts'
import { aRecord, T0 } from '../support/builders.ts'
import { createHarness, NO_OPERATIONS, OPERATOR, startHttp } from '../support/http-server.ts'
import { createMemoryFiles } from '../support/memory-store.ts'

const ERP: Endpoint = {
  id: 'erp',
  url: 'https://erp.example.com/in',
  secretEnv: 'WEBHOOK_ERP',
  events: ['task.opened', 'comment.added'],
}

/** Nobody tells the endpoint, so what waits can be seen. Three approvals began, a second apart. */
async function setUp() {
  const opened = createEmbeddedStore(createMemoryFiles(), async () => undefined).store
  const file: { endpoints: Endpoint[] } = { endpoints: [ERP] }
  const endpoints = await openEndpoints({
    notes: opened.notes,
    readFile: async () => ({ endpoints: file.endpoints, faults: [] }),
    log: { info: () => undefined },
  })
  await endpoints.apply()
  const store = withEndpoints(opened, endpoints.takersOf)
  for (const [n, id] of ['a1', 'a2', 'a3'].entries())
    await store.instances.change(id, () => ({ next: aRecord({ id, at: T0 + n * 1_000 }), result: null }))
  const harness = await createHarness({ store })
  harness.advance(60_000)
  const healths = createHealthNotes(store.notes)
  const webhooks = createWebhookOperations({ store, endpoints, healths, now: harness.ctx.now })
  const server = await startHttp(harness, { operations: { ...NO_OPERATIONS, webhooks } })
  const ask = async (method: 'GET' | 'POST', path = '', body?: object) => {
    const answer = await server.call(method, `/admin/v1/webhooks${path}`, { token: OPERATOR, body })
    return { status: answer.status, body: answer.body as unknown }
  }
  /** As if the endpoint had taken all. */
  const takeAll = async () => {
    for (const id of ['a1', 'a2', 'a3'])
      await store.instances.change(id, (one) => ({ next: one && { ...one, queues: [] }, result: null }))
  }
  return { ...server, file, endpoints, healths, ask, takeAll }
}

const notFound = (code: string) => ({ status: 404, body: { error: { code } } })

describe('an operator', () => {
  it('sees each endpoint: how it is, what it answered last, what waits', async () => {
    const { ask, healths } = await setUp()
    const up = { id: 'erp', url: ERP.url, state: 'up', since: null, why: null, lastAnswer: null }
    expect(await ask('GET')).toMatchObject({
      status: 200,
      body: { items: [{ ...up, waiting: { events: 3, instances: 3 } }] },
    })
    const last = { at: T0, status: 503, error: 'answers 503' }
    const off = { at: T0, why: 'failing', isTold: true } as const
    await healths.change('erp', () => ({
      ...WELL,
      misses: 9,
      failingSince: 1,
      restUntil: T0 + 3_600_000,
      off,
      last,
    }))
    expect(await ask('GET')).toMatchObject({
      body: {
        items: [{ state: 'off', since: T0, why: 'failing', restsUntil: T0 + 3_600_000, lastAnswer: last }],
      },
    })
  })

  it('sees what waits, page by page, the oldest first', async () => {
    const { ask } = await setUp()
    const first = (await ask('GET', '/erp?limit=2')).body as { queues: object[]; nextCursor: string }
    expect(first.queues).toMatchObject([
      { instance: 'a1', events: ['a1.e2'], attempts: 0, lastError: null, nextTryAt: T0 },
      { instance: 'a2', events: ['a2.e2'] },
    ])
    const second = (await ask('GET', `/erp?limit=2&cursor=${first.nextCursor}`)).body
    expect(second).toMatchObject({ queues: [{ instance: 'a3' }], nextCursor: null })
    expect(await ask('GET', '/erp?cursor=nonsense')).toMatchObject({ status: 400 })
  })

  it('has one event told again, or all since a time, and nothing that the endpoint does not take', async () => {
    const { ask, takeAll } = await setUp()
    const replay = (body: object) => ask('POST', '/erp/replay', body)
    expect(await replay({ event: 'a1.e2' })).toEqual({ status: 200, body: { events: 0 } })
    await takeAll()
    expect(await replay({ event: 'a1.e2' })).toEqual({ status: 200, body: { events: 1 } })
    expect(await replay({ since: T0 + 1_000 })).toEqual({ status: 200, body: { events: 2 } })
    expect(await replay({ since: 0 })).toEqual({ status: 200, body: { events: 0 } })
    for (const event of ['a1.e1', 'a1.e3', 'a1.e0', 'a9.e1', 'nonsense', '../a1.e1'])
      expect(await replay({ event })).toMatchObject(notFound('effect_not_found'))
    for (const body of [
      {},
      { event: 'a1.e2', since: 0 },
      { since: 'yesterday' },
      { since: -1 },
      { until: 5 },
    ])
      expect((await replay(body)).status).toBe(400)
  })

  it('has it tried at once', async () => {
    const { ask, healths } = await setUp()
    const off = { at: T0, why: 'gone', isTold: true } as const
    await healths.change('erp', () => ({ ...WELL, misses: 1, restUntil: T0 + 3_600_000, off }))
    expect(await ask('POST', '/erp/resume')).toMatchObject({ body: { state: 'off', restsUntil: null } })
  })

  it('gives up what waits only for an endpoint that was taken out', async () => {
    const { ask, file, endpoints } = await setUp()
    expect(await ask('POST', '/erp/discard')).toMatchObject({ status: 400 })
    file.endpoints = []
    await endpoints.apply()
    const waiting = { events: 3, instances: 3 }
    expect(await ask('GET')).toMatchObject({
      body: { items: [{ id: 'erp', state: 'removed', url: null, waiting }] },
    })
    expect(await ask('POST', '/erp/replay', { since: 0 })).toMatchObject(notFound('endpoint_not_found'))
    expect(await ask('POST', '/erp/discard')).toEqual({ status: 200, body: { events: 3 } })
    expect(await ask('GET')).toEqual({ status: 200, body: { items: [] } })
  })

  it('is told that there is no such endpoint', async () => {
    const { ask } = await setUp()
    for (const [method, path] of [
      ['GET', '/nobody'],
      ['POST', '/nobody/resume'],
      ['POST', '/nobody/discard'],
      ['GET', '/__proto__'],
    ] as const)
      expect(await ask(method, path)).toMatchObject(notFound('endpoint_not_found'))
  })

  it('alone may', async () => {
    const { call, login } = await setUp()
    const person = await login('u_alice')
    for (const token of [undefined, person])
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/erp'],
        ['POST', '/erp/replay'],
        ['POST', '/erp/resume'],
        ['POST', '/erp/discard'],
      ] as const)
        expect((await call(method, `/admin/v1/webhooks${path}`, { token })).status).toBe(401)
  })
})

it('the document has a schema for the body of each event', async () => {
  const { call } = await setUp()
  const { webhooks } = (await call('GET', '/openapi.json')).body as {
    webhooks: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>
  }
  expect(Object.keys(webhooks)).toEqual(EventType.options)
  for (const [type, { post }] of Object.entries(webhooks))
    expect(post.requestBody.content['application/json']?.schema).toMatchObject({
      type: 'object',
      properties: {
        type: { const: type },
        data: { type: 'object', required: expect.arrayContaining(['sequence']) },
      },
      required: ['type', 'timestamp', 'data'],
    })
})
