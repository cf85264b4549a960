import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { InstanceView, ListResponse } from '../../shared/api.ts'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { differences, type Everyone } from '../support/agreement.ts'
import { asPerson, login, operator, request, type Person } from '../support/api.ts'
import { controlOf, type Control } from '../support/control.ts'
import { PDF, PNG, upload } from '../support/files.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

const CAST = [
  'u_dev',
  'u_lead',
  'u_hr',
  'u_payroll',
  'u_cto',
  'u_accountant',
  'u_cashier',
  'u_admin',
] as const
const LEAVE = { kind: 'annual', days: 1, period: { from: '2026-11-23', to: '2026-11-30' }, reason: '回家' }
const EXPENSE = {
  ...{ category: 'travel', amount: { amount: '80.00', currency: 'CNY' } },
  ...{ spentOn: '2026-11-01', purpose: '客户拜访' },
}

let sandbox: Sandbox
let control: Control
let server: ServerProcess
let dataDir: string
let everyone: Record<(typeof CAST)[number], Person>

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pages-api-'))
  sandbox = await openSandbox()
  control = controlOf(sandbox)
  server = await startServer({ sandbox, dataDir })
  const logins = CAST.map(async (id) => [id, await login(server.url, control, id)] as const)
  everyone = Object.fromEntries(await Promise.all(logins)) as typeof everyone
})

afterAll(async () => {
  expect(await server.end()).toBe(0)
  await sandbox.close()
  await rm(dataDir, { recursive: true })
})

/** Once nothing waits: lists and cards equal the server's instances, and no rule of Feishu was broken. */
async function agree(): Promise<void> {
  await operator(server.url).quiet()
  expect(await differences(control, everyone as Everyone)).toEqual([])
  expect((await control.oracle()).violations).toEqual([])
  expect(await operator(server.url).outbox('parked')).toEqual([])
}

/** How often Feishu was told about instances and cards; messages to people are another matter. */
const told = async () =>
  (await control.log()).filter(
    ({ api, request }) => /^(instance\.sync|bot\.)/.test(api) && !isMessage(request),
  ).length

const isMessage = (request: unknown): boolean =>
  ((request as { template_id?: string } | null)?.template_id ?? '1008') !== '1008'

async function submitted(definition: string, form: object): Promise<InstanceView> {
  const { status, body } = await everyone.u_dev.submit(definition, form)
  expect([status, body]).toMatchObject([201, {}])
  return body
}

const openTask = ({ tasks }: InstanceView) => tasks.find(({ status }) => status === 'PENDING')?.id ?? ''

it('a comment is seen by all who may, and Feishu hears nothing of it', async () => {
  const { id } = await submitted('leave', LEAVE)
  await agree()
  const before = await told()
  const said = await everyone.u_lead.call<InstanceView>('POST', `/instances/${id}/comment`, {
    ...{ text: '请补充行程 @李', mentions: ['u_cto'] },
  })
  expect(said).toMatchObject({ status: 200, body: { comments: [{ id: `${id}_m1` }] } })
  expect((await everyone.u_dev.read(id)).body.comments).toMatchObject([{ text: '请补充行程 @李' }])
  expect((await everyone.u_cto.read(id)).status).toBe(404)
  await agree()
  expect(await told()).toBe(before)
  const { repaired } = await operator(server.url).reconcile()
  expect(repaired).toEqual([])
})

it('a task put off leaves the to-dos here and stays in Feishu’s, until it is brought back', async () => {
  const task = openTask(await submitted('leave', LEAVE))
  await agree()
  const before = await told()
  const put = (until: number | null) => everyone.u_lead.call('POST', `/tasks/${task}/postpone`, { until })
  const todo = async (query: string) =>
    (await everyone.u_lead.call<ListResponse>('GET', `/instances?box=todo&limit=100${query}`)).body.items
      .map((item) => item.task?.id)
      .includes(task)

  expect((await put(Date.now() + 3_600_000)).status).toBe(200)
  expect([await todo(''), await todo('&postponed=only')]).toEqual([false, true])
  expect((await control.lists('u_lead')).todo.some(({ taskId }) => taskId === task)).toBe(true)
  await agree()
  expect((await put(null)).status).toBe(200)
  await agree()
  expect(await told()).toBe(before)
})

