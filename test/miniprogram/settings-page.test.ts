import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeClient, openPage, type Answer, type Asked, type FakeClient } from './fake-client.ts'

const NOW = new Date(2026, 10, 20, 15, 30).getTime()
const day = (date: number): number => new Date(2026, 10, date).getTime()
const PATH = '/me/settings'
const DEFINITIONS = ['leave', 'expense'].map((code) => ({ code, name: code.toUpperCase() }))
/** Until the end of November 22nd. */
const DELEGATION = { to: 'u_qa', from: day(20), until: day(23) }
const DELEGATED = { muted: [], delegation: DELEGATION, delegate: { userId: 'u_qa', name: 'Min' } }

type World = {
  saved?: object
  /** What saving is answered; else what was sent. */
  answer?: (body: object) => Answer
  confirm?: boolean
  picked?: string
}

let client: FakeClient
async function open({ saved = { muted: [] }, answer, confirm = true, picked = 'ou_qa' }: World = {}) {
  vi.resetModules()
  const serve = ({ method, path, body }: Asked): Answer | undefined => {
    if (path === '/definitions') return { status: 200, body: { items: DEFINITIONS } }
    if (path !== PATH) return undefined
    if (method === 'GET') return { status: 200, body: saved }
    return answer?.(body as object) ?? { status: 200, body: viewOf(body as object) }
  }
  client = createFakeClient({ serve, confirm, contacts: () => [{ openId: picked, name: 'Min' }] })
  vi.stubGlobal('tt', client)
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { settingsPage } = await import('../../miniprogram/features/settings/settings-page.ts')
  const page = openPage(settingsPage())
  await page.settle()
  return page
}
type Page = Awaited<ReturnType<typeof open>>

const viewOf = (body: object) => ('delegation' in body ? { ...body, delegate: DELEGATED.delegate } : body)
const refusal = (status: number, code: string, field: string, rule: string): Answer => ({
  status,
  body: { error: { code, message: 'The words of the server.', details: [{ field, rule }] } },
})
const sent = () => client.seen.asked.filter(({ method }) => method === 'PUT').map(({ body }) => body)

async function fire(page: Page, name: string, detail: object = {}): Promise<void> {
  page.fire(name, detail)
  await page.settle()
}
const edit = (page: Page, key: string, value: unknown, part = '') =>
  fire(page, 'onEdit', { key, value, part })
type Field = { key: string; parts: { from: string; to: string }; options: Option[] }
type Option = { value: string; label: string; checked: boolean }
const field = (page: Page, key: string): Field | undefined =>
  page.data['delegation'].find((one: Field) => one.key === key)
const faultAt = (page: Page, key: string): string | undefined =>
  page.data['faults'][page.data['delegation'].findIndex((one: Field) => one.key === key)]
const ticked = (options: Option[]) => options.filter(({ checked }) => checked).map(({ value }) => value)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

