import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../server/domain/act.ts'
import { head, task } from '../domain/mirror/pushes.ts'
import { REFUSED } from '../support/fake-source.ts'
import { openRig, TASK } from './rig.ts'

const OURS = ['the-callback-token', 'the-callback-key', 'erp-po-1', TASK]

describe('what a source is told', () => {
  it('is Feishu’s own body in its words: its ids, context and token, and nothing of ours', async () => {
    const rig = await openRig()
    await rig.press({ from: 'card', reason: '同意，尽快' })
    const [seen] = rig.source.seen
    expect(seen?.body).toEqual({
      action_type: 'APPROVE',
      action_context: 'their-context',
      user_id: 'u_bob',
      approval_code: 'purchase',
      instance_id: 'po-1',
      task_id: 'T1',
      reason: '同意，尽快',
      token: 'their-token',
    })
    for (const own of OURS) expect(seen?.text).not.toContain(own)
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'webhook-id': 'erp-po-1.p1',
    })
    expect(seen?.isSigned).toBe(true)
  })

  it.each(['card', 'list', 'search'] as const)('is the same from a %s', async (from) => {
    const rig = await openRig()
    expect((await rig.press({ from })).status).toBe(200)
    expect(rig.source.seen[0]?.body).toMatchObject({ instance_id: 'po-1', task_id: 'T1' })
    const { history } = await rig.record()
    expect(history.find(({ verb }) => verb === 'press')).toMatchObject({ by: 'u_bob', via: from })
  })

  it('is encrypted with the key that it agreed on', async () => {
    const rig = await openRig({ key: 'a key of theirs' })
    await rig.press()
    const [seen] = rig.source.seen
    expect(seen).toMatchObject({ isEncrypted: true, isSigned: true, body: { token: 'their-token' } })
    expect(seen?.text).not.toContain('their-token')
  })

  it('has the files as Feishu named them, fields that nobody knows and long numbers included', async () => {
    const rig = await openRig()
    const file =
      '{"file_type":"IMAGE","file_name":"a \\"b\\".png","file_size":12345678901234567890,"url":"https://sf3-cn.feishucdn.com/obj/x?a=1&b=2","extra":{"id":"f-1"}}'
    const raw = rig.text({}).replace(/\}$/, `,"attachments":[${file}]}`)
    expect((await rig.send(raw)).status).toBe(200)
    expect(rig.source.seen[0]?.text).toContain(`"attachments":[${file}]`)
  })

  it('names people as the source does', async () => {
    const rig = await openRig({ people: 'email', tasks: [task({ person: 'u_bob@example.com' })] })
    expect((await rig.press()).status).toBe(200)
    expect(rig.source.seen[0]?.body['user_id']).toBe('u_bob@example.com')
  })

  it('has actions of its own by the names that it gave them', async () => {
    const own = {
      type: 'ASK_MORE',
      name: { 'zh-CN': '补充资料' },
      reason: 'optional',
      asksFiles: false,
    } as const
    const rig = await openRig({ tasks: [task({ person: 'u_bob', actions: [own] })] })
    expect((await rig.press({ action_type: 'ASK_MORE' })).status).toBe(200)
    expect(rig.source.seen[0]?.body['action_type']).toBe('ASK_MORE')
    // What it does not offer is not handed on.
    const other = await openRig()
    expect(await other.press({ action_type: 'ASK_MORE' })).toMatchObject({ status: 409 })
    expect(other.source.seen).toEqual([])
  })

  it('is nothing where somebody else presses, or where the context is another task’s', async () => {
    const rig = await openRig()
    for (const fields of [{ user_id: 'u_carol' }, { action_context: 'forged' }, { taskId: 'erp-po-1_t9' }])
      expect((await rig.press(fields)).status).toBe(401)
    expect(rig.source.seen).toEqual([])
    expect((await rig.record()).history).toHaveLength(1)
  })
})

