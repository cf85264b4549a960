import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operator, request } from '../support/api.ts'
import { ADMIN_TOKEN } from '../support/server-process.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

const SOURCES = `
- id: oa
  name: { zh-CN: 协同办公 }
  format: ofs
  links: { base: https://oa.example.com }
- id: a8
  name: { zh-CN: 致远 }
  format: seeyon
  people: email
- { id: hr, name: { zh-CN: 人事系统 }, format: ofs, people: { file: people.csv } }
`

let world: World<(typeof PEOPLE)[number]>
const PEOPLE = ['u_dev', 'u_lead', 'u_hr', 'u_cto'] as const
const secrets: Record<string, string> = {}
beforeAll(async () => {
  const definitions = { 'sources.yaml': SOURCES, 'people.csv': 'name,user_id\nzhang.san,u_lead\n' }
  world = await openWorld(PEOPLE, { definitions })
  for (const id of ['oa', 'a8', 'hr'])
    secrets[id] = (await world.admin<{ secret: string }>(`/sources/${id}/secret`)).body.secret
})
afterAll(() => world.close())

const push = async (source: string, path: string, body: object) => {
  const response = await fetch(`${world.url}/sources/${source}/${secrets[source] ?? ''}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const ITEM = {
  syscode: 'OA',
  flowid: 910000000000000,
  requestname: '采购笔记本',
  workflowname: '采购申请',
  nodename: '部门经理',
  pcurl: '/r/17',
  appurl: '',
  creator: 'u_dev',
  receiver: 'u_lead',
  createdatetime: '2026-11-20 09:00:00',
  receivedatetime: '2026-11-20 09:30:00',
  isremark: '0',
}

/** Nothing waits, and what Feishu shows is what the server says. */
const nothingLeft = async (): Promise<void> => {
  await world.agree()
  const { repaired, waiting } = await operator(world.url).reconcile({ all: true })
  expect({ repaired, waiting }).toEqual({ repaired: [], waiting: 0 })
}

const cardsOf = async (userId: string) =>
  (await world.control.cards()).filter((card) => card.userId === userId && card.templateId === '1008')

it('a to-do of e-cology is among the to-dos with a card; when it is done, neither is left open', async () => {
  const sent = await push('oa', 'rest/ofs/ReceiveRequestInfoByJson', { ...ITEM, receivets: 1 })
  expect(sent).toMatchObject({ status: 200, body: { operResult: '1' } })
  await expect
    .poll(async () => (await cardsOf('u_lead')).map(({ status }) => status), { timeout: 20_000 })
    .toHaveLength(1)
  const { todo } = await world.control.lists('u_lead')
  expect(JSON.stringify(todo)).toContain('采购笔记本')
  expect(JSON.stringify(todo)).toContain('https://oa.example.com/r/17')

  await push('oa', 'rest/ofs/processDoneRequestByJson', { ...ITEM, receivets: 2 })
  await expect
    .poll(async () => (await cardsOf('u_lead')).map(({ status }) => status), { timeout: 20_000 })
    .toEqual(['PROCESSED'])
  expect((await world.control.lists('u_lead')).todo).toEqual([])
  await nothingLeft()
})

it('a to-do of Seeyon names people by e-mail', async () => {
  const item = { registerCode: '3001', taskId: '1', title: '报销', classify: '报销', state: '0' }
  await push('a8', 'seeyon/rest/thirdpartyPending/receive', {
    ...item,
    thirdSenderId: 'dev@morning-star.example',
    thirdReceiverId: 'hr@morning-star.example',
  })
  await expect.poll(async () => (await cardsOf('u_hr')).length, { timeout: 20_000 }).toBe(1)
  expect((await world.control.lists('u_hr')).todo).toHaveLength(1)
  await push('a8', 'seeyon/rest/thirdpartyPending/updatePendingState', { ...item, state: '1', subState: '1' })
  await expect
    .poll(async () => (await cardsOf('u_hr')).map(({ status }) => status), { timeout: 20_000 })
    .toEqual(['REJECTED'])
  await nothingLeft()
})

it('whom nobody knows has the to-do as soon as the file of people names them', async () => {
  await push('hr', 'rest/ofs/ReceiveRequestInfoByJson', { ...ITEM, creator: 'zhang.san', receiver: 'li.si' })
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  type Listed = { items: { id: string; unknown: object[] }[] }
  const { items } = (await request<Listed>(`${world.url}/admin/v1/sources`, { headers })).body
  expect(items.find(({ id }) => id === 'hr')?.unknown).toEqual([{ name: 'li.si', approvals: 1 }])
  await writeFile(`${world.definitionsDir}/people.csv`, 'name,user_id\nzhang.san,u_lead\nli.si,u_cto\n')
  await expect.poll(async () => (await cardsOf('u_cto')).length, { timeout: 20_000 }).toBe(1)
})
