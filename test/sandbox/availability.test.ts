import { afterEach, beforeEach, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openLeave, type Leave } from './support/leave.ts'
import { IM, OAUTH, SEND, UPDATE } from './support/routes.ts'

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave()
})
afterEach(() => feishu.close())

const send = (changes: Record<string, unknown> = {}) => feishu.post(SEND, body('card', changes))
const { user_id: RECEIVER } = body('card') as { user_id: string }

const logIn = async (userId: string) => {
  const { code } = (await feishu.control('POST', 'login-codes', { userId })) as { code: string }
  const { appId, appSecret } = feishu.sandbox.info
  const exchange = { grant_type: 'authorization_code', client_id: appId, client_secret: appSecret, code }
  return (await feishu.post(OAUTH, exchange)).body.code
}

it('who may not use the app is in contacts all the same, cannot log in, and its bots cannot write to them', async () => {
  await feishu.control('POST', 'settings', { availability: ['u_hr'] })
  const contacts = await feishu.get(`/open-apis/contact/v3/users/${RECEIVER}?user_id_type=user_id`)
  const message = { receive_id: RECEIVER, msg_type: 'text', content: '{"text":"你好"}' }

  expect(contacts.body.code).toBe(0)
  expect(await logIn(RECEIVER)).toBe(20010)
  expect(await logIn('u_hr')).toBe(0)
  expect((await send()).body).toMatchObject({ code: 11225, msg: 'bot is not visible to the user' })
  expect((await feishu.post(`${IM}?receive_id_type=user_id`, message)).body.code).toBe(230013)
  expect(await feishu.chat(RECEIVER)).toEqual({ cards: [], links: [] })
  expect((await feishu.push({ 'task_list.0.user_id': RECEIVER })).body.code).toBe(0)
})

it('whom contacts do not show may use the app', async () => {
  await feishu.control('POST', 'settings', { contactRange: ['u_hr'] })
  expect(await logIn(RECEIVER)).toBe(0)
  expect((await send()).body.code).toBe(0)
})

it('with aggregated push a card is taken, can be updated, and nobody is shown it', async () => {
  await feishu.control('POST', 'settings', { aggregatedPush: true })
  const { code, data } = (await send()).body
  const settled = {
    message_id: data['message_id'],
    status: 'APPROVED',
    i18n_resources: [{ locale: 'zh-CN', is_default: true, texts: {} }],
  }

  expect(code).toBe(0)
  expect(await feishu.chat(RECEIVER)).toEqual({ cards: [], links: [] })
  expect((await feishu.post(UPDATE, settled)).body.code).toBe(0)
  const press = { userId: RECEIVER, via: 'card', action: 'APPROVE', messageId: data['message_id'] }
  expect(await feishu.control('POST', 'press', press)).toMatchObject({ error: { code: 'no_button' } })
})
