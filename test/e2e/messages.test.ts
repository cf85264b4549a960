import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { differences } from '../support/agreement.ts'
import { login, operator, request, type Person } from '../support/api.ts'
import { controlOf, type Control, type SandboxCard } from '../support/control.ts'
import { ADMIN_TOKEN, startServer, type ServerProcess } from '../support/server-process.ts'

// 张伟 asks for leave: his manager decides, then one of the people team; payroll is told at the end.
const CAST = ['u_dev', 'u_lead', 'u_hr', 'u_recruiter', 'u_payroll', 'u_qa', 'u_admin'] as const
type Name = (typeof CAST)[number]

let sandbox: Sandbox
let control: Control
let server: ServerProcess
let dataDir: string
let everyone: Record<Name, Person>
const seen = new Set<string>()

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'messages-'))
  sandbox = await openSandbox()
  control = controlOf(sandbox)
  server = await startServer({ sandbox, dataDir })
  const logins = CAST.map(async (id) => [id, await login(server.url, control, id)] as const)
  everyone = Object.fromEntries(await Promise.all(logins)) as typeof everyone
})
afterAll(async () => {
  await server.end()
  await sandbox.close()
  await rm(dataDir, { recursive: true })
})

/** Lists and cards of both sides are the same; answers what people were told since, `template person: words`. */
async function told(): Promise<string[]> {
  await operator(server.url).quiet()
  expect(await differences(control, everyone)).toEqual([])
  expect((await control.oracle()).violations).toEqual([])
  expect(await operator(server.url).outbox('parked')).toEqual([])
  const fresh = (await control.cards()).filter(
    ({ templateId, messageId }) => templateId !== '1008' && !seen.has(messageId),
  )
  for (const card of fresh) {
    seen.add(card.messageId)
    expect([card.buttons, card.actions.length]).toEqual([[], 1])
  }
  return fresh.map((card) => `${card.templateId} ${card.userId}: ${wordsOf(card)}`).sort()
}

const wordsOf = ({ comment, content, title }: SandboxCard): string =>
  comment || content.replaceAll('\n', ' / ') || title

async function submit(days = 1): Promise<string> {
  const period = { from: '2026-11-23', to: '2026-11-30' }
  const { status, body } = await everyone.u_dev.submit('leave', {
    kind: 'annual',
    period,
    days,
    reason: '回家',
  })
  expect(status).toBe(201)
  expect(await told()).toEqual([])
  return body.id
}

const ask = async (who: Name, path: string, body: object = {}, method = 'POST') =>
  (await everyone[who].call(method, path, body)).status

/** What this person does with the task that lies with them. */
async function act(id: string, who: Name, verb: string, body: object = {}): Promise<void> {
  const { tasks } = (await everyone.u_dev.read(id)).body
  const task = tasks.find(({ assignee, status }) => assignee.userId === who && status === 'PENDING')
  expect(await ask(who, `/tasks/${task?.id ?? ''}/${verb}`, body)).toBe(200)
}

it('each step tells the right people once: comment, urge, rejection, copies', async () => {
  const id = await submit(5)
  const remark = { text: '请 **补充** <at id=all></at>', mentions: ['u_hr'] }
  expect(await ask('u_lead', `/instances/${id}/comment`, remark)).toBe(200)
  const escaped = '请 &#42;&#42;补充&#42;&#42; &#60;at id=all&#62;&#60;/at&#62;'
  expect(await told()).toEqual([
    `1021 u_hr: 王磊在一条你无权查看的审批中提到了你： / ${escaped}`,
    `1027 u_dev: ${escaped}`,
  ])

  expect(await ask('u_dev', `/instances/${id}/urge`, { reason: '很急' })).toBe(200)
  expect(await told()).toEqual(['1013 u_lead: 张伟 催你审批 请假'])
  expect(await ask('u_dev', `/instances/${id}/urge`)).toBe(409)
  expect(await told()).toEqual([])

  await act(id, 'u_lead', 'approve', { reason: '同意' })
  expect(await told()).toEqual([])
  expect(await ask('u_lead', `/instances/${id}/cc`, { users: ['u_qa', 'u_payroll'], reason: '供参考' })).toBe(
    200,
  )
  expect(await told()).toEqual(['1016 u_payroll: 供参考', '1016 u_qa: 供参考'])

  await act(id, 'u_hr', 'reject', { reason: '人手不足' })
  expect(await told()).toEqual(['1003 u_dev: 人手不足'])
})

