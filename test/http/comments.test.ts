import { describe, expect, it } from 'vitest'
import type { HistoryView } from '../../shared/history.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { MOST_SAID } from '../../server/domain/engine/growth.ts'
import { noticeOf } from '../../server/domain/messages.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { aDefinition, aContext, given, T0 } from '../support/builders.ts'
import { upload } from '../support/files.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const FLOW = [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }]

async function setUp() {
  const definition = aDefinition({ flow: FLOW, cc: [{ users: ['u_payroll'], at: 'start' }] })
  const harness = await createHarness({ definitions: [definition] })
  const server = await startHttp(harness)
  const [alice, bob, admin, carol, payroll] = await Promise.all(
    ['u_alice', 'u_bob', 'u_admin', 'u_carol', 'u_payroll'].map(server.login),
  )
  const { body } = await server.call('POST', '/api/v1/instances', {
    token: alice!,
    body: { definition: 'leave', form: { kind: 'annual', days: 1 } },
  })
  const id = body.id as string
  const say = (token: string, remark: object) =>
    server.call('POST', `/api/v1/instances/${id}/comment`, { token, body: remark })
  const read = (token: string) => server.call('GET', `/api/v1/instances/${id}`, { token })
  const record = async () => (await harness.store.instances.read(id))!
  const taskId = body.tasks[0].id as string
  const people = { alice: alice!, bob: bob!, admin: admin!, carol: carol!, payroll: payroll! }
  return { ...harness, ...server, ...people, id, taskId, say, read, record }
}

/** With one comment of old, from when nobody counted. */
function talkedOver(record: InstanceRecord): InstanceRecord {
  const remark = { text: '长'.repeat(MOST_SAID), mentions: [], ...given() }
  return toRecord(record, act(record.instance, 'comment', remark, aContext()))
}

describe('a comment', () => {
  it.each([
    ['zh-CN', '该审批的评论、抄送和催办内容过多，已无法再添加'],
    ['en-US', 'So much has been said on this approval that there is no room for more'],
    ['ja-JP', 'この承認のコメント・共有・催促は上限に達しているため、これ以上追加できません'],
  ])('is refused in %s where the approval has no room, and the approval goes on', async (locale, message) => {
    const { call, bob, id, store, taskId, dump } = await setUp()
    await store.instances.change(id, (record) => ({ next: record && talkedOver(record), result: undefined }))
    const before = dump()
    const sent = { token: bob, body: { text: '还有' }, headers: { 'accept-language': locale } }
    expect(await call('POST', `/api/v1/instances/${id}/comment`, sent)).toMatchObject({
      status: 409,
      body: { error: { code: 'too_much_said', message } },
    })
    expect(dump()).toBe(before)
    expect((await call('POST', `/api/v1/tasks/${taskId}/approve`, { token: bob, body: {} })).status).toBe(200)
  })

  it('is said by anyone who may see it, with whom it mentions, and read by all of them', async () => {
    const { say, read, alice, bob, admin } = await setUp()
    await say(bob, { text: '  请补充 <script>  ', mentions: ['ou_carol', 'u_lead', 'u_carol'] })
    const { status, body } = await say(admin, { text: '已阅' })
    expect(status).toBe(200)
    const comments = [
      {
        by: { userId: 'u_bob', name: '鲍勃' },
        text: '请补充 <script>',
        mentions: [
          { userId: 'u_carol', name: '卡罗尔' },
          { userId: 'u_lead', name: '李德' },
        ],
        attachments: [],
      },
      { by: { userId: 'u_admin', name: '管理员' }, text: '已阅', mentions: [] },
    ]
    expect(body.comments).toMatchObject(comments)
    expect((await read(alice)).body.comments).toMatchObject(comments)
    expect(body.history.filter(({ verb }: HistoryView) => verb === 'comment')).toHaveLength(2)
  })

  it('gives nobody access by mentioning them; Feishu’s lists hear nothing, those mentioned do', async () => {
    const { say, read, record, alice, carol } = await setUp()
    const before = await record()
    await say(alice, { text: '@卡罗尔', mentions: ['u_carol'] })
    expect((await read(carol)).status).toBe(404)
    const after = await record()
    expect(after.instance.clock).toBe(before.instance.clock)
    expect(after.effects.slice(0, -1)).toEqual(before.effects)
    expect(after.effects.at(-1)).toMatchObject({ message: { kind: 'mentioned', to: 'u_carol' } })
  })

  it('mentions people who are there, and says something', async () => {
    const { say, dump, alice } = await setUp()
    const before = dump()
    for (const person of ['u_nobody', 'ou_nobody', 'u_gone']) {
      expect(await say(alice, { text: 'x', mentions: [person] })).toMatchObject({
        status: 422,
        body: { error: { code: 'person_not_found', details: [{ field: 'mentions', person }] } },
      })
    }
    for (const text of ['', '   ', 'x'.repeat(2_001)]) {
      expect((await say(alice, { text })).status).toBe(400)
    }
    expect(dump()).toBe(before)
  })

  it('needs no Feishu when it mentions nobody', async () => {
    const { say, people, alice } = await setUp()
    people.fail({ class: 'not_sent' })
    expect((await say(alice, { text: 'x' })).status).toBe(200)
    expect((await say(alice, { text: 'x', mentions: ['u_bob'] })).status).toBe(503)
  })

  it('brings files of its author’s own', async () => {
    const { url, say, call, alice, bob, carol } = await setUp()
    const { body: file } = await upload(url, bob)
    expect((await say(alice, { text: 'x', attachments: [file.id] })).status).toBe(422)
    const { body } = await say(bob, { text: '见附件', attachments: [file.id] })
    expect(body.comments).toMatchObject([{ attachments: [{ id: file.id, name: '发票.pdf' }] }])
    const open = (token: string) => call('GET', `/api/v1/attachments/${file.id}`, { token })
    expect([(await open(alice)).status, (await open(carol)).status]).toEqual([200, 404])
  })

  it('may be files alone, whose names the initiator is told; nobody else hears of them', async () => {
    const { url, say, record, alice, bob } = await setUp()
    const { body: file } = await upload(url, bob)
    const { status, body } = await say(bob, { text: ' ', attachments: [file.id], mentions: ['u_carol'] })
    expect([status, body.comments]).toMatchObject([200, [{ text: '', attachments: [{ name: '发票.pdf' }] }]])
    const told = await record()
    const saidTo = (to: string) => {
      const message = told.effects.findLast((one) => one.message?.to === to)?.message
      return noticeOf(told, message!, { muted: [], locale: undefined, isManager: false })?.said
    }
    expect([saidTo('u_alice'), saidTo('u_carol')]).toEqual(['发票.pdf', null])
    expect((await say(alice, { mentions: ['u_bob'] })).status).toBe(400)
  })

  it('is still said after the end', async () => {
    const { say, call, taskId, alice, bob } = await setUp()
    await call('POST', `/api/v1/tasks/${taskId}/approve`, { token: bob, body: {} })
    const { status, body } = await say(alice, { text: '谢谢' })
    expect([status, body.status, body.actions]).toEqual([
      200,
      'APPROVED',
      [
        { action: 'cc', taskId: null, reason: 'optional' },
        { action: 'comment', taskId: null, reason: 'none' },
      ],
    ])
  })
})

