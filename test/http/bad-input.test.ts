import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createHarness, startHttp } from '../support/http-server.ts'

async function setUp() {
  const harness = await createHarness()
  const server = await startHttp(harness)
  const token = await server.login('u_alice')
  const submit = (options: Parameters<typeof server.call>[2]) =>
    server.call('POST', '/api/v1/instances', { token, ...options })
  return { ...harness, ...server, token, submit }
}

const FORM = { kind: 'annual', days: 1 }
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const body = (form: string) => `{"definition":"leave","form":${form}}`

describe('a body', () => {
  const cases: [string, string | Uint8Array, number, string, object[]][] = [
    ['that is no JSON', '{"definition":', 400, 'bad_request', [{ field: 'body', rule: 'json' }]],
    [
      'that is no UTF-8',
      Buffer.of(0x22, 0xc3, 0x28, 0x22),
      400,
      'bad_request',
      [{ field: 'body', rule: 'json' }],
    ],
    ['nested 33 deep', body(nested(33)), 400, 'bad_request', [{ field: 'body', rule: 'too_deep' }]],
    ['nested 30,000 deep', nested(30_000), 400, 'bad_request', [{ field: 'body', rule: 'too_deep' }]],
    [
      'with __proto__',
      body('{"__proto__":{"kind":"annual"}}'),
      400,
      'bad_request',
      [{ rule: 'forbidden_key' }],
    ],
    ['with a constructor that is no field', body('{"constructor":{}}'), 422, 'form_invalid', [{}, {}, {}]],
    ['of more than 64 KB', body(`{"reason":"${'x'.repeat(65_536)}"}`), 413, 'payload_too_large', []],
    ['that is a list', '[]', 400, 'bad_request', [{ field: '', rule: 'invalid_type' }]],
    ['without its form', '{"definition":"leave"}', 400, 'bad_request', [{ field: 'form' }]],
    [
      'with what we do not know',
      '{"definition":"leave","form":{},"x":1}',
      400,
      'bad_request',
      [{ field: 'x' }],
    ],
    [
      'with a list that is too long',
      `{"definition":"leave","form":{},"cc":[${'"u",'.repeat(100)}"u"]}`,
      400,
      'bad_request',
      [{ field: 'cc', rule: 'too_big' }],
    ],
  ]
  it.each(cases)(
    '%s is refused, naming field and reason, and nothing is stored',
    async (_, raw, status, code, details) => {
      const { submit, dump } = await setUp()
      const before = dump()
      const answer = await submit({ raw })
      expect(answer).toMatchObject({
        status,
        body: { error: { code, message: expect.any(String), details } },
      })
      expect(dump()).toBe(before)
    },
  )

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['application/json; charset=gbk'],
    ['application/jsonp'],
  ])('of type %s is refused', async (type) => {
    const { submit } = await setUp()
    const answer = await submit({
      raw: JSON.stringify({ definition: 'leave', form: FORM }),
      headers: { 'content-type': type },
    })
    expect(answer).toMatchObject({ status: 415, body: { error: { code: 'unsupported_media_type' } } })
  })

  it('that is compressed is refused', async () => {
    const { submit } = await setUp()
    expect((await submit({ raw: 'x', headers: { 'content-encoding': 'gzip' } })).status).toBe(415)
  })

  it('of JSON with a charset of UTF-8 is taken, and none at all where nothing is needed', async () => {
    const { submit, call, token } = await setUp()
    const headers = { 'content-type': 'Application/JSON; charset=UTF-8' }
    const { status, body } = await submit({
      raw: JSON.stringify({ definition: 'leave', form: FORM }),
      headers,
    })
    expect(status).toBe(201)
    expect((await call('POST', `/api/v1/instances/${body.id}/withdraw`, { token })).status).toBe(200)
  })

  it('that breaks off changes nothing', async () => {
    const { url, token, dump, submit } = await setUp()
    const before = dump()
    const { port, hostname } = new URL(url)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        const head = `POST /api/v1/instances HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`
        socket.write(
          `${head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"definition":"leave"`,
        )
        setTimeout(() => socket.destroy(), 50)
      })
      socket.on('close', () => resolve())
    })
    expect(dump()).toBe(before)
    expect((await submit({ body: { definition: 'leave', form: FORM } })).status).toBe(201)
  })
})

