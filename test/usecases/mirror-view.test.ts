import { beforeEach, describe, expect, it } from 'vitest'
import { BUTTON_VERBS, VERBS } from '../../shared/verbs/index.ts'
import { Source } from '../../shared/source-file.ts'
import { InstanceView } from '../../shared/responses.ts'
import { keepCallback } from '../../server/usecases/sources/callback-of-kind.ts'
import { terminateInstance } from '../../server/usecases/terminate-instance.ts'
import type { Push } from '../../server/domain/mirror/pushed.ts'
import { takePush } from '../../server/usecases/take-push.ts'
import { AT, head, push, task } from '../domain/mirror/pushes.ts'
import { createHarness, startHttp, type Harness } from '../support/http-server.ts'

const ERP = Source.parse({ id: 'erp', name: { 'zh-CN': '采购系统', 'en-US': 'ERP' }, format: 'feishu' })
const ID = 'erp-po-1'

let harness: Harness
let http: Awaited<ReturnType<typeof startHttp>>
beforeEach(async () => {
  harness = await createHarness({ definitions: [], sources: [ERP] })
  http = await startHttp(harness)
})

const pushed = (over: Partial<Push>) =>
  takePush(harness.ctx, {
    source: ERP,
    definition: { code: 'purchase', name: { 'zh-CN': '采购' } },
    externalId: 'po-1',
    push: push({ mode: 'replace', ...over }),
  })
const by = (person: string | null, name = '王五') => ({ person, name: { 'zh-CN': name } })
const aHead = (over: Parameters<typeof head>[0] = {}) => head({ initiator: by('u_alice'), ...over })
const call = async (who: string, method: 'GET' | 'POST', path: string, body?: object) =>
  http.call(method, `/api/v1${path}`, { token: await http.login(who), ...(body && { body }) })
const seenBy = async (who: string): Promise<InstanceView> => {
  const { status, body } = await call(who, 'GET', `/instances/${ID}`)
  expect(status).toBe(200)
  return InstanceView.parse(body)
}

describe('an approval of another system on our page', () => {
  it('shows what was pushed: its form, who has which task, what they did, and whose it is', async () => {
    await pushed({
      head: aHead(),
      tasks: [
        task({ person: 'u_bob', status: 'APPROVED', completeReason: 'approved', endedAt: AT + 5_000 }),
        task({ id: 'T2', person: 'u_carol', node: { id: 'n2', name: { 'zh-CN': '财务' } } }),
      ],
    })
    const view = await seenBy('u_carol')
    expect(view).toMatchObject({
      number: 'PO-1',
      title: '采购订单 PO-1',
      status: 'PENDING',
      source: { name: '采购系统', page: { pc: 'https://erp.example.com/po/1' } },
      fields: [{ key: 'line_1', label: { 'zh-CN': '金额' } }],
      form: { line_1: 'CNY 10.00' },
      nodes: [
        { name: '主管', status: 'passed' },
        { name: '财务', status: 'active' },
      ],
      tasks: [
        { assignee: { userId: 'u_bob' }, status: 'APPROVED' },
        { assignee: { userId: 'u_carol' }, status: 'PENDING' },
      ],
      comments: [],
      ended: null,
    })
    expect(view.history.map(({ verb, at, by: who }) => [verb, at, who?.userId])).toEqual([
      ['submit', AT, 'u_alice'],
      ['approve', AT + 5_000, 'u_bob'],
    ])
  })

  it('is in lists with its source, its number and the page that is theirs', async () => {
    const page = { pc: 'https://erp.example.com/t/1', mobile: 'https://erp.example.com/m/t/1' }
    await pushed({ head: aHead(), tasks: [task({ person: 'u_bob', page })] })
    const { body } = await call('u_bob', 'GET', '/instances?box=todo')
    expect(body).toMatchObject({
      items: [{ number: 'PO-1', source: { name: '采购系统', page } }],
      groups: [],
    })
    const started = await call('u_alice', 'GET', '/instances?box=started')
    expect(started.body.items[0].source.page.pc).toBe('https://erp.example.com/po/1')
    const found = await call('u_bob', 'GET', `/instances?box=todo&q=${encodeURIComponent('订单')}`)
    expect(found.body.items).toHaveLength(1)
  })

  it('ends as its source says, and names nobody for it', async () => {
    await pushed({
      head: aHead({ status: 'REJECTED', endedAt: AT + 9_000 }),
      tasks: [
        task({ person: 'u_bob', status: 'REJECTED', endedAt: AT + 8_000 }),
        task({ id: 'T2', person: 'u_carol', status: 'DONE', endedAt: AT + 9_000 }),
      ],
    })
    const view = await seenBy('u_bob')
    expect(view.ended).toEqual({
      how: 'decision',
      by: null,
      service: '采购系统',
      reason: null,
      at: AT + 9_000,
    })
    expect(view.nodes).toMatchObject([{ status: 'stopped' }])
    expect(view.history.map(({ verb, ended }) => [verb, ended])).toEqual([
      ['submit', null],
      ['reject', null],
      ['push', 'REJECTED'],
    ])
  })

  it('calls whom nobody knows as its source does', async () => {
    await pushed({
      head: aHead({ initiator: by(null) }),
      tasks: [task({ person: 'u_bob' }), task({ id: 'T2', person: 'zhao@erp', node: null })],
      cc: [{ id: 'C1', clock: 1, person: 'qian@erp', page: null, isRead: false, createdAt: null }],
    })
    const view = await seenBy('u_bob')
    expect(view.initiator).toEqual({ userId: '', name: '王五' })
    expect(view.tasks[1]?.assignee).toEqual({ userId: '', name: 'zhao@erp' })
    expect(view.nodes[1]).toMatchObject({ id: '', name: '采购' })
    expect(view.cc).toMatchObject([{ person: { userId: '', name: 'qian@erp' }, readAt: null }])
  })

  it('offers what may be pressed to whoever has the task, and only where its source is told of it', async () => {
    const hold = { 'zh-CN': '挂起', 'en-US': 'Put on hold' }
    const actions = [
      { type: 'APPROVE', name: null, reason: 'optional' as const, asksFiles: false },
      { type: '{HOLD}', name: hold, reason: 'none' as const, asksFiles: false },
    ]
    await pushed({ head: aHead(), tasks: [task({ person: 'u_bob', actions })] })
    expect((await seenBy('u_bob')).tasks[0]?.actions).toBeUndefined()
    const url = 'https://erp.example.com/decisions'
    await keepCallback(harness.store, 'erp.purchase', { url, token: null, key: null })
    expect((await seenBy('u_bob')).tasks[0]?.actions?.map(({ name }) => name)).toEqual(['同意', '挂起'])
    expect((await seenBy('u_alice')).tasks[0]?.actions).toBeUndefined()
  })

  it('is there for its initiator, assignees and copies alone, and not for whose task was taken back', async () => {
    const copy = { id: 'C1', clock: 1, person: 'u_cto', page: null, isRead: false, createdAt: null }
    await pushed({ head: aHead(), tasks: [task({ person: 'u_bob' })], cc: [copy] })
    for (const who of ['u_alice', 'u_bob', 'u_cto']) await seenBy(who)
    expect((await call('u_carol', 'GET', `/instances/${ID}`)).status).toBe(404)
    await pushed({ head: aHead({ clock: 2 }), tasks: [task({ id: 'T2', person: 'u_carol' })], cc: [] })
    const view = await seenBy('u_carol')
    expect(view.tasks.map(({ assignee }) => assignee.userId)).toEqual(['u_carol'])
    expect((await call('u_bob', 'GET', `/instances/${ID}`)).status).toBe(404)
  })
})

