import { describe, expect, it } from 'vitest'
import { Source } from '../../shared/source-file.ts'
import { instanceIdOf } from '../../server/usecases/sources/source-ids.ts'
import { makeSourceSecret } from '../../server/usecases/sources/source-secret.ts'
import { createHarness, startHttp, type Harness } from '../support/http-server.ts'

const A8 = { id: 'a8', name: { 'zh-CN': '协同' }, format: 'seeyon' }

const ITEM = {
  registerCode: '3001',
  taskId: '-7264914526184930011',
  title: '请审批：差旅报销',
  senderName: '爱丽丝',
  classify: '报销',
  contentType: 'url',
  state: '0',
  subState: '0',
  thirdSenderId: 'u_alice',
  thirdReceiverId: 'u_bob',
  creationDate: '2026-11-20 09:30',
  content: '北京三天',
  url: 'https://a8.example.com/p/1',
  h5url: 'https://a8.example.com/m/1',
  noneBindingSender: '',
  noneBindingReceiver: '',
}
type Item = Record<string, unknown>
const item = (over: Item = {}): Item => ({ ...ITEM, ...over })
const without = (...keys: string[]): Item =>
  Object.fromEntries(Object.entries(ITEM).filter(([key]) => !keys.includes(key)))
const state = (over: Item = {}): Item => ({ registerCode: '3001', taskId: ITEM.taskId, state: '1', ...over })

async function open(over: object = {}) {
  const harness = await createHarness({ definitions: [], sources: [Source.parse({ ...A8, ...over })] })
  const http = await startHttp(harness)
  const { secret } = await makeSourceSecret(harness.ctx, 'a8')
  const at = `/sources/a8/${secret}/seeyon/rest`
  const send = (path: string, body: unknown, raw?: string) =>
    http.call('POST', `${at}/thirdpartyPending/${path}`, raw === undefined ? { body } : { raw })
  return { harness, http, at, send }
}

const idOf = ({ ctx }: Harness, taskId = ITEM.taskId) =>
  instanceIdOf(ctx.hash, 'a8', JSON.stringify(['3001', taskId]))

const RECEIVE = 'receive'
const LIST = 'receive/pendings'
const STATE = 'updatePendingState'
type Step = [path: string, body: unknown]
type Recorded = [says: string, steps: Step[], left: string]

const BOB = 'PENDING | u_bob PENDING'
const ended = (words: string): string => `HIDDEN | u_bob ${words}`

const RECORDED: Recorded[] = [
  ['complete', [[RECEIVE, item()]], BOB],
  ['with seconds', [[RECEIVE, item({ creationDate: '2026-11-20 09:30:00' })]], BOB],
  ['without a time', [[RECEIVE, without('creationDate')]], BOB],
  ['a time that is none', [[RECEIVE, item({ creationDate: 'gestern' })]], BOB],
  ['a state as a number', [[RECEIVE, item({ state: 0 })]], BOB],
  ['without a state', [[RECEIVE, without('state', 'subState')]], BOB],
  [
    'an id as a number of 19 digits',
    [[RECEIVE, `{"registerCode":3001,"taskId":-7264914526184930011,"thirdReceiverId":"u_bob","state":0}`]],
    BOB,
  ],
  ['fields that nobody knows', [[RECEIVE, item({ appParam: { x: [1] } })]], BOB],
  [
    'fields in small letters',
    [[RECEIVE, { registercode: '3001', taskid: ITEM.taskId, thirdreceiverid: 'u_bob' }]],
    BOB,
  ],
  ['a receiver whom nobody knows', [[RECEIVE, item({ thirdReceiverId: 'u_stranger' })]], 'PENDING |'],
  [
    'a receiver who is bound to no account',
    [[RECEIVE, item({ thirdReceiverId: '', noneBindingReceiver: '王五' })]],
    'PENDING |',
  ],
  ['a sender whom nobody knows', [[RECEIVE, item({ thirdSenderId: 'u_stranger' })]], BOB],
  ['without a sender', [[RECEIVE, without('thirdSenderId', 'senderName')]], BOB],
  ['without a title', [[RECEIVE, without('title')]], BOB],
  ['without a kind', [[RECEIVE, without('classify')]], BOB],
  ['without links', [[RECEIVE, without('url', 'h5url')]], BOB],
  [
    'twice',
    [
      [RECEIVE, item()],
      [RECEIVE, item()],
    ],
    BOB,
  ],
  [
    'twice without a time',
    [
      [RECEIVE, without('creationDate')],
      [RECEIVE, without('creationDate')],
    ],
    BOB,
  ],
  [
    'a new title',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ title: 'neu' })],
    ],
    BOB,
  ],
  [
    'agreed',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '0' })],
    ],
    ended('APPROVED approved'),
  ],
  [
    'disagreed',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '1' })],
    ],
    ended('REJECTED rejected'),
  ],
  [
    'cancelled',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '2' })],
    ],
    ended('DONE recall'),
  ],
  [
    'rejected',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '3' })],
    ],
    ended('REJECTED rejected'),
  ],
  [
    'done, and not said how',
    [
      [RECEIVE, item()],
      [STATE, state()],
    ],
    ended('DONE others'),
  ],
  [
    'done, and said as nobody knows',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '9' })],
    ],
    ended('DONE others'),
  ],
  [
    'done with an empty subState',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '' })],
    ],
    ended('DONE others'),
  ],
  [
    'numbers',
    [
      [RECEIVE, item()],
      [STATE, state({ state: 1, subState: 0 })],
    ],
    ended('APPROVED approved'),
  ],
  ['received as done', [[RECEIVE, item({ state: '1', subState: '1' })]], ended('REJECTED rejected')],
  [
    'received, and once more as done',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ state: '1' })],
    ],
    ended('APPROVED approved'),
  ],
  [
    'done twice',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '0' })],
      [STATE, state({ subState: '0' })],
    ],
    ended('APPROVED approved'),
  ],
  [
    'agreed, and then disagreed',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '0' })],
      [STATE, state({ subState: '1' })],
    ],
    ended('APPROVED approved, u_bob REJECTED rejected'),
  ],
  [
    'to do again',
    [
      [RECEIVE, item()],
      [STATE, state({ subState: '0' })],
      [STATE, state({ state: '0' })],
    ],
    'PENDING | u_bob APPROVED approved, u_bob PENDING',
  ],
  [
    'given to somebody else',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ thirdReceiverId: 'u_carol' })],
    ],
    'PENDING | u_bob DONE others, u_carol PENDING',
  ],
  [
    'given to somebody else, and agreed',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ thirdReceiverId: 'u_carol' })],
      [STATE, state({ subState: '0' })],
    ],
    'HIDDEN | u_bob DONE others, u_carol APPROVED approved',
  ],
  ['a list of one', [[LIST, { pendingList: [item()] }]], BOB],
  [
    'a list with its code beside it',
    [[LIST, { registerCode: '3001', pendingList: [without('registerCode')] }]],
    BOB,
  ],
  ['a list with the same one twice', [[LIST, { pendingList: [item(), item()] }]], BOB],
  [
    'a list of to-do and done',
    [[LIST, { pendingList: [item(), item({ state: '1', subState: '3' })] }]],
    ended('REJECTED rejected'),
  ],
  [
    'an empty list',
    [
      [RECEIVE, item()],
      [LIST, { pendingList: [] }],
    ],
    BOB,
  ],
  [
    'another one of the same system',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ taskId: '2', state: '1' })],
    ],
    BOB,
  ],
  [
    'one of another system',
    [
      [RECEIVE, item()],
      [RECEIVE, item({ registerCode: '3002', state: '1' })],
    ],
    BOB,
  ],
  ['a long content', [[RECEIVE, item({ content: 'x'.repeat(100_000) })]], BOB],
]

