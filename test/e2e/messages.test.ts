import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SandboxCard } from '../support/control.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { leave } from '../support/sample-forms.ts'

// 张伟 asks for leave: his manager decides, then one of the people team; payroll is told at the end.
const CAST = ['u_dev', 'u_lead', 'u_hr', 'u_recruiter', 'u_payroll', 'u_qa', 'u_admin'] as const
type Name = (typeof CAST)[number]

let world: World<Name>
const seen = new Set<string>()

beforeAll(async () => {
  world = await openWorld(CAST)
})
afterAll(() => world.close())

/** Lists and cards of both sides are the same; answers what people were told since, `template person: words`. */
async function told(): Promise<string[]> {
  await world.agree()
  const fresh = (await world.control.cards()).filter(
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
  const { id } = await world.submit('u_dev', 'leave', leave(days))
  expect(await told()).toEqual([])
  return id
}

const ask = async (who: Name, path: string, body: object = {}, method = 'POST') =>
  (await world.everyone[who].call(method, path, body)).status

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

  expect((await world.act(id, 'u_lead', 'approve', { reason: '同意' })).status).toBe(200)
  expect(await told()).toEqual([])
  expect(await ask('u_lead', `/instances/${id}/cc`, { users: ['u_qa', 'u_payroll'], reason: '供参考' })).toBe(
    200,
  )
  expect(await told()).toEqual(['1016 u_payroll: 供参考', '1016 u_qa: 供参考'])

  expect((await world.act(id, 'u_hr', 'reject', { reason: '人手不足' })).status).toBe(200)
  expect(await told()).toEqual(['1003 u_dev: 人手不足'])
})

it('mentioned, whoever may see it gets a link to it: those who take part, and those who had a copy', async () => {
  const id = await submit(5)
  await world.approve(id, 'u_lead')
  expect(await ask('u_hr', `/instances/${id}/cc`, { users: ['u_qa'] })).toBe(200)
  expect(await told()).toEqual(['1016 u_qa: 陈静 将 张伟提交的请假 抄送给你'])
  const copies = async () =>
    (await world.control.lists('u_qa')).cc.filter(({ instanceId }) => instanceId === id)
  expect(await copies()).toMatchObject([{ readStatus: 'UNREAD' }])

  const remark = { text: '请看', mentions: ['u_qa', 'u_lead', 'u_recruiter'] }
  expect(await ask('u_dev', `/instances/${id}/comment`, remark)).toBe(200)
  expect(await told()).toEqual(['1018 u_lead: 请看', '1018 u_qa: 请看', '1018 u_recruiter: 请看'])
  expect(await ask('u_qa', `/instances/${id}/read`)).toBe(200)
  expect(await told()).toEqual([])
  expect(await copies()).toMatchObject([{ readStatus: 'READ' }])
})

it('each task is urged once in four hours: one that somebody else has since, anew', async () => {
  const id = await submit(5)
  expect(await ask('u_lead', `/instances/${id}/urge`)).toBe(404)
  await world.approve(id, 'u_lead')
  expect(await ask('u_dev', `/instances/${id}/urge`)).toBe(200)
  expect(await told()).toEqual(['1013 u_hr: 张伟 催你审批 请假', '1013 u_recruiter: 张伟 催你审批 请假'])
  await world.act(id, 'u_hr', 'transfer', { to: 'u_qa' })
  expect(await ask('u_dev', `/instances/${id}/urge`)).toBe(200)
  expect(await told()).toEqual(['1013 u_qa: 张伟 催你审批 请假'])
  expect(await ask('u_dev', `/instances/${id}/urge`)).toBe(409)
  expect(await told()).toEqual([])
  expect(await world.press(id, 'u_qa', 'APPROVE')).toEqual([])
  expect(await told()).toEqual(['1004 u_dev: 同意', '1016 u_payroll: 张伟 将 请假 抄送给你'])
})

it('withdrawn: those who had to decide hear of it', async () => {
  const id = await submit(5)
  expect((await world.act(id, 'u_lead', 'approve')).status).toBe(200)
  expect(await told()).toEqual([])
  expect(await ask('u_dev', `/instances/${id}/withdraw`, { reason: '改期' })).toBe(200)
  // Payroll is told of what was approved.
  expect(await told()).toEqual(['1015 u_hr: 改期', '1015 u_recruiter: 改期'])
})

it('rolled back, submitted again and approved; and one that an operator ends', async () => {
  const id = await submit()
  expect(
    (await world.act(id, 'u_lead', 'rollback', { toNode: '_initiator', reason: '天数不对' })).status,
  ).toBe(200)
  expect(await told()).toEqual(['1021 u_dev: 操作人：王磊 / 天数不对'])
  const { form } = (await world.everyone.u_dev.read(id)).body
  expect(await ask('u_dev', `/instances/${id}/resubmit`, { form })).toBe(200)
  expect(await told()).toEqual([])
  expect((await world.act(id, 'u_lead', 'approve')).status).toBe(200)
  expect(await told()).toEqual(['1004 u_dev: 同意', '1016 u_payroll: 张伟 将 请假 抄送给你'])

  const other = await submit()
  expect((await world.admin(`/instances/${other}/terminate`, { reason: '流程停用' })).status).toBe(200)
  expect(await told()).toEqual(['1021 u_dev: 操作人：管理员 / 流程停用'])
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
  expect((await world.act(id, 'u_lead', 'approve')).status).toBe(200)
  expect(await told()).toEqual(['1016 u_payroll: 张伟 将 请假 抄送给你'])

  expect(await ask('u_dev', '/me/settings', {}, 'PUT')).toBe(200)
  expect(await ask('u_payroll', '/me/settings', { muted: ['cc'] }, 'PUT')).toBe(200)
  expect((await world.act(await submit(), 'u_lead', 'reject', { reason: '不行' })).status).toBe(200)
  expect(await told()).toEqual(['1003 u_dev: 不行'])
})
