import { expect, it } from 'vitest'
import { removeUnnamedFiles } from '../../server/usecases/kept-files.ts'
import { toHistory } from '../../miniprogram/features/detail/history-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import type { HistoryView } from '../../shared/history.ts'
import { aDefinition, T0 } from '../support/builders.ts'
import { PDF, upload } from '../support/files.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const DAY_MS = 24 * 3_600_000
const name = (text: string) => ({ 'zh-CN': text })
const definition = aDefinition({
  form: [{ key: 'why', type: 'text', label: name('事由') }],
  flow: [
    { id: 'first', name: name('一'), approvers: { users: ['u_carol'] } },
    { id: 'manager', name: name('二'), approvers: { users: ['u_bob'] } },
    { id: 'last', name: name('三'), approvers: { users: ['u_hr'] } },
  ],
  cc: [],
})

async function setUp() {
  const harness = await createHarness({ definitions: [definition] })
  const server = await startHttp(harness)
  const [alice, bob, carol, stranger] = await Promise.all(
    ['u_alice', 'u_bob', 'u_carol', 'u_payroll'].map(server.login),
  )
  const submitted = await server.call('POST', '/api/v1/instances', {
    token: alice,
    body: { definition: 'leave', form: {} },
  })
  const taskId = submitted.body.tasks[0].id as string
  const { body } = await server.call('POST', `/api/v1/tasks/${taskId}/approve`, { token: carol, body: {} })
  return { ...harness, ...server, alice, bob, carol, stranger, instance: body }
}

const attachmentsOf = (act: HistoryView): string[] =>
  'attachments' in act ? act.attachments.map(({ id }) => id) : []

const ADDED = { users: ['u_hr'] }

/** Every verb of a task that takes files, in each of its positions. */
it.each<[string, object]>([
  ['approve', {}],
  ['reject', {}],
  ['transfer', { to: 'u_hr' }],
  ['add-sign', { ...ADDED, position: 'before' }],
  ['add-sign', { ...ADDED, position: 'after' }],
  ['add-sign', { ...ADDED, position: 'parallel' }],
  ['rollback', { toNode: '_initiator' }],
  ['rollback', { toNode: 'first' }],
])('%s %j keeps its files: in the history, for who takes part, over a restart', async (verb, more) => {
  const world = await setUp()
  const { url, call, instance, alice, bob, carol, stranger, store, files, ctx } = world
  const { body: file } = await upload(url, bob)
  const task = instance.tasks.find((one: { status: string }) => one.status === 'PENDING').id as string
  const acted = await call('POST', `/api/v1/tasks/${task}/${verb}`, {
    token: bob,
    body: { reason: '见附件', attachments: [file.id], ...more },
  })
  expect(acted.status, acted.text).toBe(200)

  const acts = acted.body.history as HistoryView[]
  const withFile = acts.filter((act) => attachmentsOf(act).includes(file.id as string))
  expect(withFile.map((act) => act.verb)).toEqual([verb])
  const reading = { locale: 'zh-CN' as const, now: T0, say: sayIn('zh-CN'), urlOf: (one: string) => one }
  const lines = toHistory(acted.body, reading).filter((line) => line.files.some(({ id }) => id === file.id))
  expect(lines.length).toBeGreaterThan(0)

  for (const token of [alice, bob, carol]) {
    expect((await call('GET', `/api/v1/attachments/${file.id}`, { token })).text).toBe(PDF.toString())
  }
  expect((await call('GET', `/api/v1/attachments/${file.id}`, { token: stranger })).status).toBe(404)

  expect((await store.attachments.read(file.id))?.claim).toMatchObject({ instanceId: instance.id })
  const reopened = createEmbeddedStore(files, async () => undefined)
  await reopened.load()
  const later = { ...ctx, store: reopened.store, now: () => T0 + 3 * DAY_MS }
  expect(await removeUnnamedFiles(later)).toBe(0)
  expect(await reopened.store.attachments.open(file.id)).toBeDefined()
  const record = await reopened.store.instances.read(instance.id)
  expect(record?.instance.files).toHaveProperty(file.id)
})

it('a comment keeps its files once, with itself', async () => {
  const { url, call, instance, bob } = await setUp()
  const { body: file } = await upload(url, bob)
  const { body } = await call('POST', `/api/v1/instances/${instance.id}/comment`, {
    token: bob,
    body: { attachments: [file.id, file.id] },
  })
  expect(body.comments[0].attachments.map(({ id }: { id: string }) => id)).toEqual([file.id])
  expect((body.history as HistoryView[]).flatMap(attachmentsOf)).toEqual([])
})
