import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFakeClient, openPage, type Asked, type FakeClient } from './fake-client.ts'

const me = { userId: 'u_me', name: 'Me' }
const PAGE = { pc: 'http://erp.example.com/po/1', mobile: 'https://erp.example.com/m/po/1' }
const ACTIONS = [
  { type: 'APPROVE', name: 'Approve', reason: 'optional', asksFiles: false },
  { type: 'REJECT', name: 'Reject', reason: 'required', asksFiles: true },
  { type: '{HOLD}', name: 'Put on hold', reason: 'none', asksFiles: false },
]
const task = (over: object = {}) => ({
  id: 't1',
  nodeId: 'm',
  assignee: me,
  consignedBy: null,
  status: 'PENDING',
  reason: null,
  attachments: [],
  createdAt: 1_000,
  endedAt: null,
  round: 1,
  added: null,
  completeReason: null,
  passedTo: [],
  ...over,
})
const instance = (over: object = {}) => ({
  id: 'i1',
  number: 'PO-1',
  phrases: [],
  definition: { code: 'erp.po', name: 'Orders', version: 1 },
  title: 'Order PO-1',
  status: 'PENDING',
  initiator: { userId: '', name: 'Wang' },
  source: { name: 'ERP', page: PAGE },
  form: { line_1: 'CNY 10.00' },
  fields: [{ key: 'line_1', type: 'textarea', label: { 'en-US': 'Amount' } }],
  names: {},
  optionLabels: {},
  files: {},
  comments: [],
  history: [],
  nodes: [
    {
      id: 'm',
      name: 'Manager',
      mode: 'any',
      reason: 'optional',
      status: 'active',
      skipped: null,
      approvers: [],
    },
  ],
  tasks: [task({ actions: ACTIONS })],
  cc: [],
  actions: [{ action: 'postpone', taskId: 't1', reason: 'none' }],
  createdAt: 1_000,
  updatedAt: 1_000,
  endedAt: null,
  ended: null,
  ...over,
})
const item = (source: object | undefined) => ({
  id: 'i1',
  number: 'PO-1',
  definition: { code: 'erp.po', name: 'Orders' },
  title: 'Order PO-1',
  status: 'PENDING',
  summary: [],
  createdAt: 1,
  updatedAt: 1,
  initiator: { userId: '', name: 'Wang' },
  source,
  task: { ...task(), nodeName: 'Manager', postponedUntil: null, byTime: false, reason: 'optional' },
})
const ok = (body: unknown) => ({ status: 200, body })

type World = {
  view?: () => object
  source?: object
  press?: (body: unknown) => ReturnType<typeof ok>
  opens?: boolean
}
let client: FakeClient
let outside: string[]
async function open(
  kind: 'list' | 'detail',
  device: 'phone' | 'pc',
  { view = instance, source, press, opens = true }: World = {},
) {
  vi.resetModules()
  outside = []
  client = createFakeClient({
    serve: ({ path, method, body }: Asked) => {
      if (path === '/instances/i1' && method === 'GET') return ok(view())
      if (path === '/tasks/t1/press') return press?.(body) ?? ok({})
      return path.startsWith('/instances?') ? ok({ items: [item(source)], nextCursor: null }) : undefined
    },
  })
  const openSchema = ({ schema, success, fail }: Record<'schema' | 'success' | 'fail', never>): void => {
    outside.push(schema)
    queueMicrotask(opens ? success : fail)
  }
  const setClipboardData = ({ success }: { success: () => void }): void => queueMicrotask(success)
  vi.stubGlobal('tt', { ...client, openSchema, setClipboardData })
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { detailPage } = await import('../../miniprogram/features/detail/detail-page.ts')
  const { listPage } = await import('../../miniprogram/features/list/list-page.ts')
  const page = openPage(kind === 'list' ? listPage(device) : detailPage(device), { id: 'i1' })
  await page.settle()
  return page
}
afterEach(() => {
  vi.unstubAllGlobals()
})
const pressed = () => client.seen.asked.filter(({ path }) => path.endsWith('/press'))
const labels = (page: Awaited<ReturnType<typeof open>>) =>
  page.data['actions'].map(({ text }: { text: string }) => text)
const fireAct = (page: Awaited<ReturnType<typeof open>>, text: string) => {
  const { action } = page.data['actions'].find((one: { text: string }) => one.text === text)
  page.fire('onAct', { action })
}