describe('a delegate', () => {
  it('is chosen with a period of whole days from today, and some approvals', async () => {
    const page = await open()
    expect(page.data['delegation'].map(({ key }: Field) => key)).toEqual(['delegate'])
    await fire(page, 'onPick', { key: 'delegate' })
    expect(field(page, 'period')).toMatchObject({ parts: { from: '2026-11-20', to: '' } })
    await edit(page, 'period', '2026-11-22', 'to')
    await edit(page, 'definitions', ['expense'])
    await fire(page, 'onSave')
    const delegation = { ...DELEGATION, to: 'ou_qa', definitions: ['expense'] }
    expect(sent()).toEqual([{ muted: [], delegation }])
    expect(client.seen.toasts).toEqual(['Saved'])
    expect(page.data['standing']).toEqual({
      tag: 'Now',
      tone: 'good',
      canEnd: true,
      scope: 'Only: EXPENSE',
      text: 'From Nov 20 through Nov 22, Min decides for you',
    })
  })

  it.each([
    ['ahead', { from: day(21), until: day(22) }, 'From Nov 21 through Nov 21, Min will decide for you', true],
    [
      'now',
      { from: day(1) + 3_600_000, until: NOW + 1 },
      'From Nov 1 01:00 through Nov 20 15:30, Min decides for you',
      true,
    ],
    ['over', { from: day(1), until: NOW }, 'From Nov 1 through Nov 20 15:30, Min decided for you', false],
  ])('is shown in a line: %s', async (_, period, text, canEnd) => {
    const page = await open({ saved: { ...DELEGATED, delegation: { to: 'u_qa', ...period } } })
    expect(page.data['standing']).toMatchObject({ text, canEnd, scope: 'All approvals' })
  })

  it('whose time is over is not chosen again by itself', async () => {
    const page = await open({ saved: { ...DELEGATED, delegation: { ...DELEGATION, until: NOW } } })
    expect(page.data['delegation'].map(({ key }: Field) => key)).toEqual(['delegate'])
    await fire(page, 'onSave')
    expect(sent()).toEqual([{ muted: [] }])
  })

  it('keeps the times of day that were given elsewhere, unless the day is another one', async () => {
    const period = { from: day(20) + 1, until: day(22) + 2 }
    const page = await open({ saved: { ...DELEGATED, delegation: { to: 'u_qa', ...period } } })
    await fire(page, 'onSave')
    await edit(page, 'period', '2026-11-25', 'to')
    await fire(page, 'onSave')
    expect(sent()).toMatchObject([
      { delegation: period },
      { delegation: { from: period.from, until: day(26) } },
    ])
  })

  it('for approvals that I may not start stays so', async () => {
    const definitions = ['payroll', 'leave']
    const page = await open({ saved: { ...DELEGATED, delegation: { ...DELEGATION, definitions } } })
    const options = field(page, 'definitions')?.options ?? []
    expect(options.map(({ label }) => label)).toEqual(['LEAVE', 'EXPENSE', 'payroll'])
    expect(ticked(options)).toEqual(['leave', 'payroll'])
    await fire(page, 'onSave')
    expect(sent()).toMatchObject([{ delegation: { definitions } }])
  })

  it.each([
    ['without a last day', '', 'Choose the first and the last day'],
    ['whose last day is before the first', '2026-11-19', 'Ends before it starts'],
  ])('%s is not sent', async (_, to, fault) => {
    const page = await open()
    await fire(page, 'onPick')
    expect(faultAt(page, 'period')).toBe('')
    await edit(page, 'period', to, 'to')
    await fire(page, 'onSave')
    expect([sent(), faultAt(page, 'period')]).toEqual([[], fault])
    expect(client.seen.scrolledTo[0]).toBe('#field-period')
  })

  it('is not sent for a time that has passed', async () => {
    const page = await open()
    await fire(page, 'onPick')
    for (const part of ['from', 'to']) await edit(page, 'period', '2026-11-19', part)
    await fire(page, 'onSave')
    expect([sent(), faultAt(page, 'period')]).toEqual([[], 'The last day has passed'])
  })

  it.each(['ou_me', 'u_me'])('cannot be oneself (%s)', async (picked) => {
    const page = await open({ picked })
    await fire(page, 'onPick')
    expect(faultAt(page, 'delegate')).toBe('You cannot stand in for yourself')
    await edit(page, 'period', '2026-11-22', 'to')
    await fire(page, 'onSave')
    expect(sent()).toEqual([])
  })

  it('that holds is not dropped by an empty field', async () => {
    const page = await open({ saved: DELEGATED })
    await fire(page, 'onRemove', { key: 'delegate', id: 'u_qa' })
    await fire(page, 'onSave')
    expect([sent(), faultAt(page, 'delegate')]).toEqual([[], expect.stringContaining('End it')])
  })

  it('is ended at once after a question, and nothing else is saved with it', async () => {
    const page = await open({ saved: { ...DELEGATED, muted: ['cc'], locale: 'ja-JP' } })
    await edit(page, 'muted', ['cc', 'approved'])
    await fire(page, 'onEnd')
    expect(client.seen.questions[0]).toContain('Shall Min no longer decide for you?')
    expect(sent()).toEqual([{ muted: ['cc'], locale: 'ja-JP' }])
    expect(page.data['standing'].text).toBe('')
    expect(page.data['delegation'].map(({ key }: Field) => key)).toEqual(['delegate'])
    expect(ticked(page.data['muted'].options)).toEqual(['approved', 'cc'])
  })

  it('stays where the question was answered with no', async () => {
    const page = await open({ saved: DELEGATED, confirm: false })
    await fire(page, 'onEnd')
    expect([sent(), page.data['standing'].canEnd]).toEqual([[], true])
  })
})

