import { createDecipheriv, createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openLeave, type Leave } from './support/leave.ts'
import { openReceiver } from './support/receiver.ts'
import { SEND } from './support/routes.ts'

let server: Awaited<ReturnType<typeof openReceiver>>
let feishu: Leave
beforeEach(async () => {
  server = await openReceiver()
  feishu = await openLeave(
    { settings: { rateLimit: 'off', callbackRetryMs: 0 } },
    { 'external.action_callback_url': server.url },
  )
  await feishu.push()
})
afterEach(async () => {
  await feishu.close()
  await server.close()
})

const send = async (changes: Record<string, unknown> = {}): Promise<string> => {
  const card = body('card', { 'action_callback.action_callback_url': server.url, ...changes })
  return String((await feishu.post(SEND, card)).body.data['message_id'])
}
const press = (
  input: Record<string, unknown>,
): Promise<{ responses: { status: number }[]; shown?: string }> =>
  feishu.control('POST', 'press', { userId: 'u_lead', ...input })
const cardOf = (messageId: string) => feishu.sandbox.world.state.cards.get(messageId)

/** 关联外部选项说明, read a second time: IV, then AES-256-CBC under SHA-256 of the key. */
function decrypt(text: string, key: string): string {
  const sealed = Buffer.from((JSON.parse(text) as { encrypt: string }).encrypt, 'base64')
  const hash = createHash('sha256').update(key).digest()
  const cipher = createDecipheriv('aes-256-cbc', hash, sealed.subarray(0, 16))
  return Buffer.concat([cipher.update(sealed.subarray(16)), cipher.final()]).toString('utf8')
}
const last = () => server.received.at(-1)?.text ?? ''

describe('a card', () => {
  it('calls its own address, encrypted with its own key, naming only itself by a bare int64', async () => {
    const messageId = await send()
    const { responses } = await press({ via: 'card', messageId, reason: '同意' })

    expect(responses).toMatchObject([{ status: 200 }])
    const text = decrypt(last(), 'card-key')
    expect(text).toContain(`"message_id":${messageId},`)
    expect(JSON.parse(text)).toMatchObject({
      action_type: 'APPROVE',
      action_context: 'context-of-task-1',
      user_id: 'u_lead',
      token: 'card-token',
      reason: '同意',
    })
    expect(text).not.toContain('instance_id')
    expect(text).not.toContain('task_id')
  })

  it('calls in plain without a key', async () => {
    await press({ via: 'card', messageId: await send({ 'action_callback.action_callback_key': undefined }) })
    expect(JSON.parse(last())).toMatchObject({ action_type: 'APPROVE', token: 'card-token' })
  })

  it('settles itself by next_status', async () => {
    const messageId = await send()
    await press({ via: 'card', messageId })
    expect(cardOf(messageId)).toMatchObject({ status: 'APPROVED', history: [{ by: 'feishu' }] })
  })

  it('stays as it is without next_status, and when their settling fails', async () => {
    const without = await send({ 'action_configs.0.next_status': undefined })
    await press({ via: 'card', messageId: without })
    expect(cardOf(without)?.status).toBe('open')

    await feishu.control('POST', 'settings', { settleCards: false })
    const failing = await send({ uuid: 'other' })
    await press({ via: 'card', messageId: failing })
    expect(cardOf(failing)?.status).toBe('open')
  })

  it('loses its buttons on a refusal and shows our words', async () => {
    server.answer({ status: 409, body: { message: '已由王磊同意', without_prefix: 'true' } })
    const messageId = await send()
    expect(await press({ via: 'card', messageId })).toMatchObject({ shown: '已由王磊同意' })
    expect(cardOf(messageId)?.status).toBe('buttons_gone')
    expect(await press({ via: 'card', messageId })).toMatchObject({ error: { code: 'no_button' } })
  })

  it.each([
    ['HTTP 400 exactly', { status: 400, body: { message: 'x', without_prefix: 'true' } }],
    ['without_prefix as a boolean', { status: 409, body: { message: 'x', without_prefix: true } }],
  ])('shows Feishu’s own words for %s', async (_what, plan) => {
    server.answer(plan)
    expect(await press({ via: 'card', messageId: await send() })).toMatchObject({
      shown: '提交失败，请稍后重试',
    })
  })

  it('is settled by the background retry when that succeeds', async () => {
    await feishu.control('POST', 'settings', { callbackRetryMs: 200, callbackRetryEveryMs: 20 })
    server.answer(() => ({ status: server.received.length === 1 ? 503 : 200 }))
    const messageId = await send()
    await press({ via: 'card', messageId })
    expect(cardOf(messageId)?.status).toBe('buttons_gone')
    await expect.poll(() => cardOf(messageId)?.status).toBe('APPROVED')
  })

  it('gives up after the time for an answer', async () => {
    await feishu.control('POST', 'settings', { callbackTimeoutMs: 50 })
    server.answer({ waitMs: 500 })
    expect(await press({ via: 'card', messageId: await send() })).toMatchObject({
      responses: [{ status: 0 }],
    })
  })

  it('belongs to one person', async () => {
    expect(await press({ via: 'card', messageId: await send(), userId: 'u_cto' })).toMatchObject({
      error: { code: 'no_button' },
    })
  })
})