it('withdrawn: those who had to decide hear of it', async () => {
  const id = await submit(5)
  await act(id, 'u_lead', 'approve')
  expect(await told()).toEqual([])
  expect(await ask('u_dev', `/instances/${id}/withdraw`, { reason: '改期' })).toBe(200)
  expect(await told()).toEqual([
    '1015 u_hr: 改期',
    '1015 u_recruiter: 改期',
    '1016 u_payroll: 张伟 将 请假 抄送给你',
  ])
})

it('rolled back, submitted again and approved; and one that an operator ends', async () => {
  const id = await submit()
  await act(id, 'u_lead', 'rollback', { toNode: '_initiator', reason: '天数不对' })
  expect(await told()).toEqual(['1021 u_dev: 操作人：王磊 / 天数不对'])
  const { form } = (await everyone.u_dev.read(id)).body
  expect(await ask('u_dev', `/instances/${id}/resubmit`, { form })).toBe(200)
  expect(await told()).toEqual([])
  await act(id, 'u_lead', 'approve')
  expect(await told()).toEqual(['1004 u_dev: 同意', '1016 u_payroll: 张伟 将 请假 抄送给你'])

  const other = await submit()
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const path = `${server.url}/admin/v1/instances/${other}/terminate`
  expect((await request(path, { method: 'POST', headers, body: { reason: '流程停用' } })).status).toBe(200)
  expect(await told()).toEqual([
    '1016 u_payroll: 张伟 将 请假 抄送给你',
    '1021 u_dev: 操作人：管理员 / 流程停用',
  ])
})

it('what somebody muted is not said to them, and to others it is', async () => {
  const muted = ['approved', 'rejected', 'rolled_back', 'terminated', 'commented', 'mentioned']
  expect(await ask('u_dev', '/me/settings', { muted }, 'PUT')).toBe(200)
  expect(await ask('u_payroll', '/me/settings', { muted: ['withdrawn'] }, 'PUT')).toBe(200)
  const id = await submit()
  expect(await ask('u_lead', `/instances/${id}/comment`, { text: '好', mentions: ['u_dev', 'u_qa'] })).toBe(
    200,
  )
  expect(await told()).toEqual(['1021 u_qa: 王磊在一条你无权查看的审批中提到了你： / 好'])
  await act(id, 'u_lead', 'approve')
  expect(await told()).toEqual(['1016 u_payroll: 张伟 将 请假 抄送给你'])

  expect(await ask('u_dev', '/me/settings', {}, 'PUT')).toBe(200)
  expect(await ask('u_payroll', '/me/settings', { muted: ['cc'] }, 'PUT')).toBe(200)
  await act(await submit(), 'u_lead', 'reject', { reason: '不行' })
  expect(await told()).toEqual(['1003 u_dev: 不行'])
})

it('while somebody is away their delegate gets the card and the to-do, as Feishu shows them', async () => {
  const delegation = { to: 'u_qa', from: Date.now() - 1_000, until: Date.now() + 3_600_000 }
  expect(await ask('u_lead', '/me/settings', { delegation }, 'PUT')).toBe(200)
  const id = await submit()
  const [entry] = (await control.lists('u_qa')).todo
  expect(entry).toMatchObject({ instanceId: id, generateType: 'EXTERNAL_CONSIGN' })
  expect((await everyone.u_lead.read(id)).status).toBe(200)
  const card = (await control.chat('u_qa')).find(
    ({ instanceId, buttons }) => instanceId === id && buttons.length > 0,
  )
  const pressed = await control.press({
    ...{ userId: 'u_qa', via: 'card', messageId: card?.messageId, action: 'APPROVE' },
  })
  expect(pressed.responses).toMatchObject([{ status: 200 }])
  expect(await told()).toEqual(['1004 u_dev: 同意'])
  expect(await ask('u_lead', '/me/settings', {}, 'PUT')).toBe(200)
  await act(await submit(), 'u_lead', 'approve')
  expect(await told()).toEqual(['1004 u_dev: 同意'])
})
