import { afterAll, beforeAll, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import { openTaskOf, request } from '../support/api.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { leave } from '../support/sample-forms.ts'

const CAST = ['u_dev', 'u_lead', 'u_hr', 'u_payroll', 'u_cto', 'u_admin'] as const

let world: World<(typeof CAST)[number]>
beforeAll(async () => {
  world = await openWorld(CAST)
})
afterAll(() => world.close())

/** How often Feishu was told about instances and cards; messages to people are another matter. */
const told = async () =>
  (await world.control.log()).filter(
    ({ api, request: sent }) => /^(instance\.sync|bot\.)/.test(api) && !isMessage(sent),
  ).length

const isMessage = (sent: unknown): boolean =>
  ((sent as { template_id?: string } | null)?.template_id ?? '1008') !== '1008'

const submit = () => world.submit('u_dev', 'leave', leave(1))

it('a comment is seen by all who may, and Feishu hears nothing of it', async () => {
  const { id } = await submit()
  const before = await told()
  const said = await world.everyone.u_lead.call<InstanceView>('POST', `/instances/${id}/comment`, {
    text: '请补充行程 @李',
    mentions: ['u_cto'],
  })
  expect(said).toMatchObject({ status: 200, body: { comments: [{ id: `${id}_m1` }] } })
  expect((await world.everyone.u_dev.read(id)).body.comments).toMatchObject([{ text: '请补充行程 @李' }])
  expect((await world.everyone.u_cto.read(id)).status).toBe(404)
  await world.agree()
  expect(await told()).toBe(before)
})

it('a task put off leaves the to-dos here and stays in Feishu’s, until it is brought back', async () => {
  const task = openTaskOf(await submit())
  const before = await told()
  const { u_lead: lead } = world.everyone
  const put = (until: number | null) => lead.call('POST', `/tasks/${task}/postpone`, { until })
  const todo = async (query = '') =>
    (await lead.listAll('todo', query)).some((item) => item.task?.id === task)

  expect((await put(Date.now() + 3_600_000)).status).toBe(200)
  expect([await todo(), await todo('&postponed=only')]).toEqual([false, true])
  expect((await world.control.lists('u_lead')).todo.some(({ taskId }) => taskId === task)).toBe(true)
  await world.agree()
  expect((await put(null)).status).toBe(200)
  await world.agree()
  expect(await told()).toBe(before)
})

it('opening what one was told of shows in Feishu’s cc list', async () => {
  const { id } = await submit()
  await world.approve(id, 'u_lead')
  const { u_payroll: reader } = world.everyone
  const readStatus = async () =>
    (await world.control.lists('u_payroll')).cc.find(({ instanceId }) => instanceId === id)?.readStatus
  expect(await readStatus()).toBe('UNREAD')
  for (let n = 0; n < 2; n += 1) {
    expect((await reader.call('POST', `/instances/${id}/read`, {})).status).toBe(200)
    await world.agree()
    expect(await readStatus()).toBe('READ')
  }
})

it('a page is signed with the ticket that Feishu gave, which is asked for once', async () => {
  const page = encodeURIComponent(`${world.url}/m/pages/home/index`)
  for (let n = 0; n < 3; n += 1) {
    const { status, body } = await request(`${world.url}/api/v1/jssdk?url=${page}`)
    const signature = expect.stringMatching(/^[0-9a-f]{40}$/) as string
    expect([status, body]).toMatchObject([200, { appId: world.sandbox.info.appId, signature }])
  }
  const asked = (await world.control.log()).filter(({ api }) => api === 'jsapi_ticket')
  expect(asked.map(({ status, code }) => [status, code])).toEqual([[200, 0]])
})
