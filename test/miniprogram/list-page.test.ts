import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeClient, openPage, type Asked, type FakeClient, type Rules } from './fake-client.ts'

const definition = { code: 'leave', name: 'Leave' }
const todo = (n: number, reason = 'optional') => ({
  id: `i${n}`,
  number: `LV-${n}`,
  definition,
  title: `Leave by Li ${n}`,
  status: 'PENDING',
  summary: [],
  createdAt: n,
  updatedAt: n,
  initiator: { userId: 'u_1', name: `Li ${n}` },
  task: {
    id: `t${n}`,
    nodeId: 'm',
    nodeName: 'Manager',
    status: 'PENDING',
    createdAt: n,
    reason,
    postponedUntil: null,
  },
})
const GROUPS = [{ definition, nodeId: 'm', nodeName: 'Manager', count: 3, phrases: ['Fine'] }]
const ok = (body: unknown) => ({ status: 200, body })
const serve = ({ path }: Asked) => {
  if (path.startsWith('/instances?box=todo'))
    return ok({ items: [todo(3), todo(2), todo(1)], nextCursor: null, groups: GROUPS })
  return path === '/definitions'
    ? ok({ items: [{ ...definition, description: null, group: definition }] })
    : undefined
}

let client: FakeClient
async function open(rules: Rules = {}, query: Record<string, string> = {}) {
  vi.resetModules()
  client = createFakeClient({ ...rules, serve: (one) => rules.serve?.(one) ?? serve(one) })
  vi.stubGlobal('tt', client)
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { listPage } = await import('../../miniprogram/features/list/list-page.ts')
  const page = openPage(listPage('phone'), query)
  await page.settle()
  return page
}
const lists = () => client.seen.asked.map(({ path }) => path).filter((path) => path.startsWith('/instances?'))
const approved = () => client.seen.asked.filter(({ path }) => path.endsWith('/approve'))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

describe('the lists', () => {
  it('open at the box of the link, and change it', async () => {
    const page = await open({}, { box: 'cc' })
    expect(lists()[0]).toContain('box=cc')
    expect(page.data['emptyText']).not.toBe('')
    page.fire('onBox', { box: 'todo' })
    await page.settle()
    expect(page.data['rows']).toHaveLength(3)
    page.fire('onOpen', { id: 'i2' })
    expect(client.seen.opened).toEqual(['/pages/detail?id=i2'])
  })

  it('search once typing pauses', async () => {
    const page = await open()
    for (const value of ['L', 'Li', 'Li 2']) page.fire('onSearch', { value })
    vi.advanceTimersByTime(400)
    await page.settle()
    expect(lists().slice(1)).toEqual(['/instances?box=todo&q=Li%202&limit=20'])
  })

  it('show those left for later alone', async () => {
    const page = await open()
    page.fire('onLaterOnly')
    await page.settle()
    expect(lists().at(-1)).toContain('postponed=only')
    page.fire('onLaterOnly')
    await page.settle()
    expect(lists().at(-1)).not.toContain('postponed')
  })

  it('stay on the screen when reading them again fails', async () => {
    let offline = false
    const page = await open({ serve: () => (offline ? 'no answer' : undefined) })
    offline = true
    page.call('onPullDownRefresh')
    await page.settle()
    expect(page.data['rows']).toHaveLength(3)
    expect(page.data['notice']).not.toBe('')
  })
})

describe('alike to-dos', () => {
  it('are shown as a group and approved together, one call each', async () => {
    const page = await open()
    page.fire('onGroup', {}, { key: page.data['groups'][0].key })
    await page.settle()
    expect(lists().at(-1)).toContain('definition=leave&node=m')
    page.fire('onSelectAll')
    page.fire('onSelect', { key: 't2' })
    expect(page.data['selectedCount']).toBe(2)
    page.fire('onBatch')
    expect(page.data['decision'].phrases).toEqual(['Fine'])
    page.fire('onDecide', { reason: 'Fine' })
    page.fire('onDecide', { reason: 'Fine' })
    await page.settle()
    expect(approved().map(({ path, body }) => [path, body])).toEqual([
      ['/tasks/t3/approve', { reason: 'Fine' }],
      ['/tasks/t1/approve', { reason: 'Fine' }],
    ])
    expect(page.data).toMatchObject({ selecting: false, notice: '2 approved' })
  })

  it('what was refused is named with its reason and stays selected', async () => {
    const error = { code: 'task_already_ended', message: 'Already decided by Bo.', details: [] }
    const page = await open({
      serve: ({ path }) => (path === '/tasks/t2/approve' ? { status: 409, body: { error } } : undefined),
    })
    page.fire('onSelectMode')
    page.fire('onSelectAll')
    page.fire('onBatch')
    page.fire('onDecide', { reason: '' })
    await page.settle()
    expect(page.data['notice']).toBe('2 approved, 1 not:\nLeave by Li 2: Already decided by Bo.')
    expect(page.data['rows'].filter((row: { selected: boolean }) => row.selected)).toHaveLength(1)
  })

  it('need words when one of them does', async () => {
    const strict = { items: [todo(2, 'required'), todo(1)], nextCursor: null, groups: [] }
    const page = await open({
      serve: ({ path }) => (path.startsWith('/instances?') ? ok(strict) : undefined),
    })
    page.fire('onSelectMode')
    page.fire('onSelectAll')
    page.fire('onBatch')
    page.fire('onDecide', { reason: ' ' })
    await page.settle()
    expect(page.data['fault']).not.toBe('')
    expect(approved()).toEqual([])
  })
})

it('one to-do is left for later, and taken back', async () => {
  const page = await open({ item: 0 })
  page.fire('onLater', { key: 't2' })
  await page.settle()
  const asked = client.seen.asked.find(({ path }) => path === '/tasks/t2/postpone')
  expect((asked?.body as { until: number }).until).toBeGreaterThan(Date.now())

  const later = { ...todo(2), task: { ...todo(2).task, postponedUntil: Date.now() + 3_600_000 } }
  const back = await open({
    serve: ({ path }) =>
      path.startsWith('/instances?') ? ok({ items: [later], nextCursor: null }) : undefined,
  })
  back.fire('onLater', { key: 't2' })
  await back.settle()
  expect(client.seen.asked.find(({ path }) => path === '/tasks/t2/postpone')?.body).toEqual({ until: null })
})
