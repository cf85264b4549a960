import { describe, expect, it } from 'vitest'
import type { Parked } from '../../server/domain/outbox/record.ts'
import type { Method } from '../../server/http/route.ts'
import { aDefinition, T0 } from '../support/builders.ts'
import { createHarness, OPERATOR, startHttp, type Answer } from '../support/http-server.ts'

/** Who somebody is to the instance of the test. */
const ROLES = ['initiator', 'approver', 'cc', 'manager', 'stranger', 'nobody', 'operator'] as const
type Role = (typeof ROLES)[number]

const FLOW = [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }]
const USERS = {
  initiator: 'u_alice',
  approver: 'u_bob',
  cc: 'u_payroll',
  manager: 'u_admin',
  stranger: 'u_carol',
}

async function setUp() {
  const definition = aDefinition({ flow: FLOW, cc: [{ users: ['u_payroll'], at: 'start' }] })
  const harness = await createHarness({ definitions: [definition] })
  const server = await startHttp(harness, { limits: { admin: { attempts: 1_000, windowMs: 60_000 } } })
  const tokens: Record<Role, string | undefined> = {
    initiator: await server.login(USERS.initiator),
    approver: await server.login(USERS.approver),
    cc: await server.login(USERS.cc),
    manager: await server.login(USERS.manager),
    stranger: await server.login(USERS.stranger),
    nobody: undefined,
    operator: OPERATOR,
  }
  const { body } = await server.call('POST', '/api/v1/instances', {
    token: tokens.initiator,
    body: { definition: 'leave', form: { kind: 'annual', days: 1 } },
  })
  return { ...harness, ...server, tokens, id: body.id as string, taskId: body.tasks[0].id as string }
}

type Row = { method: Method; path: string; may: Partial<Record<Role, number>>; body?: object; code: string }

