import { describe, expect, it } from 'vitest'
import { Source } from '../../shared/source-file.ts'
import { instanceIdOf } from '../../server/usecases/sources/source-ids.ts'
import { makeSourceSecret } from '../../server/usecases/sources/source-secret.ts'
import { createHarness, startHttp, type Harness } from '../support/http-server.ts'

const T = Date.UTC(2026, 10, 20, 1, 30)

const OA = {
  id: 'oa',
  name: { 'zh-CN': '协同办公' },
  format: 'ofs',
  links: { base: 'https://oa.example.com/' },
}

const ITEM = {
  syscode: 'OA',
  flowid: '910000000000000017',
  requestname: '关于采购笔记本的申请',
  workflowname: '采购申请',
  nodename: '部门经理审批',
  pcurl: '/workflow/request/ViewRequest.jsp?requestid=17',
  appurl: '1',
  creator: 'u_alice',
  createdatetime: '2026-11-20 09:00:00',
  receiver: 'u_bob',
  receivedatetime: '2026-11-20 09:30:00',
  isremark: '0',
  viewtype: '0',
  receivets: '1000',
}
type Item = Readonly<Record<string, unknown>>
const item = (over: Item = {}): Item => ({ ...ITEM, ...over })
const without = (...keys: string[]): Item =>
  Object.fromEntries(Object.entries(ITEM).filter(([key]) => !keys.includes(key)))

async function open(over: object = {}) {
  const harness = await createHarness({ definitions: [], sources: [Source.parse({ ...OA, ...over })] })
  const http = await startHttp(harness)
  const { secret } = await makeSourceSecret(harness.ctx, 'oa')
  const send = (operation: string, body: unknown, raw?: string | Uint8Array) =>
    http.call('POST', `/sources/oa/${secret}/rest/ofs/${operation}`, raw === undefined ? { body } : { raw })
  return { harness, http, secret, send }
}

const idOf = ({ ctx }: Harness, flowid = ITEM.flowid, syscode = 'OA') =>
  instanceIdOf(ctx.hash, 'oa', JSON.stringify([syscode, flowid]))

const RECEIVE = 'ReceiveRequestInfoByJson'
const DONE = 'processDoneRequestByJson'
const OVER = 'processOverRequestByJson'
const DELETE_ONE = 'deleteUserRequestInfoByJson'
const DELETE = 'deleteRequestInfoByJson'

type Step = [operation: string, body: unknown]
/** status | person status reason …; what waits for Feishu is in the effects. */
type Recorded = [says: string, steps: Step[], left: string | null, over?: object]

