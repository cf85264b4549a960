import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFakeClient, openPage, type Asked, type FakeClient, type Rules } from './fake-client.ts'

const me = { userId: 'u_me', name: 'Me' }
const li = { userId: 'u_li', name: 'Li' }
const INSTANCE = {
  id: 'i1',
  number: 'LV-0007',
  phrases: ['Fine with me', 'Please explain'],
  definition: { code: 'leave', name: 'Leave', version: 1 },
  title: 'Leave by Li',
  status: 'PENDING',
  initiator: li,
  form: { days: 4 },
  names: {},
  optionLabels: {},
  files: {},
  comments: [],
  history: [],
  fields: [{ key: 'days', type: 'number', label: { 'en-US': 'Days' }, required: true, summary: true }],
  nodes: [
    {
      id: 'm',
      name: 'Manager',
      mode: 'any',
      reason: 'required',
      status: 'active',
      skipped: null,
      approvers: [me],
    },
  ],
  tasks: [
    {
      id: 't1',
      nodeId: 'm',
      assignee: me,
      status: 'PENDING',
      reason: null,
      attachments: [],
      createdAt: 1_000,
      endedAt: null,
      round: 1,
      added: null,
      completeReason: null,
      passedTo: [],
    },
  ],
  cc: [{ id: 'c1', person: me, createdAt: 1_000, readAt: null }],
  actions: [
    { action: 'approve', taskId: 't1', reason: 'required' },
    { action: 'reject', taskId: 't1', reason: 'required' },
    { action: 'postpone', taskId: 't1', reason: 'none' },
    { action: 'comment', taskId: null, reason: 'none' },
  ],
  createdAt: 1_000,
  updatedAt: 1_000,
  endedAt: null,
  ended: null,
}
const ok = (body: unknown) => ({ status: 200, body })
const serve = ({ path, method }: Asked) =>
  path === '/instances/i1' && method === 'GET' ? ok(INSTANCE) : undefined

