import { describe, expect, it } from 'vitest'
import { VALIDATORS_WORDS } from '../support/definition-text.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'

type Parameter = { name: string; in: string }
type Operation = { parameters: Parameter[]; requestBody?: object }
type Document = { paths: Record<string, Record<string, Operation>> }

const LANGUAGES = [undefined, 'zh-CN', 'en', 'ja'] as const
/** Called by Feishu, or spoken to as it is. */
const IN_FEISHUS_WORDS = /^\/(feishu|open-apis|approval)\//
const WRONG = ['x'.repeat(3_000), '-1', '1.5', 'NaN']
const VALUES: readonly unknown[] = [null, -1, 0.5, '', 'x'.repeat(6_000), [], {}]
const KEYS =
  'definition form approvers cc code reason users to toNode position text mentions attachments until delegation muted locale all store from x'

/** Bodies that no route takes, and some that one does. */
const BODIES: readonly string[] = [
  ...['', '{', '[]', 'null', '1', '"x"', '{}', '{"__proto__":1}', `${'['.repeat(40)}${']'.repeat(40)}`],
  ...VALUES.map((value) => JSON.stringify(Object.fromEntries(KEYS.split(' ').map((key) => [key, value])))),
  JSON.stringify({ definition: 'leave', form: {}, cc: Array.from({ length: 101 }, () => 'u') }),
  JSON.stringify({ delegation: { to: '', from: 'a', until: null }, muted: ['urged'], locale: 'fr' }),
  `{"a":"${'x'.repeat(70_000)}"}`,
]

async function setUp() {
  const harness = await createHarness()
  const limits = { login: { attempts: 1e6, windowMs: 1 }, admin: { attempts: 1e6, windowMs: 1 } }
  const free = { ...limits, lookup: limits.login, signature: limits.login, act: limits.login }
  const server = await startHttp(harness, { limits: free })
  const { paths } = (await server.call('GET', '/openapi.json')).body as Document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, 'x'),
      operation,
    })),
  )
  const person = await server.login('u_alice')
  const tokenFor = (path: string) => (path.startsWith('/admin/') ? OPERATOR : person)
  return { ...server, operations, tokenFor }
}

/** Every word of a failure that somebody may read. */
const saidIn = ({ error }: { error?: { message: string; details: { message?: string }[] } }): string[] =>
  error ? [error.message, ...error.details.flatMap(({ message }) => message ?? [])] : []

describe("the validator's own words", () => {
  it.each(LANGUAGES)('are in no answer to a wrong body or query (%s)', async (language) => {
    const { call, operations, tokenFor } = await setUp()
    const headers: Record<string, string> = language ? { 'accept-language': language } : {}
    const said = new Set<string>()
    const note = ({ body }: Awaited<ReturnType<typeof call>>) => {
      for (const words of saidIn(body)) said.add(words)
    }
    for (const { method, path, operation } of operations) {
      if (IN_FEISHUS_WORDS.test(path) || operation.requestBody === undefined) continue
      if (path === '/api/v1/session') continue
      const token = tokenFor(path)
      for (const raw of BODIES) note(await call(method, path, { token, raw, headers }))
      note(await call(method, path, { token, raw: '{}', headers: { ...headers, 'content-type': 'a/b' } }))
    }
    for (const { method, path, operation } of operations) {
      if (IN_FEISHUS_WORDS.test(path)) continue
      const names = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)
      for (const name of names.length > 0 ? [...names, 'other'] : []) {
        for (const wrong of WRONG) {
          note(await call(method, `${path}?${name}=${wrong}`, { token: tokenFor(path), headers }))
          note(await call(method, `${path}?${name}=${wrong}&${name}=2`, { token: tokenFor(path), headers }))
        }
      }
    }
    expect(said.size).toBeGreaterThan(10)
    expect([...said].filter((words) => VALIDATORS_WORDS.test(words))).toEqual([])
  })

  it.each([
    [undefined, 'limit: has to be 1 or more', 'has to be 1 or more'],
    ['zh-CN', '提交的内容有误，请检查后重试', '不能小于 1'],
    ['en', 'Something in this request is not right. Please check it and try again.', 'At least 1'],
    ['ja', '送信内容に誤りがあります。確認してもう一度お試しください。', '1 以上です'],
  ])('are replaced by ours, with the field and the rule (%s)', async (language, message, detail) => {
    const { call, tokenFor } = await setUp()
    const headers: Record<string, string> = language ? { 'accept-language': language } : {}
    const token = tokenFor('')
    const answer = await call('GET', '/api/v1/instances?box=todo&limit=0', { token, headers })
    expect(answer.body.error).toEqual({
      code: 'bad_request',
      message,
      details: [{ field: 'limit', rule: 'too_small', message: detail }],
    })
    const broken = await call('POST', '/api/v1/instances', { token, headers, raw: '{' })
    expect(broken.body.error.details[0].message).toBe(broken.body.error.message)
  })
})

it.each(['cursor=', 'limit=', 'definition=', 'cursor=&limit=&definition=&node=&q='])(
  'an empty parameter is an absent one: %s',
  async (empty) => {
    const { call, login } = await setUp()
    const [alice, bob] = [await login('u_alice'), await login('u_bob')]
    const form = { kind: 'annual', days: 1 }
    await call('POST', '/api/v1/instances', { token: alice, body: { definition: 'leave', form } })
    const plain = await call('GET', '/api/v1/instances?box=todo', { token: bob })
    const given = await call('GET', `/api/v1/instances?box=todo&${empty}`, { token: bob })
    expect(plain.body.items).toHaveLength(1)
    expect([given.status, given.body]).toEqual([200, plain.body])
  },
)