/** Route by role: the status of those who may; everybody else finds nothing there, or is not let in at all. */
const ROWS: Row[] = [
  {
    method: 'get',
    path: '/api/v1/instances/:id',
    code: 'instance_not_found',
    may: { initiator: 200, approver: 200, cc: 200, manager: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/instances/:id/withdraw',
    body: {},
    code: 'instance_not_found',
    may: { initiator: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/tasks/:task/approve',
    body: {},
    code: 'task_not_found',
    may: { approver: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/tasks/:task/reject',
    body: { reason: 'no' },
    code: 'task_not_found',
    may: { approver: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/tasks/:task/postpone',
    code: 'task_not_found',
    body: { until: T0 + 3_600_000 },
    may: { approver: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/instances/:id/comment',
    code: 'instance_not_found',
    body: { text: '请补充说明' },
    may: { initiator: 200, approver: 200, cc: 200, manager: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/instances/:id/urge',
    body: {},
    code: 'instance_not_found',
    may: { initiator: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/instances/:id/cc',
    code: 'instance_not_found',
    body: { users: ['u_hr'], reason: '供参考' },
    may: { initiator: 200, approver: 200, cc: 200, manager: 200 },
  },
  {
    method: 'post',
    path: '/api/v1/instances/:id/read',
    body: {},
    code: 'instance_not_found',
    may: { initiator: 200, approver: 200, cc: 200, manager: 200 },
  },
]

const cells = ROWS.flatMap((row) => ROLES.map((role) => [role, row.method, row.path, row] as const))

describe('an instance and its tasks', () => {
  it.each(cells)('%s: %s %s', async (role, method, path, row) => {
    const { call, tokens, id, taskId, dump } = await setUp()
    const before = dump()
    const ask = (instance: string) =>
      call(
        method.toUpperCase(),
        path.replace(':id', instance).replace(':task', taskId.replace(id, instance)),
        {
          token: tokens[role],
          ...(row.body && { body: row.body }),
        },
      )
    const own = await ask(id)
    const expected = row.may[role]
    if (expected !== undefined) {
      expect(own.status).toBe(expected)
      return
    }
    const isStranger = role === 'nobody' || role === 'operator'
    expect(own).toMatchObject(
      isStranger
        ? { status: 401, body: { error: { code: 'unauthorized' } } }
        : { status: 404, body: { error: { code: row.code } } },
    )
    const absent = await ask('0'.repeat(32))
    expect(sayingNothing(absent)).toBe(sayingNothing(own))
    expect(dump()).toBe(before)
  })

  it.each(['..%2f..%2fetc', 'A', 'a'.repeat(500), '%00', '%E0%A4%A', 'i1.1', "'%20OR%201=1"])(
    'an id that cannot be one (%s) is absent too',
    async (id) => {
      const { call, tokens } = await setUp()
      const token = tokens.initiator
      expect((await call('GET', `/api/v1/instances/${id}`, { token })).body.error.code).toBe(
        'instance_not_found',
      )
      const task = await call('POST', `/api/v1/tasks/${id}_t1/approve`, { token, body: {} })
      expect(task.body.error.code).toBe('task_not_found')
    },
  )

  it('a list holds what is mine', async () => {
    const { call, tokens, id } = await setUp()
    const boxes = ['todo', 'done', 'started', 'cc']
    const seen: string[] = []
    for (const role of ['initiator', 'approver', 'cc', 'manager', 'stranger'] as const) {
      for (const box of boxes) {
        const { body } = await call('GET', `/api/v1/instances?box=${box}`, { token: tokens[role] })
        if (body.items.some((item: { id: string }) => item.id === id)) seen.push(`${role} ${box}`)
      }
    }
    expect(seen).toEqual(['initiator started', 'approver todo', 'cc cc'])
  })
})

describe('every route', () => {
  it('wants the token it says, and takes no other', async () => {
    const { call, tokens, id } = await setUp()
    const { body: document } = await call('GET', '/openapi.json')
    for (const [path, operations] of Object.entries<Record<string, { security: object[] }>>(document.paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        const [kind] = Object.keys(security[0] ?? {})
        if (kind === undefined || path === '/admin/v1/reconcile') continue
        const at = path.replace('{id}', id).replace('{code}', 'leave')
        const wrong = kind === 'session' ? OPERATOR : tokens.initiator
        for (const token of [undefined, wrong, 'x', `${wrong ?? ''}x`]) {
          const answer = await call(method.toUpperCase(), at, { token })
          expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([path, 401, 'Bearer'])
        }
      }
    }
  })

  it.each([['Basic dTpw'], ['Bearer'], ['Bearer  '], ['Bearer a b'], [`Bearer ${'x'.repeat(600)}`]])(
    'is closed to Authorization: %s',
    async (authorization) => {
      const { call } = await setUp()
      const { status } = await call('GET', '/api/v1/definitions', { headers: { authorization } })
      expect(status).toBe(401)
    },
  )

  it('is closed to a session that has ended or expired', async () => {
    const { call, tokens, advance } = await setUp()
    const token = tokens.initiator
    expect((await call('DELETE', '/api/v1/session', { token })).status).toBe(204)
    expect((await call('GET', '/api/v1/definitions', { token })).status).toBe(401)
    advance(8 * 60 * 60_000)
    expect((await call('GET', '/api/v1/definitions', { token: tokens.approver })).status).toBe(401)
  })
})

describe('/admin', () => {
  it('is not there without ADMIN_TOKEN, whatever the method', async () => {
    const harness = await createHarness()
    const { call } = await startHttp(harness, { adminToken: undefined })
    const nowhere = await call('GET', '/nowhere', { token: OPERATOR })
    for (const [method, path] of [
      ['GET', '/admin/v1/outbox'],
      ['PUT', '/admin/v1/outbox'],
      ['POST', '/admin/v1/reconcile'],
      ['POST', '/admin/v1/outbox/x.1/retry'],
      ['GET', '/admin/v1/definitions'],
    ] as const) {
      const answer = await call(method, path, { token: OPERATOR })
      expect([answer.status, answer.text]).toEqual([404, nowhere.text])
    }
  })

  it('lets nobody guess: ten wrong tokens from one address, then it has to wait', async () => {
    const harness = await createHarness()
    const { call } = await startHttp(harness)
    const attempt = (token: string) => call('GET', '/admin/v1/outbox', { token })
    const statuses = []
    for (let at = 0; at < 12; at += 1) statuses.push((await attempt(`guess-${at}`)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    const blocked = await attempt('guess-13')
    expect(blocked).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } })
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await attempt(OPERATOR)).status).toBe(200)
    harness.advance(60_000)
    expect((await attempt('guess-14')).status).toBe(401)
  })

  it('never counts the right token', async () => {
    const { call } = await startHttp(await createHarness())
    for (let at = 0; at < 30; at += 1) {
      expect((await call('GET', '/admin/v1/definitions', { token: OPERATOR })).status).toBe(200)
    }
  })

  it('lists what waits and what was given up, and tries it again', async () => {
    const { call, id, store } = await setUp()
    const list = async (query = '') =>
      (await call('GET', `/admin/v1/outbox${query}`, { token: OPERATOR })).body.items
    expect(await list()).toMatchObject([
      { kind: 'sync', instance: id, state: 'pending' },
      { kind: 'send_card' },
      { kind: 'send_message', task: null, message: { kind: 'cc', to: 'u_payroll' } },
    ])
    const parked: Parked = {
      at: 1,
      cause: 'refused',
      reason: 'param is invalid',
      code: 1_390_001,
      logId: 'log-1',
      probeAt: null,
      payload: { title: 'x' },
    }
    await store.instances.change(id, (current) => {
      if (!current) throw new Error('gone')
      const effects = current.effects.map((one, at) => (at === 0 ? { ...one, attempts: 3, parked } : one))
      return { next: { ...current, effects }, result: undefined }
    })
    const given = await list('?state=parked')
    expect(given).toMatchObject([
      {
        id: `${id}.1`,
        lastError: 'param is invalid',
        logId: 'log-1',
        payload: { title: 'x' },
        nextTryAt: null,
      },
    ])
    const retried = await call('POST', `/admin/v1/outbox/${id}.1/retry`, { token: OPERATOR })
    expect(retried).toMatchObject({ status: 200, body: { id: `${id}.1`, state: 'pending', attempts: 0 } })
    expect(await list('?state=parked')).toEqual([])
    for (const absent of [`${id}.99`, 'nothing.1', 'x', '..%2f.1']) {
      const answer = await call('POST', `/admin/v1/outbox/${absent}/retry`, { token: OPERATOR })
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'effect_not_found' } } })
    }
  })
})

/** An answer without the id that was asked for. */
function sayingNothing({ status, text }: Answer): string {
  return `${status} ${text.replace(/[0-9a-f]{32}/g, '?')}`
}
