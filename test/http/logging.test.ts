import { expect, it } from 'vitest'
import { encrypted, press } from '../support/callback.ts'
import { CREDENTIALS, createHarness, EVENT_SECRETS, OPERATOR, startHttp } from '../support/http-server.ts'

const CANARY = 'kanarienvogel-4711'

it('no value, reason, name, token or secret reaches the log, whatever happens', async () => {
  const harness = await createHarness()
  const { files, people } = harness
  const { call, login, lines } = await startHttp(harness)
  const [alice, bob] = [await login('u_alice'), await login('u_bob')]
  const form = { kind: 'annual', days: 5, reason: `${CANARY} form` }
  const headers = { 'user-agent': `${CANARY} agent`, 'idempotency-key': `${CANARY}-key` }
  const submitted = await call('POST', '/api/v1/instances', {
    token: alice,
    headers,
    body: { definition: 'leave', form },
  })
  const { id, tasks } = submitted.body
  const pressed = press(harness, { id }, tasks[0], { reason: `${CANARY} callback` })
  await call('POST', '/feishu/approval/callback', { raw: encrypted(pressed) })
  await call('POST', '/feishu/approval/callback', { raw: encrypted(`${pressed}${CANARY}`) })
  await call('POST', `/api/v1/tasks/${tasks[0].id}/reject`, {
    token: bob,
    body: { reason: `${CANARY} reason` },
  })
  await call('POST', `/api/v1/instances/${id}/withdraw`, {
    token: alice,
    body: { reason: `${CANARY} reason` },
  })
  await call('POST', '/api/v1/instances', { token: alice, raw: `{"${CANARY}` })
  await call('POST', '/api/v1/instances', { token: alice, body: { [CANARY]: CANARY } })
  await call('POST', '/api/v1/session', { body: { code: `${CANARY}-code` } })
  await call('GET', `/${CANARY}?token=${CANARY}`, { token: CANARY })
  await call('GET', '/admin/v1/outbox', { token: OPERATOR })
  people.fail({ message: `${CANARY} from Feishu`, logId: 'log-1', code: 1 })
  await call('POST', '/api/v1/instances', { token: alice, body: { definition: 'leave', form } })
  people.fail(undefined)
  files.write = () => Promise.reject(new Error('EIO'))
  await call('POST', '/api/v1/instances', { token: alice, body: { definition: 'leave', form } })

  const log = lines.join('\n')
  const secrets = [CREDENTIALS.token, CREDENTIALS.key, OPERATOR, EVENT_SECRETS.encryptKey, alice, bob]
  for (const secret of [CANARY, '爱丽丝', '鲍勃', ...secrets]) expect(log).not.toContain(secret)
  expect(lines.length).toBeGreaterThan(13)
  expect(log).toContain('log-1')
})

it('each request is one line with its route, and one measurement', async () => {
  const harness = await createHarness()
  const { call, login, lines, requests } = await startHttp(harness)
  const token = await login('u_alice')
  await call('GET', '/api/v1/instances/abc?x=1', { token })
  await call('GET', '/nowhere')
  const told = lines.map((line) => JSON.parse(line))
  expect(told.filter(({ method }) => method !== undefined)).toMatchObject([
    { level: 'info', method: 'POST', route: '/api/v1/session', status: 200 },
    { level: 'info', method: 'GET', route: '/api/v1/instances/:id', status: 404, ms: expect.any(Number) },
    { level: 'info', method: 'GET', route: 'none', status: 404, requestId: expect.any(String) },
  ])
  expect(requests.map(([route, status]) => [route, status])).toEqual([
    ['/api/v1/session', 200],
    ['/api/v1/instances/:id', 404],
    ['none', 404],
  ])
})

it('a bug says nothing to the caller, and where it is to the log', async () => {
  const harness = await createHarness()
  const { call, lines } = await startHttp(harness, {
    metrics: () => Promise.reject(new TypeError('cannot read nothing')),
  })
  const answer = await call('GET', '/metrics')
  expect(answer).toMatchObject({
    status: 500,
    body: { error: { code: 'internal', message: 'Something went wrong here.', details: [] } },
  })
  const [failed, request] = lines.map((line) => JSON.parse(line))
  expect(failed).toMatchObject({
    level: 'error',
    route: '/metrics',
    code: 'internal',
    cause: { name: 'TypeError' },
  })
  expect(failed.requestId).toBe(answer.headers.get('x-request-id'))
  expect(request.requestId).toBe(failed.requestId)
})

it('what monitoring asks for, and requests where they are not wanted, is said at debug', async () => {
  const harness = await createHarness()
  const usual = await startHttp(harness)
  for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json']) await usual.call('GET', path)
  const quiet = await startHttp(harness, { logRequestsAt: 'debug' })
  await quiet.call('GET', '/openapi.json')

  const told = ({ lines }: typeof usual) =>
    lines
      .map((line) => JSON.parse(line) as { level: string; route: string })
      .map(({ level, route }) => `${level} ${route}`)
  expect(told(usual)).toEqual(['debug /healthz', 'debug /readyz', 'debug /metrics', 'info /openapi.json'])
  expect(told(quiet)).toEqual(['debug /openapi.json'])
})

it('what an operator hands over is a line of its own: what, whose and how much, not why', async () => {
  const harness = await createHarness()
  const { call, login, lines } = await startHttp(harness)
  const token = await login('u_alice')
  const form = { kind: 'annual', days: 5 }
  const { body } = await call('POST', '/api/v1/instances', { token, body: { definition: 'leave', form } })
  const handOver = { token: OPERATOR, body: { to: 'u_carol', reason: CANARY } }
  await call('POST', '/admin/v1/people/u_bob/hand-over', handOver)
  await call('POST', `/admin/v1/instances/${body.id}/terminate`, {
    token: OPERATOR,
    body: { reason: CANARY },
  })

  const told = lines
    .map((line) => JSON.parse(line) as { words: string })
    .filter(({ words }) => /operator/.test(words))
  expect(told).toMatchObject([{ level: 'info', from: 'u_bob', to: 'u_carol', instances: 1, tasks: 1 }])
  expect(lines.join('\n')).not.toContain(CANARY)
  expect(lines.join('\n')).not.toContain(OPERATOR)
})
