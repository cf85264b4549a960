import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_qa', 'u_hr'] as const
type Name = (typeof CAST)[number]

type Node = { tag?: string; behaviors?: { type: string; value?: { verdict: string; context: string } }[] }
type Card = { data: { header: { template: string }; elements: { tag: string; actions?: Node[] }[] } }
type Preview = { inline: { i18n_title: Record<string, string>; url?: { pc: string } }; card?: Card } | null
type Pressed = {
  status: number
  answer: { toast: { type: string; i18n: Record<string, string> }; card?: Card } | null
}

const FILES = {
  'either.yaml': definitionFile('either', `  - ${nodeLine('only', ['u_lead', 'u_cto'])}`),
  'reasoned.yaml': definitionFile('reasoned', `  - ${nodeLine('only', ['u_lead'], 'reason: required')}`),
}

describe.each(['webhook', 'connection'])('a link in a chat, told by %s', (way) => {
  let world: World<Name>
  beforeAll(async () => {
    world = await openWorld(CAST, { definitions: FILES, env: { FEISHU_EVENTS: way } })
    const { host } = new URL(world.url)
    await world.control.settings({ previewRule: `${host}/m`, eventUrl: `${world.url}/feishu/card` })
    const isReady = async () =>
      way === 'webhook' || (await world.control.call<{ open: number }>('GET', '/connections')).open === 1
    await vi.waitUntil(isReady, { timeout: 60_000 })
  })
  afterAll(() => world.close())

  const submit = async (definition: string) => (await world.submit('u_dev', definition, { days: 1 })).id
  const paste = async (url: string) =>
    (await world.control.call<{ messageId: string }>('POST', '/links', { userId: 'u_dev', url })).messageId
  const pasteOf = (id: string) => paste(`${world.url}/m/pc/pages/detail?id=${id}`)
  const look = async (link: string, userId: Name) =>
    (await world.control.call<{ preview: Preview }>('POST', `/links/${link}/look`, { userId })).preview
  const press = (link: string, userId: string, more: object = {}) =>
    world.control.call<Pressed>('POST', `/links/${link}/press`, { userId, ...more })
  const buttonsOf = (card: Card | undefined) =>
    (card?.data.elements ?? [])
      .flatMap(({ actions = [] }) => actions)
      .flatMap(({ behaviors = [] }) => behaviors.map(({ type, value }) => value?.verdict ?? type))
  const titleOf = (preview: Preview) => preview?.inline.i18n_title['en_us']

  it('shows each viewer what is theirs, and a stranger what an address shows that leads nowhere', async () => {
    const link = await pasteOf(await submit('either'))
    const [approver, initiator] = [await look(link, 'u_lead'), await look(link, 'u_dev')]
    expect(buttonsOf(approver?.card)).toEqual(['APPROVED', 'REJECTED', 'open_url'])
    expect(buttonsOf(initiator?.card)).toEqual(['open_url'])
    for (const preview of [approver, initiator]) expect(titleOf(preview)).toMatch(/ · Pending$/)
    const nowhere = await look(await pasteOf('0'.repeat(32)), 'u_qa')
    expect(nowhere?.card).toBeUndefined()
    expect(await look(link, 'u_qa')).toEqual(nowhere)
    expect(JSON.stringify(nowhere)).not.toContain('either')
    expect(await look(await paste('https://elsewhere.example/m/pages/detail?id=1'), 'u_lead')).toBeNull()
  })

  it('somebody of another company with the same user_id is a stranger', async () => {
    const link = await pasteOf(await submit('either'))
    await world.control.call('POST', '/people/u_lead', { external: true, silent: true })
    const outsider = await look(link, 'u_lead')
    await world.control.call('POST', '/people/u_lead', { external: false, silent: true })
    expect(outsider?.card).toBeUndefined()
    expect(buttonsOf((await look(link, 'u_lead'))?.card)).toContain('APPROVED')
  })

  it('decides once, and whoever comes too late is told, with the card as it is now', async () => {
    const id = await submit('either')
    const link = await pasteOf(id)
    await Promise.all([look(link, 'u_lead'), look(link, 'u_cto')])
    const first = await press(link, 'u_lead')
    expect(first.answer?.toast).toMatchObject({ type: 'success', i18n: { zh_cn: '已同意' } })
    expect(first.answer?.card?.data.header.template).toBe('green')
    expect(buttonsOf(first.answer?.card)).toEqual(['open_url'])

    const late = await press(link, 'u_cto', { button: 1 })
    expect(late.answer?.toast.type).toBe('error')
    expect(late.answer?.toast.i18n['zh_cn']).toMatch(/^该审批已由.*处理：已同意$/)
    expect(buttonsOf(late.answer?.card)).toEqual(['open_url'])
    await world.agree()
    const { status, history } = await world.read(id)
    expect(status).toBe('APPROVED')
    const decisions = history.filter(({ verb }) => verb === 'approve' || verb === 'reject')
    expect(decisions).toMatchObject([{ verb: 'approve', via: 'chat' }])
  })

  it('a second press of the same button is no second decision', async () => {
    const id = await submit('either')
    const link = await pasteOf(id)
    const preview = await look(link, 'u_lead')
    const value = preview?.card?.data.elements.flatMap(({ actions = [] }) => actions)[0]?.behaviors?.[0]
      ?.value
    const answers = await Promise.all(Array.from({ length: 8 }, () => press(link, 'u_lead', { value })))
    for (const { answer } of answers) expect(answer?.toast.type).toBe('success')
    const { history } = await world.read(id)
    expect(history.filter(({ verb }) => verb === 'approve')).toHaveLength(1)
    await world.agree()
  })

  it('a value that is forged, or somebody else’s, changes nothing and learns nothing', async () => {
    const id = await submit('either')
    const link = await pasteOf(id)
    const preview = await look(link, 'u_lead')
    await look(link, 'u_qa')
    const own = preview?.card?.data.elements.flatMap(({ actions = [] }) => actions)[0]?.behaviors?.[0]?.value
    const context = own?.context ?? ''
    const before = await world.read(id)
    const forged = [
      ['u_qa', { verdict: 'APPROVED', context }],
      ['u_cto', { verdict: 'APPROVED', context }],
      ['u_lead', { verdict: 'APPROVED', context: `${context.slice(0, -1)}x` }],
      ['u_lead', { verdict: 'APPROVED', context: 'nothing' }],
      ['u_lead', { verdict: 'APPROVED', context: context.replace(/_t1/, '_t2') }],
    ] as const
    for (const [userId, value] of forged) {
      const { answer } = await press(link, userId, { value })
      expect(answer).toMatchObject({ toast: { type: 'error' } })
      expect(answer?.card).toBeUndefined()
    }
    for (const value of ['text', { verdict: 'PAID', context }, { context }, null, {}])
      expect(await press(link, 'u_lead', { value: value ?? 0 })).toMatchObject({ status: 200, answer: {} })
    expect(await world.read(id)).toEqual(before)
  })

  it('where a reason has to be given there are no buttons, but the words for it', async () => {
    const link = await pasteOf(await submit('reasoned'))
    const preview = await look(link, 'u_lead')
    expect(buttonsOf(preview?.card)).toEqual(['open_url'])
    expect(JSON.stringify(preview?.card)).toContain('需要填写审批意见')
  })
})
