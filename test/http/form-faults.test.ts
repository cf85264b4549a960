import { describe, expect, it } from 'vitest'
import { aDefinition } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const field = (key: string, type: string, more: object = {}) => ({
  key,
  type,
  label: { 'zh-CN': key },
  ...more,
})
const all = aDefinition({
  form: [
    field('n', 'number', { summary: true }),
    field('m', 'money', { currencies: ['CNY', 'JPY'], summary: true }),
    field('d', 'daterange'),
    field('t', 'textarea', { maxLength: 5_000 }),
    field('c', 'contact'),
  ],
  flow: [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }],
})

async function setUp() {
  const harness = await createHarness({ definitions: [all] })
  const server = await startHttp(harness)
  const token = await server.login('u_alice')
  const submit = (form: string, language = 'zh-CN') =>
    server.call('POST', '/api/v1/instances', {
      token,
      raw: `{"definition":"leave","form":${form}}`,
      headers: { 'accept-language': language },
    })
  return { ...harness, ...server, token, submit }
}

describe('what is wrong with a value is told of its field, and nothing is stored', () => {
  it.each([
    ['{"n":110101199003078515}', 'n', 'inexact'],
    ['{"n":9007199254740993}', 'n', 'inexact'],
    ['{"n":0.12345678901234567890}', 'n', 'inexact'],
    ['{"n":1e400}', 'n', 'inexact'],
    ['{"n":true}', 'n', 'type'],
    ['{"n":null}', 'n', 'type'],
    ['{"t":110101199003078515}', 't', 'type'],
    ['{"m":{"amount":5,"currency":"CNY"}}', 'm', 'type'],
    ['{"m":{"amount":"5"}}', 'm', 'type'],
    ['{"m":{"amount":"100.50","currency":"JPY"}}', 'm', 'whole'],
    [`{"m":{"amount":"${'9'.repeat(40)}","currency":"CNY"}}`, 'm', 'inexact'],
    ['{"d":{"from":"2026-11-20"}}', 'd', 'type'],
    ['{"d":{"from":"12026-11-20","to":"2026-11-20"}}', 'd', 'not_a_date'],
    ['{"c":[5]}', 'c', 'type'],
    [`{"t":"${'字'.repeat(5_001)}"}`, 't', 'too_long'],
    ['{"gone":1}', 'gone', 'unknown'],
    [`{"${'k'.repeat(65)}":1}`, 'k'.repeat(65), 'unknown'],
  ])('%.60s', async (form, name, rule) => {
    const { submit, dump } = await setUp()
    const before = dump()
    const said = []
    for (const language of ['zh-CN', 'en', 'ja']) {
      const { status, body } = await submit(form, language)
      expect({ status, code: body.error.code }).toEqual({ status: 422, code: 'form_invalid' })
      expect(body.error.details).toMatchObject([{ field: name, rule }])
      said.push(body.error.details[0].message)
    }
    expect(new Set(said).size).toBe(3)
    expect(dump()).toBe(before)
  })
})

describe('what is taken is stored to the digit and shown as people write', () => {
  it.each([
    ['0.0000001', '0.0000001'],
    ['1e-7', '0.0000001'],
    ['1e21', '1000000000000000000000'],
    ['9007199254740991', '9007199254740991'],
    ['-0', '0'],
    ['1.50', '1.5'],
  ])('the number %s as %s', async (written, shown) => {
    const { submit, call, login } = await setUp()
    const { status, body } = await submit(`{"n":${written}}`)
    expect([status, body.form.n]).toEqual([201, Number(written) + 0])
    const bob = await login('u_bob')
    const { body: list } = await call('GET', '/api/v1/instances?box=todo', { token: bob })
    expect(list.items[0].summary[0].value).toBe(shown)
  })

  it('a text without what nobody sees, the same under the same key again', async () => {
    const { call, token } = await setUp()
    const form = { t: ' a\u202Eb\r\n\u0000c\u200b ' }
    const send = () =>
      call('POST', '/api/v1/instances', {
        token,
        body: { definition: 'leave', form },
        headers: { 'idempotency-key': 'k' },
      })
    const [first, second] = [await send(), await send()]
    expect(first).toMatchObject({ status: 201, body: { form: { t: 'ab\nc' } } })
    expect(second).toMatchObject({ status: 201, body: { id: first.body.id } })
  })
})
