import { afterAll, beforeAll, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import type { ServiceAdded } from '../../shared/services.ts'
import { operator, request } from '../support/api.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { leave } from '../support/sample-forms.ts'

const CAST = ['u_dev', 'u_lead', 'u_hr'] as const

let world: World<(typeof CAST)[number]>
let token: string

beforeAll(async () => {
  world = await openWorld(CAST)
  const may = ['start', 'read', 'withdraw', 'comment']
  const added = await operator(world.url).post<ServiceAdded>('/services', {
    id: 'erp',
    definitions: ['leave'],
    may,
  })
  token = added.body.token
})
afterAll(() => world.close())

const ask = (method: string, path: string, body?: object) =>
  request<InstanceView>(`${world.url}/api/v1${path}`, {
    method,
    ...(body && { body }),
    headers: { authorization: `Bearer ${token}` },
  })

const start = (initiator: object) =>
  ask('POST', '/instances', { definition: 'leave', initiator, form: leave(1) })

const told = async () =>
  (await world.control.cards())
    .filter(({ templateId }) => templateId !== '1008')
    .map(({ templateId, userId, title, content }) => `${templateId} ${userId}: ${title} / ${content}`)

it('a system starts, comments on and withdraws an approval, and Feishu shows what this server holds', async () => {
  const { email: mail, mobile } = world.sandbox.world.state.people.get('u_dev') ?? {}
  const { status, body } = await start({ mail })
  expect(status, JSON.stringify(body)).toBe(201)
  expect(body).toMatchObject({ initiator: { userId: 'u_dev' }, service: 'erp' })
  await world.agree()
  expect((await world.everyone.u_lead.list('todo')).body.items.map(({ id }) => id)).toEqual([body.id])

  expect(
    (await ask('POST', `/instances/${body.id}/comment`, { text: '货已到', mentions: ['u_hr'] })).status,
  ).toBe(200)
  expect((await ask('POST', `/instances/${body.id}/withdraw`, { reason: '订单取消' })).status).toBe(200)
  await world.agree()
  const said = (await told()).join('\n')
  expect(said).toMatch(/1021 u_hr: .*系统“erp”在一条你无权查看的审批中提到了你/s)
  expect(said).toMatch(/1021 u_dev: .*有新评论 \/ 操作方：系统“erp”\n货已到/s)
  expect(said).toMatch(/1021 u_lead: .*已被撤回 \/ 操作方：系统“erp”\n订单取消/s)
  expect(said).toMatch(/1021 u_dev: .*已被撤回 \/ 操作方：系统“erp”\n订单取消/s)

  const other = await start({ mobile: `+86 ${mobile ?? ''}` })
  const { tasks, id } = other.body
  expect((await world.everyone.u_lead.decide(tasks[0]?.id ?? '', 'approve')).status).toBe(200)
  await world.agree()
  expect((await ask('GET', `/instances/${id}`)).body.status).toBe('APPROVED')
})

it('somebody whom contacts do not know is named', async () => {
  const { status, body } = await start({ mail: 'nobody@example.com' })
  expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('nobody@example.com')])
})