it('opening what one was told of shows in Feishu’s cc list', async () => {
  const instance = await submitted('leave', LEAVE)
  const { body: ended } = await everyone.u_lead.decide(openTask(instance), 'approve')
  const [cc] = ended.cc
  const reader = everyone[cc?.person.userId as keyof typeof everyone]
  await agree()
  const readStatus = async () =>
    (await control.lists(cc?.person.userId ?? '')).cc.find(({ ccId }) => ccId === cc?.id)?.readStatus
  expect(await readStatus()).toBe('UNREAD')
  for (let n = 0; n < 2; n += 1) {
    expect((await reader.call('POST', `/instances/${instance.id}/read`, {})).status).toBe(200)
    await agree()
    expect(await readStatus()).toBe('READ')
  }
})

it('files go with the form, the decision and a comment, to those concerned, and outlive a restart', async () => {
  const { u_dev: dev, u_lead: lead } = everyone
  const put = async (person: Person, options = {}) => (await upload(server.url, person.token, options)).body
  const receipt = await put(dev, { content: PNG, name: '发票.png' })
  const field = await fileFieldOf('expense')
  const instance = await submitted('expense', { ...EXPENSE, [field]: [receipt.id] })
  await agree()
  expect(instance.files[receipt.id]).toMatchObject({ name: '发票.png', type: 'image/png' })

  const proof = await put(lead)
  const decided = await lead.call<InstanceView>('POST', `/tasks/${openTask(instance)}/approve`, {
    ...{ reason: '同意', attachments: [proof.id] },
  })
  expect(decided.status).toBe(200)
  expect(decided.body.tasks[0]?.attachments).toMatchObject([{ id: proof.id, name: '发票.pdf' }])
  await agree()

  expect((await stat(join(dataDir, 'attachments'))).mode & 0o077).toBe(0)
  for (const path of await filesBelow(join(dataDir, 'attachments'))) {
    expect([path, (await stat(path)).mode & 0o077]).toEqual([path, 0])
  }
  expect(await server.end()).toBe(0)
  server = await startServer({ sandbox, dataDir })
  everyone = Object.fromEntries(
    Object.entries(everyone).map(([id, { token }]) => [id, asPerson(server.url, token)]),
  ) as typeof everyone

  const { body: shown } = await everyone.u_lead.read(instance.id)
  const link = shown.files[receipt.id]?.url ?? ''
  const image = await fetch(link.replace(new URL(link).origin, server.url))
  expect(Buffer.from(await image.arrayBuffer())).toEqual(PNG)
  expect(image.headers.get('content-disposition')).toMatch(/^inline/)
  expect((await everyone.u_dev.call('GET', `/attachments/${proof.id}`)).body).toBe(PDF.toString())
  expect((await everyone.u_payroll.call('GET', `/attachments/${proof.id}`)).status).toBe(404)
  await agree()
})

it('a page is signed with the ticket that Feishu gave, which is asked for once', async () => {
  const page = encodeURIComponent(`${server.url}/m/pages/home/index`)
  for (let n = 0; n < 3; n += 1) {
    const { status, body } = await request(`${server.url}/api/v1/jssdk?url=${page}`)
    const signature = expect.stringMatching(/^[0-9a-f]{40}$/) as string
    expect([status, body]).toMatchObject([200, { appId: sandbox.info.appId, signature }])
  }
  const asked = (await control.log()).filter(({ api }) => api === 'jsapi_ticket')
  expect(asked.map(({ status, code }) => [status, code])).toEqual([[200, 0]])
})

async function fileFieldOf(code: string): Promise<string> {
  const { body } = await everyone.u_dev.call<{ form: { key: string; type: string }[] }>(
    'GET',
    `/definitions/${code}`,
  )
  const field = body.form.find(({ type }) => type === 'attachment' || type === 'image')
  if (!field) throw new Error(`${code} asks for no file`)
  return field.key
}

async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of files) expect((await readFile(path)).length).toBeGreaterThan(0)
  return files
}