const RECORDED: Recorded[] = [
  ['complete', [[RECEIVE, item()]], 'PENDING | u_bob PENDING'],
  ['without a clock', [[RECEIVE, without('receivets')]], 'PENDING | u_bob PENDING'],
  [
    'the ids as numbers of 18 digits',
    [[RECEIVE, '{"syscode":"OA","flowid":910000000000000017,"receiver":"u_bob","isremark":0}']],
    'PENDING | u_bob PENDING',
  ],
  [
    'names of fields in other letters',
    [[RECEIVE, { SysCode: 'OA', flowId: ITEM.flowid, Receiver: 'u_bob', isRemark: 0 }]],
    'PENDING | u_bob PENDING',
  ],
  ['without isremark', [[RECEIVE, without('isremark')]], 'PENDING | u_bob PENDING'],
  [
    'with fields that nobody knows',
    [[RECEIVE, item({ requestlevel: '2', sendtype: { deep: [1] } })]],
    'PENDING | u_bob PENDING',
  ],
  ['of a receiver whom nobody knows', [[RECEIVE, item({ receiver: 'u_stranger' })]], 'PENDING |'],
  ['of a creator whom nobody knows', [[RECEIVE, item({ creator: 'sysadmin' })]], 'PENDING | u_bob PENDING'],
  ['without a creator', [[RECEIVE, without('creator')]], 'PENDING | u_bob PENDING'],
  ['without times', [[RECEIVE, without('createdatetime', 'receivedatetime')]], 'PENDING | u_bob PENDING'],
  [
    'twice',
    [
      [RECEIVE, item()],
      [RECEIVE, item()],
    ],
    'PENDING | u_bob PENDING',
  ],
  [
    'twice without times or clock',
    [
      [RECEIVE, without('receivets', 'receivedatetime', 'createdatetime')],
      [RECEIVE, without('receivets', 'receivedatetime', 'createdatetime')],
    ],
    'PENDING | u_bob PENDING',
  ],
  [
    'read meanwhile',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ viewtype: '1', receivets: '1001' })],
    ],
    'PENDING | u_bob PENDING',
  ],
  [
    'of two people',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ receiver: 'u_carol' })],
    ],
    'PENDING | u_bob PENDING, u_carol PENDING',
  ],
  [
    'done',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ isremark: '2', receivets: '2000' })],
    ],
    'HIDDEN | u_bob DONE others',
  ],
  [
    'done by its own operation',
    [
      [RECEIVE, item()],
      [DONE, item({ receivets: '2000' })],
    ],
    'HIDDEN | u_bob DONE others',
  ],
  [
    'done, and on to the next',
    [
      [RECEIVE, item()],
      [DONE, item({ receivets: '2000' })],
      [RECEIVE, item({ receiver: 'u_carol', receivets: '2001' })],
    ],
    'PENDING | u_bob DONE others, u_carol PENDING',
  ],
  [
    'finished',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ isremark: '4', receivets: '2000' })],
    ],
    'HIDDEN | u_bob DONE others',
  ],
  [
    'finished by its own operation',
    [
      [RECEIVE, item()],
      [OVER, item({ receivets: '2000' })],
    ],
    'HIDDEN | u_bob DONE others',
  ],
  [
    'finished while somebody else has it open',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ receiver: 'u_carol' })],
      [OVER, item({ receivets: '2000' })],
    ],
    'PENDING | u_bob DONE others, u_carol PENDING',
  ],
  [
    'done before it came',
    [
      [DONE, item({ receivets: '2000' })],
      [RECEIVE, item()],
    ],
    'HIDDEN | u_bob DONE others',
  ],
  [
    'done, and late once more',
    [
      [RECEIVE, item()],
      [DONE, item({ receivets: '2000' })],
      [RECEIVE, item()],
    ],
    'HIDDEN | u_bob DONE others',
  ],
  [
    'done and at the same moment to do',
    [
      [DONE, item()],
      [RECEIVE, item()],
    ],
    'HIDDEN | u_bob DONE others',
  ],
  [
    'sent back to the same person',
    [
      [RECEIVE, item()],
      [DONE, item({ receivets: '2000' })],
      [RECEIVE, item({ receivets: '3000' })],
    ],
    'PENDING | u_bob DONE others, u_bob PENDING',
  ],
  [
    'without clocks: the last that arrives',
    [
      [RECEIVE, without('receivets')],
      [DONE, without('receivets')],
      [RECEIVE, { ...without('receivets'), receivedatetime: '2026-11-20 11:00' }],
    ],
    'PENDING | u_bob DONE others, u_bob PENDING',
  ],
  ['a copy', [[RECEIVE, item({ isremark: '8' })]], 'HIDDEN | cc u_bob'],
  [
    'a copy that was read',
    [
      [RECEIVE, item({ isremark: '8' })],
      [RECEIVE, item({ isremark: '8', viewtype: '1', receivets: '1001' })],
    ],
    'HIDDEN | cc u_bob read',
  ],
  [
    'a to-do that became a copy',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ isremark: '8', receivets: '1001' })],
    ],
    'HIDDEN | u_bob DONE others, cc u_bob',
  ],
  [
    'a copy that came before its to-do',
    [
      [RECEIVE, item({ isremark: '8', receivets: '1001' })],
      [RECEIVE, item()],
    ],
    'HIDDEN | u_bob DONE others, cc u_bob',
  ],
  [
    'a copy without a clock',
    [
      [RECEIVE, without('receivets')],
      [RECEIVE, { ...without('receivets'), isremark: '8' }],
    ],
    'HIDDEN | u_bob DONE others, cc u_bob',
  ],
  [
    'deleted for one person',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ receiver: 'u_carol' })],
      [DELETE_ONE, { syscode: 'OA', flowid: ITEM.flowid, userid: 'u_bob' }],
    ],
    'PENDING | u_bob DONE delete, u_carol PENDING',
  ],
  [
    'deleted for everybody',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ receiver: 'u_carol' })],
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid }],
    ],
    'HIDDEN | u_bob DONE delete, u_carol DONE delete',
  ],
  [
    'deleted, and late once more',
    [
      [RECEIVE, item()],
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid }],
      [RECEIVE, item()],
    ],
    'HIDDEN | u_bob DONE delete',
  ],
  [
    'deleted without clocks, and late once more',
    [
      [RECEIVE, without('receivets')],
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid }],
      [RECEIVE, without('receivets')],
    ],
    'HIDDEN | u_bob DONE delete',
  ],
  [
    'deleted without clocks, and given anew',
    [
      [RECEIVE, without('receivets')],
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid }],
      [RECEIVE, { ...without('receivets'), receivedatetime: '2026-11-21 09:00' }],
    ],
    'PENDING | u_bob DONE delete, u_bob PENDING',
  ],
  [
    'deleted before it came',
    [
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid, receivets: 2000 }],
      [RECEIVE, item()],
    ],
    'HIDDEN | u_bob DONE delete',
  ],
  [
    'deleted, and given anew',
    [
      [RECEIVE, item()],
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid, receivets: 2000 }],
      [RECEIVE, item({ receivets: '3000' })],
    ],
    'PENDING | u_bob DONE delete, u_bob PENDING',
  ],
  ['a deletion of what nobody knows', [[DELETE, { syscode: 'OA', flowid: ITEM.flowid }]], null],
  [
    'a deletion for somebody of what nobody knows',
    [[DELETE_ONE, { syscode: 'OA', flowid: ITEM.flowid, receiver: 'u_bob' }]],
    null,
  ],
  [
    'deleted twice',
    [
      [RECEIVE, item()],
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid }],
      [DELETE, { syscode: 'OA', flowid: ITEM.flowid }],
    ],
    'HIDDEN | u_bob DONE delete',
  ],
  [
    'agreed, by a rule of the source',
    [
      [RECEIVE, item()],
      [DONE, item({ receivets: '2000', opinion: '同意' })],
    ],
    'HIDDEN | u_bob APPROVED approved',
    { outcome: { field: 'opinion', approved: ['同意'], rejected: ['退回'] } },
  ],
  [
    'finished, by a rule of the source',
    [
      [RECEIVE, item()],
      [OVER, item({ receivets: '2000', opinion: '退回' })],
    ],
    'REJECTED | u_bob REJECTED rejected',
    { outcome: { field: 'opinion', approved: ['同意'], rejected: ['退回'] } },
  ],
  [
    'finished, and the rule knows nothing of it',
    [
      [RECEIVE, item()],
      [OVER, item({ receivets: '2000', opinion: '阅' })],
    ],
    'HIDDEN | u_bob DONE others',
    { outcome: { field: 'opinion', approved: ['同意'], rejected: ['退回'] } },
  ],
]