describe('reading what one was told of', () => {
  it('marks it once; the list and Feishu hear of it', async () => {
    const { call, id, record, store, payroll } = await setUp()
    const cc = async () =>
      (await call('GET', '/api/v1/instances?box=cc', { token: payroll })).body.items[0].read as boolean
    const mark = () => call('POST', `/api/v1/instances/${id}/read`, { token: payroll })
    await store.instances.change(id, (one) => ({ next: { ...one!, effects: [] }, result: 0 }))
    expect(await cc()).toBe(false)
    const { status, body } = await mark()
    expect([status, body.cc]).toMatchObject([200, [{ person: { userId: 'u_payroll' }, readAt: T0 }]])
    expect(await cc()).toBe(true)
    const after = await record()
    expect(after.effects.map(({ kind }) => kind)).toEqual(['sync'])

    expect((await mark()).status).toBe(200)
    expect(await record()).toEqual(after)
  })
})

describe('putting a task off', () => {
  it('takes it out of the to-dos until then, for nobody else to see', async () => {
    const { call, read, taskId, advance, alice, bob } = await setUp()
    const todo = async (query = '') =>
      (await call('GET', `/api/v1/instances?box=todo${query}`, { token: bob })).body
    const until = T0 + 3_600_000
    const put = (body: object) => call('POST', `/api/v1/tasks/${taskId}/postpone`, { token: bob, body })

    expect((await put({ until })).status).toBe(200)
    expect(await todo()).toMatchObject({ items: [], groups: [] })
    expect(await todo('&postponed=only')).toMatchObject({
      items: [{ task: { id: taskId, postponedUntil: until, reason: 'optional' } }],
      groups: [{ nodeId: 'manager', count: 1 }],
    })
    const verbs = async (token: string) =>
      (await read(token)).body.history.map(({ verb }: HistoryView) => verb)
    expect(await verbs(bob)).toContain('postpone')
    expect(await verbs(alice)).not.toContain('postpone')

    advance(3_600_000)
    expect((await todo()).items).toMatchObject([{ task: { id: taskId, postponedUntil: null } }])
    expect((await put({ until: T0 + 7_200_000 })).status).toBe(200)
    expect((await todo()).items).toEqual([])
    expect((await put({ until: null })).status).toBe(200)
    expect((await todo()).items).toHaveLength(1)
    for (const wrong of [{ until: T0 }, { until: T0 + 91 * 86_400_000 }, {}, { until: 'tomorrow' }]) {
      expect((await put(wrong)).status).toBe(400)
    }
  })

  it('does not keep anybody from deciding it', async () => {
    const { call, taskId, bob } = await setUp()
    const act = (verb: string, body: object) =>
      call('POST', `/api/v1/tasks/${taskId}/${verb}`, { token: bob, body })
    await act('postpone', { until: T0 + 3_600_000 })
    expect((await act('approve', {})).body.status).toBe('APPROVED')
    expect(await act('postpone', { until: T0 + 3_600_000 })).toMatchObject({
      status: 409,
      body: { error: { code: 'task_already_ended' } },
    })
  })
})