let client: FakeClient
async function open(rules: Rules = {}) {
  vi.resetModules()
  client = createFakeClient({ ...rules, serve: (one) => rules.serve?.(one) ?? serve(one) })
  vi.stubGlobal('tt', client)
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { detailPage } = await import('../../miniprogram/features/detail/detail-page.ts')
  const page = openPage(detailPage('pc'), { id: 'i1' })
  await page.settle()
  return page
}
const paths = () => client.seen.asked.map(({ method, path }) => `${method} ${path}`)
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the detail page', () => {
  it('offers exactly what the server allows', async () => {
    const page = await open()
    expect(page.data['actions'].map(({ action }: { action: string }) => action)).toEqual([
      'approve',
      'reject',
      'postpone',
    ])
    expect(page.data['mayComment']).toBe(true)
    const none = await open({
      serve: ({ path }) => (path === '/instances/i1' ? ok({ ...INSTANCE, actions: [] }) : undefined),
    })
    expect(none.data['actions']).toEqual([])
    expect(none.data['mayComment']).toBe(false)
  })

  it('marks a copy as read by opening it, once it is unread', async () => {
    await open()
    expect(paths()).toContain('POST /instances/i1/read')
    const read = { ...INSTANCE, cc: [{ ...INSTANCE.cc[0], readAt: 5 }] }
    await open({ serve: ({ path }) => (path === '/instances/i1' ? ok(read) : undefined) })
    expect(paths()).not.toContain('POST /instances/i1/read')
  })

  it('shows its number, offers ready words for a decision, and none for what decides nothing', async () => {
    const actions = [...INSTANCE.actions, { action: 'withdraw', taskId: null, reason: 'optional' }]
    const page = await open({
      serve: ({ path }) => (path === '/instances/i1' ? ok({ ...INSTANCE, actions }) : undefined),
    })
    expect(page.data['shown']).toMatchObject({ number: 'LV-0007', copied: 'LV-0007', title: 'Leave by Li' })
    page.fire('onAct', { action: 'reject' })
    expect(page.data['decision'].phrases).toEqual(['Fine with me', 'Please explain'])
    page.fire('onCancel')
    page.fire('onAct', { action: 'withdraw' })
    expect(page.data['decision']).toMatchObject({ open: true, asks: true, phrases: [] })
  })

  it('copies all of the id where its start stands for a number', async () => {
    const page = await open({
      serve: ({ path }) =>
        path === '/instances/i1' ? ok({ ...INSTANCE, id: 'abcdef0123', number: 'abcdef01' }) : undefined,
    })
    expect(page.data['shown']).toMatchObject({ number: 'abcdef01', copied: 'abcdef0123' })
  })

  it('asks for words where they are required, before it calls', async () => {
    const page = await open()
    page.fire('onAct', { action: 'reject' })
    expect(page.data['decision']).toMatchObject({ open: true, asks: true, required: true })
    page.fire('onDecide', { reason: '  ' })
    await page.settle()
    expect(page.data['fault']).not.toBe('')
    expect(paths().some((path) => path.includes('/tasks/'))).toBe(false)
    page.fire('onDecide', { reason: ' No. ', attachments: ['f1'] })
    await page.settle()
    expect(client.seen.asked.find(({ path }) => path === '/tasks/t1/reject')?.body).toEqual({
      reason: 'No.',
      attachments: ['f1'],
    })
    expect(page.data['decision'].open).toBe(false)
  })

  it('tells in words that somebody else was faster, and shows what is true now', async () => {
    const error = { code: 'task_already_ended', message: 'Already decided by Li: Approved', details: [] }
    const page = await open({
      serve: ({ path }) => (path.startsWith('/tasks/') ? { status: 409, body: { error } } : undefined),
    })
    const before = paths().length
    page.fire('onAct', { action: 'approve' })
    page.fire('onDecide', { reason: 'Yes' })
    await page.settle()
    expect(page.data['notice']).toBe(error.message)
    expect(page.data['decision'].open).toBe(false)
    expect(paths().slice(before)).toContain('GET /instances/i1')
  })

  it('keeps the panel and its words open when the connection is lost', async () => {
    const page = await open({ serve: ({ path }) => (path.startsWith('/tasks/') ? 'no answer' : undefined) })
    page.fire('onAct', { action: 'approve' })
    page.fire('onDecide', { reason: 'Yes' })
    await page.settle()
    expect(page.data['decision'].open).toBe(true)
    expect(page.data['fault']).not.toBe('')
  })

  it('decides once by a double tap', async () => {
    const page = await open()
    page.fire('onAct', { action: 'approve' })
    page.fire('onDecide', { reason: 'Yes' })
    page.fire('onDecide', { reason: 'Yes' })
    await page.settle()
    expect(paths().filter((path) => path === 'POST /tasks/t1/approve')).toHaveLength(1)
  })

  it('asks whom to transfer it to first, and nothing more when nobody is chosen', async () => {
    const transfer = { action: 'transfer', taskId: 't1', reason: 'optional' }
    const serveIt = ({ path, method }: Asked) =>
      path === '/instances/i1' && method === 'GET' ? ok({ ...INSTANCE, actions: [transfer] }) : undefined
    const nobody = await open({ serve: serveIt })
    nobody.fire('onAct', { action: 'transfer' })
    await nobody.settle()
    expect(nobody.data['decision'].open).toBe(false)

    const page = await open({ serve: serveIt, contacts: () => [{ openId: 'ou_li', name: 'Li' }] })
    page.fire('onAct', { action: 'transfer' })
    await page.settle()
    expect(page.data['decision'].people).toEqual([{ id: 'ou_li', name: 'Li' }])
    page.fire('onDecide', { reason: '', people: ['ou_li'] })
    await page.settle()
    expect(client.seen.asked.find(({ path }) => path === '/tasks/t1/transfer')?.body).toEqual({ to: 'ou_li' })
  })

  it('keeps the panel open with the words of the server for whom it does not take', async () => {
    const rollback = { action: 'rollback', taskId: 't1', reason: 'optional', toNodes: [] }
    const error = { code: 'person_not_allowed', message: 'Not yourself', details: [] }
    const page = await open({
      serve: ({ path, method }) => {
        if (path.startsWith('/tasks/')) return { status: 422, body: { error } }
        return method === 'GET' ? ok({ ...INSTANCE, actions: [rollback] }) : undefined
      },
    })
    page.fire('onAct', { action: 'rollback' })
    page.fire('onDecide', { reason: '', choice: 'x' })
    await page.settle()
    expect(page.data).toMatchObject({ fault: 'Not yourself', decision: { open: true } })
  })

  it.each([
    ['approve', 'You approved'],
    ['transfer', 'Handed on'],
    ['add-sign', 'Approvers added'],
    ['rollback', 'Sent back'],
    ['withdraw', 'Withdrawn'],
    ['urge', 'Reminded'],
    ['cc', 'Copy sent'],
  ])('says after %s what was done, not that the approval is over', async (action, text) => {
    const one = { action, taskId: null, reason: 'optional', toNodes: [] }
    const page = await open({
      serve: ({ path }) => (path === '/instances/i1' ? ok({ ...INSTANCE, actions: [one] }) : undefined),
      contacts: () => [{ openId: 'ou_li', name: 'Li' }],
    })
    page.fire('onAct', { action })
    await page.settle()
    if (page.data['decision'].open) page.fire('onDecide', { choice: 'x', people: ['ou_li'], reason: 'Yes' })
    await page.settle()
    expect(client.seen.toasts).toEqual([text])
  })

  it('leads to the form of what came back', async () => {
    const resubmit = { action: 'resubmit', taskId: 't1', reason: 'none' }
    const page = await open({
      serve: ({ path }) => (path === '/instances/i1' ? ok({ ...INSTANCE, actions: [resubmit] }) : undefined),
    })
    page.fire('onAct', { action: 'resubmit' })
    expect(client.seen.opened).toEqual(['/pc/pages/create-form/index?id=leave&instance=i1'])
  })

  it('leaves a to-do for later', async () => {
    const page = await open({ item: 1 })
    page.fire('onAct', { action: 'postpone' })
    await page.settle()
    const asked = client.seen.asked.find(({ path }) => path === '/tasks/t1/postpone')
    expect((asked?.body as { until: number }).until).toBeGreaterThan(Date.now())
  })

  it('empties the comment box only once the comment has arrived', async () => {
    let offline = true
    const page = await open({
      serve: ({ path }) => (offline && path.endsWith('/comment') ? 'no answer' : undefined),
    })
    const comment = { text: 'Hi', mentions: ['ou_1'], attachments: [] }
    page.fire('onComment', comment)
    await page.settle()
    expect(page.data).toMatchObject({ commented: 0, commenting: false })
    offline = false
    page.fire('onComment', comment)
    await page.settle()
    expect(page.data).toMatchObject({ commented: 1, commenting: false })
    expect(client.seen.asked.find(({ path }) => path.endsWith('/comment'))?.body).toEqual(comment)
  })

  it('reads it anew when shown again, and keeps it on the screen when that fails', async () => {
    let offline = false
    const page = await open({ serve: () => (offline ? 'no answer' : undefined) })
    offline = true
    page.call('onShow')
    await page.settle()
    expect(page.data['state'].kind).toBe('ready')
    expect(page.data['notice']).not.toBe('')
  })

  it('can be forwarded to phones and desktops', async () => {
    const page = await open()
    expect(page.call('onShareAppMessage')).toMatchObject({
      title: 'Leave by Li',
      path: '/pages/detail?id=i1',
      PCPath: '/pc/pages/detail?id=i1',
    })
  })

  it('is polite to whom it is not shown', async () => {
    const error = { code: 'instance_not_found', message: 'x', details: [] }
    const page = await open({
      serve: ({ path }) => (path.startsWith('/instances') ? { status: 404, body: { error } } : undefined),
    })
    expect(page.data['state'].kind).toBe('hidden')
    expect(page.data['actions']).toEqual([])
    page.fire('onHome')
    expect(client.seen.opened).toEqual(['/pc/pages/home/index'])
  })
})