describe('messages', () => {
  it('are muted by their kinds, in the order of the list, in a language', async () => {
    const page = await open({ saved: { muted: ['approved'], locale: 'ja-JP' } })
    expect(page.data['language'].text).toBe('ja-JP')
    await edit(page, 'muted', ['cc', 'approved', 'unheard_of'])
    await edit(page, 'locale', 'en-US')
    await fire(page, 'onSave')
    expect(sent()).toEqual([{ muted: ['approved', 'cc'], locale: 'en-US' }])
    await edit(page, 'locale', '')
    await edit(page, 'muted', [])
    await fire(page, 'onSave')
    expect(sent()[1]).toEqual({ muted: [] })
  })
})

describe('saving', () => {
  it('is done once by a double tap, and again by another one', async () => {
    const page = await open()
    page.fire('onSave')
    expect(page.data['sending']).toBe(true)
    page.fire('onSave')
    await page.settle()
    expect([sent().length, page.data['sending']]).toEqual([1, false])
    await fire(page, 'onSave')
    expect(sent()).toHaveLength(2)
  })

  it('keeps what is changed while it is on its way', async () => {
    const page = await open()
    page.fire('onSave')
    page.fire('onEdit', { key: 'muted', value: ['cc'] })
    await page.settle()
    expect(ticked(page.data['muted'].options)).toEqual(['cc'])
    await fire(page, 'onSave')
    expect(sent()).toEqual([{ muted: [] }, { muted: ['cc'] }])
  })

  it('that got no answer says so, and loses nothing', async () => {
    const page = await open({ answer: () => 'no answer' })
    await fire(page, 'onPick')
    await edit(page, 'period', '2026-11-22', 'to')
    await edit(page, 'muted', ['cc'])
    await fire(page, 'onSave')
    expect(page.data['notice']).toContain('no connection')
    expect(field(page, 'period')?.parts.to).toBe('2026-11-22')
    expect(ticked(page.data['muted'].options)).toEqual(['cc'])
    expect(client.seen.toasts).toEqual([])
  })

  it.each([
    [refusal(422, 'person_not_found', 'delegation.to', 'person_not_found'), 'delegate', /cannot be found/],
    [refusal(422, 'person_not_allowed', 'delegation.to', 'not_an_option'), 'delegate', /words of the server/],
    [refusal(400, 'bad_request', 'delegation.until', 'ends_before_start'), 'period', /Ends before/],
    [
      refusal(404, 'definition_not_found', 'delegation.definitions', 'not_an_option'),
      'definitions',
      /choose again/i,
    ],
  ])('that is refused (%j) tells it at the field, until that is edited', async (answer, key, fault) => {
    const page = await open({ saved: DELEGATED, answer: () => answer })
    await fire(page, 'onSave')
    expect(faultAt(page, key)).toMatch(fault)
    expect(client.seen.scrolledTo[0]).toBe(`#field-${key}`)
    if (key === 'delegate') await fire(page, 'onPick')
    else await edit(page, key, key === 'period' ? '2026-11-24' : ['leave'], 'to')
    expect([faultAt(page, key), page.data['notice']]).toEqual(['', ''])
  })
})

describe('the page', () => {
  it('says why it cannot be shown, and comes with another try', async () => {
    const page = await open({ saved: { muted: ['cc'] } })
    const { request } = client
    client.request = (options) => options.fail?.({ errMsg: 'request:fail' })
    await fire(page, 'onRetry')
    expect(page.data['state']).toMatchObject({ kind: 'error' })
    client.request = request
    await fire(page, 'onRetry')
    expect(page.data['state'].kind).toBe('ready')
    expect(client.seen.titles).toContain('Settings')
  })
})
