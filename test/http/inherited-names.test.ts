import { expect, it } from 'vitest'
import { aDefinition } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

/** What every object inherits, as a definition may call its fields, nodes and options. */
const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'prototype', 'isPrototypeOf']
const label = { 'zh-CN': '字段' }
const text = (key: string) => ({ key, type: 'text', label, summary: true })
const node = (id: string, more: object = {}) => ({
  id,
  name: label,
  approvers: { users: ['u_bob'] },
  ...more,
})

async function setUp(overrides: Parameters<typeof aDefinition>[0]) {
  const harness = await createHarness({ definitions: [aDefinition({ cc: [], ...overrides })] })
  const server = await startHttp(harness)
  const token = await server.login('u_alice')
  const submit = (form: object, more: object = {}) =>
    server.call('POST', '/api/v1/instances', { token, body: { definition: 'leave', form, ...more } })
  return { ...server, token, submit }
}

it.each(NAMES)(
  'a field called %s is empty until it is filled in, and keeps what it is given',
  async (key) => {
    const when = { field: key, op: 'eq', value: 'yes' }
    const flow = [node('first'), node('second', { when })]
    const { submit } = await setUp({ form: [text('t'), text(key)], flow })

    const empty = await submit({ t: 'x' })
    expect(empty).toMatchObject({ status: 201, body: { form: { t: 'x' } } })
    expect(empty.body.nodes[1]).toMatchObject({ skipped: 'condition' })
    const filled = await submit({ t: 'x', [key]: 'yes' })
    expect(filled).toMatchObject({ status: 201, body: { form: { t: 'x', [key]: 'yes' } } })
    expect(filled.body.nodes[1]).toMatchObject({ skipped: null })
  },
)

it.each(NAMES)(
  'lists of people, files and departments called %s are empty until somebody is named',
  async (key) => {
    for (const type of ['contact', 'department', 'attachment', 'image']) {
      const form = [text('t'), { key, type, label }]
      const flow = type === 'contact' ? [node('first', { approvers: { field: key } })] : [node('first')]
      const cc = type === 'contact' ? [{ field: key, at: 'start' }] : []
      const { submit } = await setUp({ form, flow, cc, managers: ['u_bob'] })
      expect(await submit({ t: 'x' })).toMatchObject({ status: 201, body: { form: { t: 'x' }, cc: [] } })
    }
  },
)

it.each(NAMES)('a node called %s finds its people, and the managers where it finds none', async (id) => {
  const flow = [node(id), node('hr', { when: { field: 't', op: 'eq', value: 'long' } })]
  const { submit } = await setUp({ form: [text('t')], flow })
  const { status, body } = await submit({ t: 'x' })
  expect({ status, people: body.nodes.map((one: { approvers: object[] }) => one.approvers.length) }).toEqual({
    status: 201,
    people: [1, 0],
  })

  const chosen = await setUp({
    form: [text('t')],
    flow: [node(id, { approvers: { initiatorChoice: true } })],
  })
  expect(await chosen.submit({ t: 'x' })).toMatchObject({ status: 422 })
  expect(await chosen.submit({ t: 'x' }, { approvers: { [id]: ['u_bob'] } })).toMatchObject({ status: 201 })
})

it.each(NAMES)('an option %s is one like others', async (value) => {
  const options = [
    { value, label: { 'zh-CN': '甲' } },
    { value: 'b', label },
  ]
  const { submit } = await setUp({
    form: [{ key: 'k', type: 'select', label, options }],
    flow: [node('first')],
  })
  expect(await submit({ k: value })).toMatchObject({ status: 201, body: { form: { k: value } } })
  expect(await submit({ k: 'valueOf()' })).toMatchObject({ status: 422 })
})

it('only __proto__ is no key of a form', async () => {
  const { call, token } = await setUp({ form: [text('t')], flow: [node('first')] })
  const raw = '{"definition":"leave","form":{"t":"x","__proto__":"y"}}'
  const headers = { 'content-type': 'application/json' }
  expect(await call('POST', '/api/v1/instances', { token, raw, headers })).toMatchObject({
    status: 400,
    body: { error: { details: [{ rule: 'forbidden_key' }] } },
  })
})
