import { expect, it } from 'vitest'
import { withActLog } from '../server/app/act-log.ts'
import { createOrigins } from '../server/runtime/origin.ts'
import { terminateInstance } from '../server/usecases/terminate-instance.ts'
import { handOverPerson } from '../server/usecases/hand-over.ts'
import { encrypted, press } from './support/callback.ts'
import { upload } from './support/files.ts'
import { createHarness, startHttp } from './support/http-server.ts'

const SECRET = 'kanarienvogel'

/** A server whose store tells of every act. */
async function setUp() {
  const bare = await createHarness()
  const acts: Record<string, unknown>[] = []
  const origins = createOrigins()
  const log = { info: (facts: object) => void acts.push(facts as Record<string, unknown>) }
  const store = withActLog(bare.ctx.store, log, origins.current)
  const harness = { ...bare, ctx: { ...bare.ctx, store }, callbacks: { ...bare.callbacks, store } }
  const { call, login } = await startHttp(harness, { within: origins.within })
  const token = { alice: await login('u_alice'), bob: await login('u_bob') }
  const submit = async () => {
    const form = { kind: 'annual', days: 5, reason: SECRET }
    const body = { definition: 'leave', form }
    return (await call('POST', '/api/v1/instances', { token: token.alice, body })).body
  }
  const told = () => acts.splice(0)
  return { harness, call, token, submit, told, acts }
}

it('each act is one line: which approval, what, by whom and from where', async () => {
  const { call, token, submit, told, harness } = await setUp()
  const { id, tasks } = await submit()
  expect(told()).toEqual([
    expect.objectContaining({
      instance: id,
      definition: 'leave',
      act: 'submit',
      by: 'u_alice',
      via: 'api',
      status: 'PENDING',
      route: 'POST /api/v1/instances',
      requestId: expect.any(String),
      people: ['u_bob'],
    }),
  ])

  const asBob = { token: token.bob, body: { text: SECRET, reason: SECRET } }
  await call('POST', `/api/v1/instances/${id}/comment`, { token: token.alice, body: { text: SECRET } })
  await call('POST', `/api/v1/instances/${id}/urge`, { token: token.alice, body: { reason: SECRET } })
  await call('POST', `/api/v1/tasks/${tasks[0].id}/postpone`, {
    token: token.bob,
    body: { until: harness.ctx.now() + 1_000_000 },
  })
  await call('POST', `/api/v1/tasks/${tasks[0].id}/transfer`, {
    ...asBob,
    body: { to: 'u_carol', reason: SECRET },
  })
  await call('POST', `/api/v1/instances/${id}/withdraw`, { token: token.alice, body: { reason: SECRET } })
  expect(told().map(({ act, by, route }) => [act, by, route])).toEqual([
    ['comment', 'u_alice', 'POST /api/v1/instances/:id/comment'],
    ['urge', 'u_alice', 'POST /api/v1/instances/:id/urge'],
    ['postpone', 'u_bob', 'POST /api/v1/tasks/:id/postpone'],
    ['transfer', 'u_bob', 'POST /api/v1/tasks/:id/transfer'],
    ['withdraw', 'u_alice', 'POST /api/v1/instances/:id/withdraw'],
  ])
})

it('a press in Feishu names its channel, what operators do names nobody, and a refused act is none', async () => {
  const { call, token, submit, told, harness } = await setUp()
  const first = await submit()
  const second = await submit()
  told()
  const pressed = press(harness, { id: first.id }, first.tasks[0], { reason: SECRET })
  await call('POST', '/feishu/approval/callback', { raw: encrypted(pressed) })
  await call('POST', '/feishu/approval/callback', { raw: encrypted(pressed) })
  await call('POST', `/api/v1/tasks/${second.tasks[0].id}/approve`, { token: token.alice, body: {} })
  await handOverPerson(harness.ctx, { from: 'u_bob', to: 'u_carol', reason: SECRET })
  await terminateInstance(harness.ctx, { id: second.id, reason: SECRET })
  const lines = told()
  expect(lines.map(({ act, by, via, route = null }) => [act, by, via, route])).toEqual([
    ['approve', 'u_bob', expect.stringMatching(/card|list/), 'POST /feishu/approval/callback'],
    ['hand-over', null, 'admin', null],
    ['hand-over', null, 'admin', null],
    ['terminate', null, 'admin', null],
  ])
  expect(JSON.stringify(lines)).not.toContain(SECRET)
  expect(JSON.stringify(lines)).not.toMatch(/爱丽丝|鲍勃|卡罗尔/)
})

it('a delivery is no act', async () => {
  const { harness, submit, told } = await setUp()
  const { id } = await submit()
  told()
  await harness.ctx.store.instances.change(id, (current) => ({
    next: current && { ...current, pushedClock: 1 },
    result: undefined,
  }))
  expect(told()).toEqual([])
})

it('a login, a logout, an upload and changed settings have a line each, with ids alone', async () => {
  const harness = await createHarness()
  const { call, login, lines, url } = await startHttp(harness)
  const told = () => lines.splice(0).flatMap((line) => (line.includes('"act":') ? [JSON.parse(line)] : []))
  const token = await login('u_alice')
  const [{ requestId, ...line }] = told()
  expect(line).toMatchObject({ act: 'login', by: 'u_alice', via: 'api', route: 'POST /api/v1/session' })
  expect(requestId).toEqual(expect.any(String))

  const { id, size } = (await upload(url, token, { name: `${SECRET}.pdf` })).body
  expect(told()).toMatchObject([{ act: 'upload', by: 'u_alice', attachment: id, size }])

  const now = harness.ctx.now()
  const delegation = { to: 'ou_bob', from: now, until: now + 1_000 }
  const save = (settings: object) => call('PUT', '/api/v1/me/settings', { token, body: settings })
  await save({ delegation, muted: ['cc'] })
  await save({ delegation, muted: ['cc'] })
  await save({ muted: ['cc', 'approved'], locale: 'ja-JP' })
  await save({ muted: ['cc', 'approved'], locale: 'nowhere' })
  const changes = told().map(({ act, by, delegation: to, muted, locale }) => ({ act, by, to, muted, locale }))
  expect(changes).toEqual([
    { act: 'settings', by: 'u_alice', to: { ...delegation, to: 'u_bob' }, muted: ['cc'] },
    { act: 'settings', by: 'u_alice', to: null, muted: ['cc', 'approved'], locale: 'ja-JP' },
  ])
  await call('DELETE', '/api/v1/session', { token })
  expect(told()).toMatchObject([{ act: 'logout', by: 'u_alice', route: 'DELETE /api/v1/session' }])
})

it('no name and no content of what was uploaded or chosen is in a line, nor the token', async () => {
  const harness = await createHarness()
  const { call, login, lines, url } = await startHttp(harness)
  const token = await login('u_alice')
  await upload(url, token, { name: `${SECRET}.pdf` })
  const now = harness.ctx.now()
  const delegation = { to: 'u_bob', from: now, until: now + 1_000 }
  await call('PUT', '/api/v1/me/settings', { token, body: { delegation } })
  await call('DELETE', '/api/v1/session', { token })
  for (const secret of [SECRET, token, '爱丽丝', '鲍勃']) expect(lines.join()).not.toContain(secret)
})