describe('what Seeyon pushes', () => {
  it.each(RECORDED)('%s', async (_says, steps, left) => {
    const { harness, send } = await open()
    for (const [path, body] of steps) {
      const { status, body: answer } = await (typeof body === 'string'
        ? send(path, undefined, body)
        : send(path, body))
      expect({ status, answer }).toEqual({ status: 200, answer: { success: true, errorMsgs: [] } })
      harness.advance(1_000)
    }
    const { status, tasks } = (await harness.store.instances.read(idOf(harness)))!.instance
    const items = tasks.map((task) =>
      [task.assignee, task.status, task.completeReason].filter(Boolean).join(' '),
    )
    expect(`${status} | ${items.join(', ')}`.trim()).toBe(left)
    for (const task of tasks) expect(task.endedAt === null).toBe(task.status === 'PENDING')
  })

  it('is shown field by field', async () => {
    const { harness, send } = await open()
    await send(RECEIVE, item())
    expect((await harness.store.instances.read(idOf(harness)))?.instance).toMatchObject({
      initiator: { userId: 'u_alice' },
      startedAt: Date.UTC(2026, 10, 20, 1, 30),
      tasks: [{ assignee: 'u_bob', createdAt: Date.UTC(2026, 10, 20, 1, 30) }],
      mirror: {
        source: 'a8',
        pushed: {
          head: {
            title: { 'zh-CN': ITEM.title },
            page: { pc: ITEM.url, mobile: ITEM.h5url },
            form: [{ name: { 'zh-CN': '内容' }, value: { 'zh-CN': '北京三天' } }],
          },
        },
      },
    })
  })

  it.each([
    ['an empty body', RECEIVE, ''],
    ['HTML', RECEIVE, '<!doctype html>'],
    ['no taskId', RECEIVE, JSON.stringify(without('taskId'))],
    ['no receiver', RECEIVE, JSON.stringify(without('thirdReceiverId'))],
    ['a state that nobody knows', RECEIVE, JSON.stringify(item({ state: '5' }))],
    ['no list', LIST, '{}'],
    ['a list of texts', LIST, '{"pendingList":["x"]}'],
    ['how something stands that nobody received', STATE, JSON.stringify(state({ subState: '0' }))],
  ])('is refused for good: %s', async (_says, path, raw) => {
    const { harness, send } = await open()
    const before = harness.dump()
    const { status, body } = await send(path, undefined, raw)
    expect([status, body.success]).toEqual([200, false])
    expect(body.errorMsgs[0]).toMatch(/\.$/)
    expect(harness.dump()).toBe(before)
  })

  it('takes of a list what is right, and says what is not', async () => {
    const { harness, send } = await open()
    const { body } = await send(LIST, { pendingList: [item(), item({ taskId: '' }), item({ taskId: '2' })] })
    expect(body).toEqual({ success: false, errorMsgs: ['pendingList[1]: taskid is missing.'] })
    expect((await harness.store.instances.ofSource('a8')).open).toBe(2)
  })

  it('gives a token that stays the same, and asks for none', async () => {
    const { http, at } = await open()
    const first = await http.call('POST', `${at}/token`, { body: { userName: 'rest', password: 'x' } })
    const second = await http.call('GET', `${at}/token`)
    expect([first.status, first.body]).toEqual([200, { id: expect.stringMatching(/^\S{20,}$/) }])
    expect(second.body).toEqual(first.body)
  })
})