describe('a list', () => {
  it('names instance, task and definition, under the definition’s token and key', async () => {
    await press({ via: 'list', taskId: 'task-1', action: 'REJECT', reason: '太长' })
    expect(JSON.parse(decrypt(last(), 'callback-key'))).toEqual({
      action_type: 'REJECT',
      action_context: 'context-of-task-1',
      user_id: 'u_lead',
      approval_code: feishu.approvalCode,
      instance_id: 'instance-1',
      task_id: 'task-1',
      reason: '太长',
      token: 'callback-token',
    })
  })

  it('wants a reason where the action requires one, and a task that is open', async () => {
    expect(await press({ via: 'list', taskId: 'task-1', action: 'REJECT' })).toMatchObject({
      error: { message: expect.stringContaining('reason') as string },
    })
    await feishu.push({
      update_time: '1795000000002',
      'task_list.0.update_time': '1795000000002',
      'task_list.0.status': 'APPROVED',
      'task_list.0.end_time': '1795000000002',
    })
    expect(await press({ via: 'list', taskId: 'task-1' })).toMatchObject({ error: { code: 'no_button' } })
    expect(await press({ via: 'list', taskId: 'task-1', force: true })).toMatchObject({
      responses: [{ status: 200 }],
    })
  })
})

it('a search names the task as id only', async () => {
  await press({ via: 'search', taskId: 'task-1' })
  const callback = JSON.parse(decrypt(last(), 'callback-key')) as Record<string, unknown>
  expect(callback).toMatchObject({ id: 'task-1', action_context: 'context-of-task-1' })
  expect(callback).not.toHaveProperty('task_id')
  expect(callback).not.toHaveProperty('instance_id')
})

it('passes attachments through', async () => {
  const attachments = [
    { file_type: 'IMAGE', file_name: '1.png', file_size: 12345, url: 'https://example.test/1.png' },
  ]
  await press({ via: 'list', taskId: 'task-1', attachments })
  expect(JSON.parse(decrypt(last(), 'callback-key'))).toMatchObject({ attachments })
})

describe('trouble on the way', () => {
  it('sends copies in a row or at once', async () => {
    await press({ via: 'list', taskId: 'task-1', copies: 3 })
    expect(server.received).toHaveLength(3)
    let open = 0
    let most = 0
    server.answer(() => {
      most = Math.max(most, (open += 1))
      setTimeout(() => (open -= 1), 500)
      return { waitMs: 500 }
    })
    await press({ via: 'list', taskId: 'task-1', copies: 4, concurrent: true })
    expect(most).toBe(4)
  })

  it.each(['callback_twice', 'callback_concurrent'])('%s doubles the next callback', async (kind) => {
    await feishu.control('POST', 'faults', { api: 'callback', kind })
    await press({ via: 'list', taskId: 'task-1' })
    expect(server.received).toHaveLength(2)
  })

  it('callback_out_of_order lets the next one overtake', async () => {
    await feishu.control('POST', 'faults', { api: 'callback', kind: 'callback_out_of_order' })
    const first = press({ via: 'list', taskId: 'task-1', action: 'APPROVE' })
    await expect
      .poll(async () => (await feishu.control('GET', 'faults')) as unknown)
      .toMatchObject({ faults: [] })
    await press({ via: 'search', taskId: 'task-1', action: 'APPROVE' })
    await first
    const order = server.received.map(({ text }) =>
      'id' in (JSON.parse(decrypt(text, 'callback-key')) as object) ? 'search' : 'list',
    )
    expect(order).toEqual(['search', 'list'])
  })

  it('press_before_reply presses before our send has its answer', async () => {
    await feishu.control('POST', 'faults', { api: 'bot.send', kind: 'press_before_reply', when: 'after' })
    let answered = false
    server.answer(() => {
      expect(answered).toBe(false)
      return {}
    })
    const messageId = await send()
    answered = true
    expect(server.received).toHaveLength(1)
    expect(cardOf(messageId)?.status).toBe('APPROVED')
  })

  it('tampers with fields, key, bits and the whole body', async () => {
    const tamper = (how: unknown) => press({ via: 'list', taskId: 'task-1', tamper: how })
    await tamper({ plain: true, fields: { token: 'wrong', action_context: null } })
    expect(JSON.parse(last())).toMatchObject({ token: 'wrong' })
    expect(last()).not.toContain('action_context')
    await tamper({ key: 'other' })
    expect(() => decrypt(last(), 'callback-key')).toThrow()
    await tamper({ flipBit: 3 })
    expect(decrypt(last(), 'callback-key')).not.toMatch(/^\{"/)
    await tamper({ raw: 'not json' })
    expect(last()).toBe('not json')
  })
})

describe('files that are attached', () => {
  const files = [{ name: '合同.pdf', content: Buffer.from('%PDF').toString('base64') }]

  it('are named as 三方快捷审批回调 names them, and lie at their address', async () => {
    const messageId = await send({ 'action_configs.0.is_need_attachment': true })
    await press({ via: 'card', messageId, reason: '同意', files })
    const { attachments } = JSON.parse(decrypt(last(), 'card-key')) as { attachments: { url: string }[] }
    expect(attachments).toEqual([
      { file_type: 'ATTACHMENTS', file_name: '合同.pdf', file_size: 4, url: expect.stringMatching(/^http/) },
    ])
    expect(await (await fetch(attachments[0]?.url ?? '')).text()).toBe('%PDF')
  })

  it('are taken by no button that does not ask for them', async () => {
    const messageId = await send({ 'action_configs.0.is_need_attachment': false })
    await press({ via: 'card', messageId, reason: '同意', files })
    expect(server.received).toEqual([])
  })
})
