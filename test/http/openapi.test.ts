import type { Layer } from '@koa/router'
import { expect, it } from 'vitest'
import { createRouter } from '../../server/http/koa-app.ts'
import { STATUS } from '../../server/http/error-mapper.ts'
import type { FeishuDoor } from '../../server/http/deps.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

type Operation = {
  operationId: string
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: { $ref?: string } }> }>
  security: object[]
}
/** Of those that do not simply want a person's token. */
const SECURITY: Record<string, object[]> = {
  logIn: [],
  signPage: [],
  openAttachment: [{ session: [] }, {}],
  // Other systems have a way in here too, and nowhere else.
  ...Object.fromEntries(
    [
      ...['listDefinitions', 'submitInstance', 'listInstances', 'readInstance'],
      ...['withdrawInstance', 'commentInstance', 'uploadAttachment'],
    ].map((operationId) => [operationId, [{ session: [] }, { service: [] }]]),
  ),
}

const isFeishus = (path: string): boolean => /^\/(open-apis|approval)\//.test(path)

type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { properties?: Record<string, unknown>; required?: string[] }> }
}

/** Answers nothing: what is looked at are its routes. */
const A_DOOR = new Proxy({} as FeishuDoor, { get: () => async () => ({ status: 200 }) })

async function setUp() {
  const harness = await createHarness()
  let stack: Layer[] = []
  const server = await startHttp(harness, { feishuDoor: A_DOOR }, (deps) => {
    stack = createRouter(deps).stack
  })
  const document = (await server.call('GET', '/openapi.json')).body as Document
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )
  return { ...server, document, operations, stack }
}

it('names every route of the router, and no other', async () => {
  const { operations, stack } = await setUp()
  const routes = stack.flatMap(({ methods, path }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${String(path)}`),
  )
  const documented = operations.map(
    ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
  )
  expect(documented.sort()).toEqual(routes.sort())
  expect(routes.length).toBeGreaterThanOrEqual(20)
})

it('says of each route its parameters, security, answers and errors', async () => {
  const { operations } = await setUp()
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  for (const { path, method, operationId, parameters, security, responses, requestBody } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath)
    if (path.startsWith('/api/v1/')) expect(security).toEqual(SECURITY[operationId] ?? [{ session: [] }])
    if (path.startsWith('/admin/')) expect(security).toEqual([{ admin: [] }])
    // Feishu's own routes refuse as Feishu does.
    if (security.length > 0 && !isFeishus(path)) expect(responses).toHaveProperty('401')
    if (path.startsWith('/api/') && method === 'post' && requestBody) {
      for (const status of ['400', '413', '415', '500']) expect(responses).toHaveProperty(status)
    }
    for (const { description } of Object.values(responses)) expect(description).not.toBe('')
  }
})

it('gives every reference a schema, and every code a status', async () => {
  const { document } = await setUp()
  expect(document.openapi).toBe('3.1.0')
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '')
  expect(references.length).toBeGreaterThan(30)
  for (const reference of references) {
    const name = reference.replace('#/components/schemas/', '')
    expect(Object.keys(document.components.schemas)).toContain(name)
  }
  expect(document.components.schemas['SubmitRequest']?.required).toEqual(['definition', 'form'])
  for (const status of Object.values(STATUS)) expect(status).toBeGreaterThanOrEqual(400)
})

it('tells the query and headers of a route', async () => {
  const { operations } = await setUp()
  const of = (id: string) => operations.find(({ operationId }) => operationId === id)?.parameters
  expect(of('listInstances')).toMatchObject([
    // Of persons, who have to name it; systems have other parameters.
    { name: 'box', in: 'query', required: false },
    { name: 'definition', required: false },
    { name: 'node', required: false },
    { name: 'q', required: false },
    { name: 'postponed', required: false },
    { name: 'cursor', required: false },
    { name: 'limit', required: false },
    { name: 'status', required: false },
    { name: 'updatedSince', required: false },
  ])
  expect(of('submitInstance')).toMatchObject([{ name: 'idempotency-key', in: 'header', required: false }])
})

it('tells what another system sends where a person sends something else, and what it may not', async () => {
  const { operations, document } = await setUp()
  const submit = operations.find(({ operationId }) => operationId === 'submitInstance')
  expect(submit?.requestBody?.content['application/json']?.schema).toEqual({
    oneOf: [
      { $ref: '#/components/schemas/SubmitRequest' },
      { $ref: '#/components/schemas/ServiceSubmitRequest' },
    ],
  })
  expect(document.components.schemas['ServiceSubmitRequest']?.required).toEqual([
    'definition',
    'form',
    'initiator',
  ])
  expect(submit?.responses['403']?.description).toBe('service_not_allowed')
  const withdraw = operations.find(({ operationId }) => operationId === 'withdrawInstance')
  expect(withdraw?.requestBody?.content['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/WithdrawRequest',
  })
})

it('tells that a file is sent, and that one comes back', async () => {
  const { operations } = await setUp()
  const of = (id: string) => operations.find(({ operationId }) => operationId === id)
  const binary = { type: 'string', format: 'binary' }
  expect(of('uploadAttachment')?.requestBody?.content).toMatchObject({
    'multipart/form-data': { schema: { properties: { file: binary } } },
  })
  expect(of('openAttachment')?.responses['200']?.content).toEqual({
    'application/octet-stream': { schema: binary },
  })
})