describe('its next push', () => {
  const approved = { clock: 2, status: 'APPROVED' } as const

  it('is what changes the state; the same press again is done, another one is refused with words', async () => {
    const rig = await openRig()
    await rig.press()
    expect((await rig.task())?.pressed).toMatchObject({ state: 'taken' })
    await rig.pushes({
      head: head({ ...approved, endedAt: rig.clock.now(), initiator: { person: 'u_alice', name: null } }),
      tasks: [task({ ...approved, person: 'u_bob', completeReason: 'approved' })],
    })
    expect(await rig.task()).toMatchObject({ status: 'APPROVED' })
    expect((await rig.task())?.pressed).toBeUndefined()
    expect((await rig.press()).status).toBe(200)
    expect(await rig.press({ action_type: 'REJECT' })).toMatchObject({
      status: 409,
      body: { message: '该审批已由鲍勃处理：已同意' },
    })
    expect(rig.source.seen).toHaveLength(1)
    expect((await rig.record()).history.some((act) => eventsOf(act, 'pressed').length > 0)).toBe(true)
  })

  it('that leaves the task open opens it again; one that says nothing of it does not', async () => {
    const rig = await openRig()
    await rig.press()
    const initiator = { person: 'u_alice', name: null }
    await rig.pushes({ head: head({ clock: 2, initiator }), tasks: [task({ person: 'u_bob' })] })
    expect((await rig.task())?.pressed?.state).toBe('taken')
    await rig.pushes({ head: head({ clock: 3, initiator }), tasks: [task({ person: 'u_bob', clock: 2 })] })
    expect((await rig.task())?.pressed?.state).toBe('open')
    expect((await rig.press()).status).toBe(200)
    expect(rig.source.counted()).toEqual([['erp-po-1.p1', 'APPROVE']])
  })

  it('within the exchange counts, also where the answer is lost then', async () => {
    const rig = await openRig()
    rig.source.rules.conduct = 'is slow'
    const answer = rig.press()
    await rig.asked(1)
    await rig.pushes({
      head: head({ ...approved, initiator: { person: 'u_alice', name: null } }),
      tasks: [task({ ...approved, person: 'u_bob', completeReason: 'approved' })],
    })
    await rig.clock.advance(7_001)
    expect((await answer).status).toBe(200)
  })

  it('while a decision waits keeps it waiting, and a late refusal of what came true is told to nobody', async () => {
    const rig = await openRig({ whenSilent: 'accept' })
    rig.source.rules.conduct = 'breaks'
    await rig.press()
    await rig.pushes({
      head: head({ ...approved, initiator: { person: 'u_alice', name: null } }),
      tasks: [task({ ...approved, person: 'u_bob', completeReason: 'approved' })],
    })
    expect(await rig.waiting()).toBe(1)
    rig.source.rules.conduct = 'refuses'
    await rig.later(2)
    expect(await rig.waiting()).toBe(0)
    expect((await rig.messages()).filter((one) => one.startsWith('press_refused'))).toEqual([])
  })
})

describe('several who decide on one approval', () => {
  const both = () => [task({ person: 'u_bob' }), task({ id: 'T2', person: 'u_carol' })]
  const carol = { taskId: 'erp-po-1_t2', user_id: 'u_carol' }

  it('are told to the source one after the other, each answered for themselves', async () => {
    const rig = await openRig({ tasks: both() })
    rig.source.rules.conduct = ({ body }) => (body['task_id'] === 'T1' ? 'is slow' : 'refuses')
    const answers = [rig.press(), rig.press(carol)]
    await rig.asked(1)
    await rig.idle()
    expect(rig.source.seen).toHaveLength(1)
    rig.source.release()
    const replies = await Promise.all(answers)
    expect(replies.map(({ status }) => status)).toEqual([200, 409])
    expect(replies[1]?.body).toMatchObject({ message: REFUSED })
  })

  it('wait behind one that is told again, and go in order', async () => {
    const rig = await openRig({ tasks: both(), whenSilent: 'accept' })
    rig.source.rules.conduct = 'breaks'
    expect((await rig.press()).status).toBe(200)
    expect((await rig.press(carol)).status).toBe(200)
    expect(rig.source.seen).toHaveLength(1)
    rig.source.rules.conduct = 'takes'
    await rig.later(3)
    expect(rig.source.counted().map(([id]) => id)).toEqual(['erp-po-1.p1', 'erp-po-1.p2'])
    expect(await rig.waiting()).toBe(0)
  })
})