describe('what another system carries on', () => {
  const BODIES: Partial<Record<string, object>> = {
    transfer: { to: 'u_cto' },
    'add-sign': { users: ['u_cto'], position: 'before' },
    rollback: { toNode: '_initiator' },
    cc: { users: ['u_cto'] },
    comment: { text: 'hello' },
  }

  it('is refused to everybody by every route but those that mark what is one’s own', async () => {
    // Its node is called as our own first step is.
    const node = { id: '_initiator', name: { 'zh-CN': '发起' } }
    await pushed({ head: aHead(), tasks: [task({ person: 'u_alice', node })] })
    const before = await harness.store.instances.read(ID)
    for (const [verb, { on }] of Object.entries(VERBS)) {
      if (verb === 'postpone' || verb === 'read') continue
      const path = on === 'task' ? `/tasks/${ID}_t1/${verb}` : `/instances/${ID}/${verb}`
      const { status, body } = await call('u_alice', 'POST', path, BODIES[verb] ?? {})
      expect([verb, status, body.error?.code]).toEqual([verb, 409, 'decided_elsewhere'])
    }
    const again = await call('u_alice', 'POST', `/instances/${ID}/resubmit`, { form: {} })
    expect(again.status).toBe(409)
    await expect(terminateInstance(harness.ctx, { id: ID, reason: 'x' })).rejects.toMatchObject({
      code: 'decided_elsewhere',
    })
    expect(await harness.store.instances.read(ID)).toEqual(before)
  })

  it.each(['PENDING', 'APPROVED', 'REJECTED', 'CANCELED', 'TERMINATED'] as const)(
    'has no button of ours when it is %s',
    async (status) => {
      const own = { person: 'u_alice', status: status === 'PENDING' ? status : ('DONE' as const) }
      await pushed({ head: aHead({ status }), tasks: [task(own)] })
      const { actions } = await seenBy('u_alice')
      expect(actions.map(({ action }) => action)).toEqual(status === 'PENDING' ? ['postpone'] : [])
      expect(BUTTON_VERBS).toContain('postpone')
    },
  )
})