describe('what e-cology pushes', () => {
  it.each(RECORDED)('%s', async (_says, steps, left, over) => {
    const { harness, send } = await open(over)
    for (const [operation, body] of steps) {
      const { status, body: answer } = await (typeof body === 'string'
        ? send(operation, undefined, body)
        : send(operation, body))
      expect({ status, ...answer }).toMatchObject({
        status: 200,
        syscode: 'OA',
        dataType: 'WfData',
        operResult: '1',
        message: '',
      })
      harness.advance(1_000)
    }
    const record = await harness.store.instances.read(idOf(harness))
    if (left === null) {
      expect(record).toBeUndefined()
      return
    }
    const { status, tasks, cc } = record!.instance
    const items = [
      ...tasks.map((task) => [task.assignee, task.status, task.completeReason].filter(Boolean).join(' ')),
      ...cc.map((one) => `cc ${one.userId}${one.readAt === null ? '' : ' read'}`),
    ]
    expect(`${status} | ${items.join(', ')}`.trim()).toBe(left)
    for (const task of tasks) expect(task.endedAt === null).toBe(task.status === 'PENDING')
    const opened = tasks.map(({ id }) => id)
    expect(record!.cards.every(({ taskId }) => opened.includes(taskId))).toBe(true)
  })

  it('is shown field by field', async () => {
    const { harness, send } = await open()
    await send(RECEIVE, item())
    const record = await harness.store.instances.read(idOf(harness))
    const page = {
      pc: 'https://oa.example.com/workflow/request/ViewRequest.jsp?requestid=17',
      mobile: 'https://oa.example.com/workflow/request/ViewRequest.jsp?requestid=17',
    }
    expect(record?.instance).toMatchObject({
      definition: { code: expect.stringMatching(/^oa\.h-[0-9a-f]{32}$/), version: 1 },
      initiator: { userId: 'u_alice', name: '爱丽丝' },
      startedAt: Date.UTC(2026, 10, 20, 1, 0),
      tasks: [{ assignee: 'u_bob', createdAt: T, endedAt: null }],
      mirror: {
        source: 'oa',
        sendsCards: true,
        unknown: [],
        pushed: { head: { title: { 'zh-CN': ITEM.requestname }, page, clock: 1_000 } },
      },
    })
    const [task] = Object.values(record!.instance.mirror!.pushed.tasks)
    expect(task).toMatchObject({ page, actions: [], node: { name: { 'zh-CN': '部门经理审批' } } })
    const { code } = record!.instance.definition
    expect((await harness.store.definitions.read(code))?.definition).toMatchObject({
      name: { 'zh-CN': '采购申请' },
      group: { name: OA.name },
      source: OA.name,
    })
  })

  it.each([
    ['an empty body', ''],
    ['HTML', '<html><body>502 Bad Gateway</body></html>'],
    ['no JSON', '{syscode:'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['no flowid', JSON.stringify(without('flowid'))],
    ['no receiver', JSON.stringify(without('receiver'))],
    ['a flowid that is far too long', JSON.stringify(item({ flowid: '7'.repeat(201) }))],
    ['an isremark that nobody knows', JSON.stringify(item({ isremark: '7' }))],
    ['a key that may not be there', '{"__proto__":{"x":1},"flowid":"1","receiver":"u_bob"}'],
    ['a deep body', `{"flowid":${'['.repeat(500)}${']'.repeat(500)}}`],
    ['objects for ids', JSON.stringify(item({ flowid: { a: 1 } }))],
  ])('is refused for good: %s', async (_says, raw) => {
    const { harness, send } = await open()
    const before = harness.dump()
    const { status, body } = await send(RECEIVE, undefined, raw)
    expect({ status, result: body.operResult }).toEqual({ status: 200, result: '0' })
    expect(body.message).toMatch(/\.$/)
    expect(harness.dump()).toBe(before)
    expect(harness.ctx.sources.ledger.of('oa').refused).toMatchObject([{ reason: body.message, count: 1 }])
  })

  it('is refused where it is a megabyte', async () => {
    const { send } = await open()
    const { status, body } = await send(RECEIVE, item({ requestname: 'x'.repeat(1024 * 1024) }))
    expect([status, body.operResult]).toEqual([413, '0'])
  })

  it('may come in GBK', async () => {
    const { harness, send } = await open()
    const head = new TextEncoder().encode(
      `{"syscode":"OA","flowid":"${ITEM.flowid}","receiver":"u_bob","requestname":"`,
    )
    const raw = Buffer.concat([head, Buffer.from([0xc7, 0xeb, 0xbc, 0xd9]), Buffer.from('"}')])
    expect((await send(RECEIVE, undefined, raw)).body.operResult).toBe('1')
    const record = await harness.store.instances.read(idOf(harness))
    expect(record?.instance.mirror?.pushed.head.title).toEqual({ 'zh-CN': '请假' })
  })

  it.each([
    ['javascript:alert(1)', '', null],
    ['//evil.example/x', '', 'https://oa.example.com/evil.example/x'],
    ['https://other.example.com/x', '', 'https://other.example.com/x'],
    ['data:text/html,x', 'file:///etc/passwd', null],
    ['', '1', null],
    ['x y', '', null],
    ['http://[', '', null],
    ['', 'https://m.example.com/x', 'https://m.example.com/x'],
  ])('leads to pages of the source alone: %s %s', async (pcurl, appurl, pc) => {
    const { harness, send } = await open()
    await send(RECEIVE, item({ pcurl, appurl }))
    const record = await harness.store.instances.read(idOf(harness))
    expect(record?.instance.mirror?.pushed.head.page?.pc ?? null).toBe(pc)
  })

  it('has no link where the base is not known', async () => {
    const { harness, send } = await open({ links: undefined })
    await send(RECEIVE, item())
    expect((await harness.store.instances.read(idOf(harness)))?.instance.mirror?.pushed.head.page).toBeNull()
  })

  it('is one approval of several to-dos by a rule of the source', async () => {
    const { harness, send } = await open({ group: { separator: '+', part: 3 } })
    await send(RECEIVE, item({ flowid: 'u_bob+1+4711' }))
    await send(RECEIVE, item({ flowid: 'u_carol+2+4711', receiver: 'u_carol' }))
    const record = await harness.store.instances.read(idOf(harness, '4711'))
    expect(record?.instance.tasks.map(({ assignee }) => assignee)).toEqual(['u_bob', 'u_carol'])
  })

  it('reads times by the clock of its place', async () => {
    const { harness, send } = await open({ timezone: 'America/New_York' })
    await send(RECEIVE, item({ createdatetime: '2026/7/1 9:00' }))
    const record = await harness.store.instances.read(idOf(harness))
    expect(record?.instance.startedAt).toBe(Date.UTC(2026, 6, 1, 13, 0))
  })

  it('is not answered with success where the disk is full, and is there after it comes again', async () => {
    const { harness, send } = await open()
    await send(RECEIVE, item())
    const { write } = harness.files
    harness.files.write = () => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }))
    const { status, body, headers } = await send(DONE, item({ receivets: '2000' }))
    expect([status, body.operResult, headers.get('retry-after')]).toEqual([503, '0', '5'])
    harness.files.write = write
    expect((await send(DONE, item({ receivets: '2000' }))).body.operResult).toBe('1')
  })

  it('comes again later over the quota', async () => {
    const { send } = await open({ quota: { perMinute: 1 } })
    await send(RECEIVE, item())
    const { status, body, headers } = await send(RECEIVE, item())
    expect([status, body.operResult, headers.get('retry-after')]).toEqual([429, '0', '60'])
  })
})