describe('on our own pages', () => {
  const carried = async (rig: Awaited<ReturnType<typeof openRig>>) => {
    const token = await rig.login('u_bob')
    const view = async () => (await rig.call('GET', '/api/v1/instances/erp-po-1', { token })).body
    return {
      token,
      view,
      todo: async () => (await rig.call('GET', '/api/v1/instances?box=todo', { token })).body,
    }
  }

  it('a task says what may be pressed, and then what was', async () => {
    const rig = await openRig()
    const { token, view, todo } = await carried(rig)
    expect((await view()).tasks[0].actions).toEqual([
      { type: 'APPROVE', name: '同意', reason: 'optional', asksFiles: false },
      { type: 'REJECT', name: '拒绝', reason: 'optional', asksFiles: false },
    ])
    const done = await rig.call('POST', `/api/v1/tasks/${TASK}/approve`, { token, body: { reason: '好' } })
    expect(done.status).toBe(200)
    const pressed = { at: rig.clock.now(), action: 'APPROVE', name: '同意' }
    expect(done.body.tasks[0]).toMatchObject({ status: 'PENDING', pressed })
    expect(done.body.tasks[0].actions).toBeUndefined()
    expect((await todo()).items[0].task).toMatchObject({ pressed })
    expect(rig.source.seen[0]?.body).toMatchObject({ action_type: 'APPROVE', reason: '好', user_id: 'u_bob' })
    expect((await rig.record()).history.find(({ verb }) => verb === 'press')).toMatchObject({ via: 'api' })
  })

  it('a refusal has the source’s words, and silence ours', async () => {
    const rig = await openRig()
    const { token } = await carried(rig)
    const press = (body: object) => rig.call('POST', `/api/v1/tasks/${TASK}/press`, { token, body })
    rig.source.rules.conduct = 'refuses'
    expect(await press({ action: 'REJECT' })).toMatchObject({
      status: 409,
      body: { error: { code: 'source_refused', message: REFUSED } },
    })
    rig.source.rules.conduct = 'breaks'
    expect(await press({ action: 'APPROVE' })).toMatchObject({
      status: 503,
      body: { error: { code: 'source_unavailable' } },
    })
    expect(await press({ action: 'TRANSFER' })).toMatchObject({
      status: 409,
      body: { error: { code: 'decided_elsewhere' } },
    })
  })

  it('files go along with addresses of ours that open', async () => {
    const rig = await openRig()
    const { token } = await carried(rig)
    const id = await rig.upload(token, '报价.txt', 'hello')
    const body = { action: 'APPROVE', attachments: [id] }
    expect((await rig.call('POST', `/api/v1/tasks/${TASK}/press`, { token, body })).status).toBe(200)
    const [file] = rig.source.seen[0]?.body['attachments'] as { url: string }[]
    expect(file).toMatchObject({ file_type: 'ATTACHMENTS', file_name: '报价.txt', file_size: 5 })
    const { pathname, search } = new URL(file?.url ?? '')
    const path = `${pathname.replace('/app', '')}${search}`
    expect((await rig.call('GET', path)).text).toBe('hello')
  })

  it('operators see what waits of a source, and what it said last', async () => {
    const rig = await openRig({ whenSilent: 'accept' })
    rig.source.rules.conduct = 'breaks'
    await rig.press()
    const { body } = await rig.call('GET', '/admin/v1/sources', { token: rig.operator })
    expect(body.items[0]).toMatchObject({
      presses: { waiting: 1, approvals: 1 },
      lastAnswer: { status: 500, error: 'answers 500' },
    })
    const webhooks = await rig.call('GET', '/admin/v1/webhooks', { token: rig.operator })
    expect(webhooks.body.items).toEqual([])
  })
})
