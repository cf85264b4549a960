import { afterEach, beforeEach, expect, it } from 'vitest'
import { openClient, type Client } from './support/client.ts'
import { IM } from './support/routes.ts'

let feishu: Client
beforeEach(async () => {
  feishu = await openClient()
})
afterEach(() => feishu.close())

const CARD = '{"config":{"update_multi":true},"elements":[{"tag":"markdown","content":"待办 3 条"}]}'
const card = (...elements: object[]): string => JSON.stringify({ elements })
const words = (i18n_content: object) => ({ tag: 'markdown', content: '待办', i18n_content })
const leadsTo = (default_url: string) => ({ behaviors: [{ type: 'open_url', default_url }] })
const BUTTON = { tag: 'button', text: { tag: 'plain_text', content: '打开' }, ...leadsTo('https://x') }
const action = (changes: object) => ({ tag: 'action', actions: [{ ...BUTTON, ...changes }] })

const send = (changes: Record<string, unknown> = {}, query = 'receive_id_type=user_id') =>
  feishu.post(`${IM}?${query}`, { receive_id: 'u_dev', msg_type: 'interactive', content: CARD, ...changes })

it('sends a card to a person’s chat', async () => {
  const { body } = await send()
  expect(body.data['message_id']).toMatch(/^om_/)
  expect(await feishu.control('GET', 'people/u_dev/chat')).toMatchObject({
    cards: [{ kind: 'im', content: { config: { update_multi: true } } }],
  })
})

it.each([
  ['no receive_id_type', {}, '', 230001],
  ['an id of another type', {}, 'receive_id_type=open_id', 230034],
  ['content that is an object', { content: {} }, undefined, 230001],
  ['content that is no JSON', { content: 'hello' }, undefined, 230001],
  ['a uuid of 51 characters', { uuid: 'u'.repeat(51) }, undefined, 230001],
  ['a card above 30 KB', { content: JSON.stringify({ text: 'x'.repeat(31_000) }) }, undefined, 230025],
  ['an element that is none', { content: card({ tag: 'marquee', content: 'x' }) }, undefined, 230099],
  ['a language spelled as approvals do', { content: card(words({ 'zh-CN': '待办' })) }, undefined, 230099],
  ['a button outside of an action', { content: card(BUTTON) }, undefined, 230099],
  ['a button that does nothing', { content: card(action({ behaviors: [] })) }, undefined, 230099],
  ['a button that leads nowhere', { content: card(action(leadsTo('javascript:1'))) }, undefined, 230099],
  ['somebody who has left', { receive_id: 'u_gone' }, undefined, 230013],
])('refuses %s', async (_what, changes, query, code) => {
  const { status, body } = await send(changes, query)
  expect({ status, code: body.code }).toEqual({ status: 400, code })
})

it('takes words in several languages, and buttons in actions and columns', async () => {
  const columns = [{ tag: 'column', width: 'auto', elements: [BUTTON] }]
  const content = card(words({ zh_cn: '待办', en_us: 'To-dos' }), { tag: 'hr' }, action({}), {
    tag: 'column_set',
    columns,
  })
  expect((await send({ content })).body.code).toBe(0)
})

it('takes a uuid of 50 characters, and sends it once an hour', async () => {
  const uuid = 'u'.repeat(50)
  const first = await send({ uuid })
  expect((await send({ uuid })).body.data['message_id']).toBe(first.body.data['message_id'])
  await feishu.control('POST', 'clock', { advanceMs: 3_600_001 })
  feishu.useToken(await feishu.newToken())
  expect((await send({ uuid })).body.data['message_id']).not.toBe(first.body.data['message_id'])
})

it('updates a card that is shared before and after', async () => {
  const path = `${IM}/${String((await send()).body.data['message_id'])}`
  expect((await feishu.patch(path, { content: CARD })).body).toEqual({ code: 0, msg: 'ok', data: {} })
  expect((await feishu.patch(path, { content: '{"elements":[]}' })).body.code).toBe(230001)

  const unshared = await send({ content: '{"elements":[]}' })
  const other = `${IM}/${String(unshared.body.data['message_id'])}`
  expect((await feishu.patch(other, { content: CARD })).body.msg).toMatch(/update_multi/)
})

it('updates for 14 days', async () => {
  const path = `${IM}/${String((await send()).body.data['message_id'])}`
  await feishu.control('POST', 'clock', { advanceMs: 14 * 24 * 3_600_000 + 1 })
  feishu.useToken(await feishu.newToken())
  expect((await feishu.patch(path, { content: CARD })).body.code).toBe(230031)
})

it('takes five a second to one person', async () => {
  await feishu.control('POST', 'settings', { rateLimit: { perSecond: 50 } })
  const codes: number[] = []
  for (let at = 0; at < 6; at += 1) codes.push((await send()).body.code)
  expect(codes).toEqual([0, 0, 0, 0, 0, 230020])
})
