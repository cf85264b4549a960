import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeClient, openPage, type Asked, type FakeClient, type Rules } from './fake-client.ts'

const label = { 'en-US': 'Days' }
const DEFINITION = {
  ...{ code: 'leave', name: 'Leave', description: null, group: { code: 'hr', name: 'HR' }, version: 1 },
  form: [
    { key: 'days', type: 'number', label, required: true, summary: true, max: 60 },
    {
      key: 'why',
      type: 'textarea',
      label: { 'en-US': 'Why' },
      required: false,
      summary: false,
      maxLength: 9,
    },
    { key: 'cover', type: 'contact', label: { 'en-US': 'Cover' }, required: false, maxCount: 2 },
  ],
  choices: [{ nodeId: 'setup', name: 'Set up' }],
}
const node = (id: string, more: object = {}) => ({
  ...{ id, name: id, mode: 'any', reason: 'optional', status: 'waiting', skipped: null, approvers: [] },
  ...more,
})

/** Days above three need the people team; whoever asks names who sets it up. */
function serve({ path, body }: Asked) {
  if (path === '/definitions/leave') return { status: 200, body: DEFINITION }
  if (!path.endsWith('/preview')) return undefined
  const { days = 0 } = (body as { form: { days?: number } }).form
  const hr = days > 3 ? {} : { skipped: 'condition' }
  return { status: 200, body: { nodes: [node('hr', hr), node('setup')], cc: [] } }
}

let client: FakeClient
async function open(rules: Rules = {}, stored?: FakeClient) {
  vi.resetModules()
  client = createFakeClient({
    contacts: () => [{ openId: 'ou_1', name: 'Li' }],
    ...rules,
    serve: rules.serve ?? serve,
  })
  for (const [key, value] of stored?.stored ?? []) client.stored.set(key, value)
  vi.stubGlobal('tt', client)
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { formPage } = await import('../../miniprogram/features/form/form-page.ts')
  const page = openPage(formPage('phone'), { id: 'leave' })
  await page.settle()
  return page
}
const asked = (path: string) => client.seen.asked.filter((one) => one.method === 'POST' && one.path === path)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})
type Page = Awaited<ReturnType<typeof open>>
async function fill(page: Page): Promise<void> {
  page.fire('onEdit', { key: 'days', value: '4' })
  vi.advanceTimersByTime(600)
  await page.settle()
  page.fire('onChoose', { id: 'setup' })
  await page.settle()
}

describe('the create form', () => {
  it('is made from its definition and says what it takes', async () => {
    const page = await open()
    expect(page.data['state'].kind).toBe('ready')
    expect(page.data['fields'].map(({ label: text }: { label: string }) => text)).toEqual([
      'Days',
      'Why',
      'Cover',
    ])
    page.fire('onEdit', { key: 'why', value: 'much too long' })
    expect(page.data['fields'][1].fault).toContain('9')
  })

  it('shows who would approve once typing pauses, the skipped ones too', async () => {
    const page = await open()
    expect(page.data['route'].map(({ tone }: { tone: string }) => tone)).toEqual(['skipped', 'waiting'])
    for (const value of ['4', '44', '4']) page.fire('onEdit', { key: 'days', value })
    vi.advanceTimersByTime(600)
    await page.settle()
    expect(asked('/definitions/leave/preview')).toHaveLength(2)
    expect(page.data['route'].map(({ tone }: { tone: string }) => tone)).toEqual(['waiting', 'waiting'])
  })

  it('does not send what is not complete, and marks it', async () => {
    const page = await open()
    page.fire('onSubmit')
    await page.settle()
    expect(asked('/instances')).toEqual([])
    expect(page.data['fields'][0].fault).not.toBe('')
    expect(page.data['route'][1].fault).not.toBe('')
    expect(client.seen.scrolledTo).toEqual(['#field-0', '138'])
  })

  it('leads to the route where only an approver is missing', async () => {
    const page = await open()
    page.fire('onEdit', { key: 'days', value: '4' })
    page.fire('onSubmit')
    await page.settle()
    expect(client.seen.scrolledTo[0]).toBe('#route')
  })

  it('is submitted once by a double tap, and its draft is gone', async () => {
    const started = { status: 201, body: { id: 'i1' } }
    const page = await open({ serve: (one) => (one.path === '/instances' ? started : serve(one)) })
    await fill(page)
    page.fire('onSubmit')
    page.fire('onSubmit')
    await page.settle()
    expect(asked('/instances').map(({ body }) => body)).toEqual([
      { definition: 'leave', form: { days: 4 }, approvers: { setup: ['ou_1'] }, cc: [] },
    ])
    expect(client.seen.opened).toEqual(['/pages/detail?id=i1'])
    expect([...client.stored.keys()].filter((key) => key.startsWith('draft'))).toEqual([])
  })

  it('comes back as it was typed after the app was closed, under the same key', async () => {
    const lost = (one: Asked) => (one.path === '/instances' ? ('no answer' as const) : serve(one))
    const page = await open({ serve: lost })
    await fill(page)
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['notice']).not.toBe('')
    const [first] = asked('/instances')

    const again = await open({ serve: lost }, client)
    expect(again.data['restored']).toBe(true)
    expect(again.data['fields'][0].text).toBe('4')
    again.fire('onSubmit')
    await again.settle()
    expect(asked('/instances')[0]).toMatchObject({
      body: first?.body,
      headers: { 'idempotency-key': first?.headers['idempotency-key'] },
    })
  })

  it('tells of an earlier submission under its key, and starts another one only when asked again', async () => {
    const error = { code: 'idempotency_mismatch', message: '', details: [] }
    const other = (one: Asked) => (one.path === '/instances' ? { status: 409, body: { error } } : serve(one))
    const page = await open({ serve: other })
    await fill(page)
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['notice']).toContain('already been submitted')
    page.fire('onSubmit')
    await page.settle()
    const keys = asked('/instances').map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(2)
  })

  it('shows what the server refuses at its field until that is edited', async () => {
    const error = { code: 'form_invalid', message: 'x', details: [{ field: 'why', message: 'Not this.' }] }
    const refuse = (one: Asked) => (one.path === '/instances' ? { status: 422, body: { error } } : serve(one))
    const page = await open({ serve: refuse })
    await fill(page)
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['fields'][1].fault).toBe('Not this.')
    expect(client.seen.scrolledTo[0]).toBe('#field-1')
    page.fire('onEdit', { key: 'why', value: 'x' })
    expect(page.data['fields'][1].fault).toBe('')
  })

  it('does not send typed text back into its input', async () => {
    const page = await open()
    page.fire('onEdit', { key: 'why', value: 'abc' })
    expect(page.data['fields'][1].text).toBe('')
    const [before] = page.data['fields']
    page.fire('onDiscard')
    expect(page.data['fields'][0].id).not.toBe(before.id)
  })
})

it('who may not start it gets a polite page', async () => {
  const error = { code: 'definition_not_found', message: 'x', details: [] }
  const page = await open({
    serve: ({ path }) => (path.startsWith('/definitions') ? { status: 404, body: { error } } : undefined),
  })
  expect(page.data['state'].kind).toBe('hidden')
})

it('a lost connection offers another try', async () => {
  let offline = true
  const page = await open({ serve: (one) => (offline && one.path !== '/session' ? 'no answer' : serve(one)) })
  expect(page.data['state'].kind).toBe('error')
  offline = false
  page.fire('onRetry')
  await page.settle()
  expect(page.data['state'].kind).toBe('ready')
})
