import { describe, expect, it } from 'vitest'
import { bodyLimitOf, LARGEST_BODY_BYTES, SMALL_BODY_BYTES } from '../../shared/form/body-size.ts'
import { wayOf } from '../../shared/definition.ts'
import { aDefinition, aDefinitionRecord } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'
import { putDefinition } from '../support/put.ts'

const textareas = (count: number, maxLength = 2_000) =>
  Array.from({ length: count }, (_, at) => ({
    key: `t${at}`,
    type: 'textarea',
    label: { 'zh-CN': `说明 ${at}` },
    maxLength,
    summary: at < 3,
  }))
const choosing = { id: 'boss', name: { 'zh-CN': '上级' }, approvers: { initiatorChoice: true } }
const MANAGER = { id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }
const withTexts = (count: number, { maxLength = 2_000, flow = [MANAGER] as object[] } = {}) =>
  aDefinition({ code: 'long', form: textareas(count, maxLength), flow, cc: [] })
const long = withTexts(11)
const filled = (letter: string, count = 11, length = 2_000) =>
  Object.fromEntries(textareas(count).map(({ key }) => [key, letter.repeat(length)]))
const limitOf = (definition: typeof long) => bodyLimitOf({ form: definition.form, way: wayOf(definition) })

async function setUp(definitions = [long, aDefinition()]) {
  const harness = await createHarness({ definitions })
  const server = await startHttp(harness)
  const token = await server.login('u_alice')
  const post = (path: string, raw: string, headers = {}) =>
    server.call('POST', `/api/v1/${path}`, { token, raw, headers })
  return { ...harness, ...server, token, post }
}

/** As programs write it that keep to ASCII. */
const escaped = (value: object): string =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A body of so many bytes that means the same. */
const padded = (text: string, bytes: number): string => text + ' '.repeat(bytes - Buffer.byteLength(text))

describe('whatever a definition allows can be sent', () => {
  it.each([
    ['Chinese', '审', JSON.stringify],
    ['escaped Chinese', '审', escaped],
    ['escaped emoji', '🎉', escaped],
    ['line ends', 'a\n', JSON.stringify],
  ])('eleven full textareas of %s', async (_, letter, write) => {
    const { post, call, token } = await setUp()
    const form = filled(letter, 11, Math.floor(2_000 / Array.from(letter).length))
    const { status, body } = await post('instances', write({ definition: 'long', form }))
    expect(status).toBe(201)
    const read = await call('GET', `/api/v1/instances/${body.id}`, { token })
    expect(Object.keys(read.body.form)).toHaveLength(11)
    const [item] = (await call('GET', '/api/v1/instances?box=started', { token })).body.items
    expect(item.id).toBe(body.id)
    expect((await post('definitions/long/preview', write({ form }))).status).toBe(200)
  })

  it('also again, by a version with a larger form than the newest has', async () => {
    const { post, call, login, store } = await setUp()
    const { body } = await post('instances', JSON.stringify({ definition: 'long', form: filled('审') }))
    await putDefinition(store, aDefinitionRecord({ definition: withTexts(1), version: 2 }))
    const bob = await login('u_bob')
    const back = await call('POST', `/api/v1/tasks/${body.tasks[0].id}/rollback`, {
      token: bob,
      body: { toNode: '_initiator' },
    })
    expect(back.status).toBe(200)
    const form = filled('改')
    const preview = JSON.stringify({ form, instance: body.id })
    expect((await post('definitions/long/preview', preview)).status).toBe(200)
    expect((await post(`instances/${body.id}/resubmit`, JSON.stringify({ form }))).status).toBe(200)
  })
})

describe('a body larger than any form', () => {
  const body = JSON.stringify({ definition: 'long', form: filled('审') })
  const limit = limitOf(long)

  it.each([
    ['zh-CN', '提交的内容过大'],
    ['en', 'This is more than can be sent at once'],
    ['ja', '送信内容が大きすぎます'],
  ])('is refused by one byte, in the words of who sent it (%s)', async (language, message) => {
    const { post } = await setUp()
    expect((await post('instances', padded(body, limit))).status).toBe(201)
    const answer = await post('instances', padded(body, limit + 1), { 'accept-language': language })
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'payload_too_large', message } } })
  })

  it('is refused where no form is sent, from 64 KB on', async () => {
    const { post } = await setUp()
    const raw = padded('{}', SMALL_BODY_BYTES + 1)
    for (const path of ['session', 'instances/x/withdraw', 'tasks/x/approve', 'instances/x/comment']) {
      expect((await post(path, raw)).status).toBe(413)
    }
    expect((await post('instances/x/withdraw', padded('{}', SMALL_BODY_BYTES))).status).toBe(404)
  })

  it('is one of more than 64 KB where all forms are small', async () => {
    const { post } = await setUp([aDefinition()])
    expect((await post('instances', padded('{}', SMALL_BODY_BYTES))).status).toBe(400)
    expect((await post('instances', padded('{}', SMALL_BODY_BYTES + 1))).status).toBe(413)
  })
})

describe('a definition of which a form could never be sent', () => {
  const branch = (group: number, at: number) =>
    Array.from({ length: 20 }, (_, place) => ({
      ...choosing,
      id: `n${group}_${at}_${place}`,
      when: { field: 't0', op: 'eq', value: 'x' },
    }))
  const groups = (count: number) =>
    Array.from({ length: count }, (_, group) => ({
      parallel: Array.from({ length: 10 }, (_, at) => branch(group, at)),
    }))

  it('is refused, in words', () => {
    expect(() => withTexts(2, { flow: groups(6) })).toThrow(
      /could be 10 MB with whom the initiator chooses, but 8 MB can be sent/,
    )
  })

  it('is none with a hundred of the longest texts', () => {
    const largest = withTexts(100, { maxLength: 5_000, flow: [choosing] })
    expect(limitOf(largest)).toBeGreaterThan(100 * 5_000 * 12)
    expect(limitOf(largest)).toBeLessThan(LARGEST_BODY_BYTES)
  })
})