describe('a request', () => {
  it('of an unknown route, or with a wrong method', async () => {
    const { call, token } = await setUp()
    for (const path of ['/', '/api/v1/nothing', '/api/v1/instances/x/y/z', '/API/v2', '/admin/v1/nothing']) {
      expect(await call('GET', path, { token })).toMatchObject({
        status: 404,
        body: { error: { code: 'not_found' } },
      })
    }
    const wrong = await call('PUT', '/api/v1/instances', { token, body: {} })
    expect(wrong).toMatchObject({ status: 405, body: { error: { code: 'method_not_allowed' } } })
    expect(wrong.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST'])
    expect((await call('GET', '/feishu/approval/callback')).headers.get('allow')).toBe('POST')
    expect((await call('PROPFIND', '/healthz')).status).toBe(405)
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=x', 'limit'],
    ['box=all', 'box'],
    ['cursor=nonsense', 'cursor'],
    ['box=todo&box=done', 'box'],
    ['other=1', 'other'],
  ])('with %s is refused, naming %s', async (query, field) => {
    const { call, token } = await setUp()
    const answer = await call(
      'GET',
      `/api/v1/instances?${query.includes('box') ? '' : 'box=todo&'}${query}`,
      { token },
    )
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: [{ field }] } },
    })
  })

  it.each([['x'.repeat(201)], ['with space']])('with the Idempotency-Key %s is refused', async (key) => {
    const { submit } = await setUp()
    const answer = await submit({
      body: { definition: 'leave', form: FORM },
      headers: { 'idempotency-key': key },
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'idempotency-key' }] } },
    })
  })

  it('with an Idempotency-Key, repeated, answers 201 with the same instance', async () => {
    const { submit } = await setUp()
    const options = {
      body: { definition: 'leave', form: FORM },
      headers: { 'idempotency-key': 'k'.repeat(200) },
    }
    const [first, second] = [await submit(options), await submit(options)]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.text).toBe(first.text)
    const other = await submit({ ...options, body: { definition: 'leave', form: { ...FORM, days: 2 } } })
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'idempotency_mismatch' } } })
  })

  it('with attachments, of which none was ever uploaded, is refused', async () => {
    const { submit, call, login, dump } = await setUp()
    const { body } = await submit({ body: { definition: 'leave', form: FORM } })
    const token = await login('u_bob')
    const before = dump()
    const answer = await call('POST', `/api/v1/tasks/${body.tasks[0].id}/approve`, {
      token,
      body: { attachments: ['a1'] },
    })
    expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field: 'attachments' }] } } })
    expect(dump()).toBe(before)
  })

  it('that meets a store which cannot write is told to come again, and changes nothing', async () => {
    const { submit, files, dump, lines } = await setUp()
    const before = dump()
    const write = files.write
    files.write = () => Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))
    const answer = await submit({ body: { definition: 'leave', form: FORM } })
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'store_unavailable' } } })
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(dump()).toBe(before)
    expect(lines.some((line) => line.includes('"level":"error"') && line.includes('ENOSPC'))).toBe(true)
    files.write = write
    expect((await submit({ body: { definition: 'leave', form: FORM } })).status).toBe(201)
  })

  it('while Feishu is away is told so where Feishu is needed', async () => {
    const { submit, people, call, token } = await setUp()
    people.fail({ class: 'unclear', code: 5_000, httpStatus: 500, logId: 'log-7' })
    expect(await submit({ body: { definition: 'leave', form: FORM } })).toMatchObject({
      status: 503,
      body: { error: { code: 'feishu_unavailable' } },
    })
    const said = async (language: string) =>
      (
        await call('POST', '/api/v1/instances', {
          token,
          headers: { 'accept-language': language },
          body: { definition: 'leave', form: FORM },
        })
      ).body.error.message
    expect([await said('zh-CN'), await said('en'), await said('ja')]).toEqual([
      '暂时无法连接飞书，请稍后再试',
      'Feishu cannot be reached right now. Please try again.',
      '現在 Feishu に接続できません。しばらくしてからお試しください。',
    ])
    expect((await call('GET', '/api/v1/instances?box=todo', { token })).status).toBe(200)
  })
})

describe('an answer', () => {
  it('has an id of its own, safe headers, and no X-Frame-Options', async () => {
    const { call, token } = await setUp()
    for (const path of ['/healthz', '/nowhere', '/api/v1/definitions', '/openapi.json']) {
      const { headers } = await call('GET', path, { token })
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
      expect(headers.get('x-frame-options')).toBeNull()
      expect(headers.get('x-powered-by')).toBeNull()
    }
  })

  it('speaks the language that is asked for', async () => {
    const { call, token, submit } = await setUp()
    const { body } = await submit({ body: { definition: 'leave', form: FORM } })
    const title = async (language: string) =>
      (await call('GET', `/api/v1/instances/${body.id}`, { token, headers: { 'accept-language': language } }))
        .body.title
    expect(await title('en-GB,en;q=0.9')).toBe('Leave by 爱丽丝')
    expect(await title('fr;q=1, ja;q=0.5, en;q=0.2')).toBe('爱丽丝さんの休暇')
    expect(await title('zh-TW')).toBe('爱丽丝提交的请假')
    expect(await title('fr')).toBe('爱丽丝提交的请假')
    expect(await title('en;q=0, ja')).toBe('爱丽丝さんの休暇')
  })

  it('of health says what is asked', async () => {
    const harness = await createHarness()
    const { call } = await startHttp(harness, {
      readiness: async () => ({ ready: false, checks: { definitions: 'waiting' } }),
    })
    expect(await call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await call('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { checks: { definitions: 'waiting' } },
    })
    const metrics = await call('GET', '/metrics')
    expect([metrics.status, metrics.headers.get('content-type'), metrics.text]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'approval_up 1\n',
    ])
  })
})