describe('a list entry of another system', () => {
  it.each([
    ['phone', PAGE.mobile],
    ['pc', PAGE.pc],
  ] as const)('opens its own page on a %s', async (device, address) => {
    const page = await open('list', device, { source: { name: 'ERP', page: PAGE } })
    expect(page.data['rows']).toMatchObject([
      { source: 'ERP', number: 'PO-1', selectable: false, open: true },
    ])
    page.fire('onOpen', { id: 'i1', key: 't1' })
    await page.settle()
    expect([outside, client.seen.opened]).toEqual([[address], []])
  })

  it('opens ours where the client opens no other, and where it has none', async () => {
    for (const world of [
      { source: { name: 'ERP', page: PAGE }, opens: false },
      { source: { name: 'ERP', page: null } },
    ]) {
      const page = await open('list', 'phone', world)
      page.fire('onOpen', { id: 'i1', key: 't1' })
      await page.settle()
      expect(client.seen.opened).toEqual(['/pages/detail?id=i1'])
    }
  })
})

describe('the page of another system’s approval', () => {
  it('says whose it is, shows what was pushed, and leads there', async () => {
    const page = await open('detail', 'pc')
    expect(page.data['shown']).toMatchObject({
      source: 'ERP',
      openText: 'Open in ERP',
      number: 'PO-1',
      initiator: 'Wang',
      values: [{ label: 'Amount', text: 'CNY 10.00' }],
      waiting: '',
    })
    page.fire('onSource')
    await page.settle()
    expect(outside).toEqual([PAGE.pc])
  })

  it('copies the address where the client opens none', async () => {
    const page = await open('detail', 'phone', { opens: false })
    page.fire('onSource')
    await page.settle()
    expect(client.seen.toasts).toEqual(['It cannot be opened here. The link was copied.'])
  })

  it('leads nowhere where that system has no page', async () => {
    const page = await open('detail', 'pc', { view: () => instance({ source: { name: 'ERP', page: null } }) })
    expect(page.data['shown'].openText).toBe('')
    page.fire('onSource')
    await page.settle()
    expect(outside).toEqual([])
  })

  it('offers what that system lets its person press, by its own names, and nothing else of ours', async () => {
    const page = await open('detail', 'pc')
    expect(labels(page)).toEqual(['Approve', 'Reject', 'Put on hold', 'Later'])
    expect(page.data['mayComment']).toBe(false)
    const other = await open('detail', 'pc', { view: () => instance({ tasks: [task()], actions: [] }) })
    expect(labels(other)).toEqual([])
  })

  it('asks for words and files as that system wants them', async () => {
    const page = await open('detail', 'pc')
    fireAct(page, 'Approve')
    expect(page.data['decision']).toMatchObject({ open: true, asks: true, required: false, withFiles: false })
    fireAct(page, 'Put on hold')
    expect(page.data['decision']).toMatchObject({ title: 'Put on hold', asks: false, withFiles: false })
    fireAct(page, 'Reject')
    expect(page.data['decision']).toMatchObject({ required: true, withFiles: true, danger: true })
    page.fire('onDecide', { reason: ' ', attachments: [] })
    await page.settle()
    expect(pressed()).toEqual([])
    expect(page.data['fault']).not.toBe('')
  })

  it('hands over what is pressed, says so, and waits for that system', async () => {
    let view = instance()
    const page = await open('detail', 'pc', { view: () => view })
    fireAct(page, 'Reject')
    view = instance({ tasks: [task({ pressed: { at: 2_000, action: 'REJECT', name: 'Reject' } })] })
    page.fire('onDecide', { reason: 'too dear', attachments: ['f1'] })
    await page.settle()
    expect(pressed().map(({ body }) => body)).toEqual([
      { action: 'REJECT', reason: 'too dear', attachments: ['f1'] },
    ])
    expect(client.seen.toasts).toEqual(['Handed over'])
    expect(page.data['shown'].waiting).toBe('“Reject” was handed to ERP. It waits for its answer.')
    expect(labels(page)).toEqual(['Later'])
  })

  it('shows the words of a system that refuses unchanged', async () => {
    const words = '预算 <b>不足</b>，{请} 联系财务'
    const refuse = () => ({ status: 422, body: { error: { code: 'refused', message: words, details: [] } } })
    const page = await open('detail', 'pc', { press: refuse })
    fireAct(page, 'Put on hold')
    page.fire('onDecide', {})
    await page.settle()
    expect(page.data['fault']).toBe(words)
    expect(labels(page)).toContain('Put on hold')
  })
})
