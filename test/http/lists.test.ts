import { describe, expect, it } from 'vitest'
import { aDefinition } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const text = (name: string) => ({ 'zh-CN': name })
const FORM = [
  { key: 'subject', type: 'text', label: text('主题'), summary: true },
  { key: 'who', type: 'contact', label: text('同行人'), summary: true },
  { key: 'where', type: 'department', label: text('部门'), summary: true },
  { key: 'cost', type: 'money', label: text('费用'), summary: true },
  { key: 'secret', type: 'text', label: text('备注') },
]
const TWO_NODES = [
  { id: 'manager', name: text('上级'), approvers: { manager: 1 } },
  { id: 'boss', name: text('老板'), approvers: { users: ['u_bob'] } },
]

async function setUp() {
  const trip = aDefinition({
    code: 'trip',
    form: FORM,
    flow: TWO_NODES.slice(0, 1),
    cc: [],
    name: { 'zh-CN': '出差', 'en-US': 'Business trip' },
  })
  const buy = aDefinition({ code: 'buy', name: text('采购'), form: FORM, flow: TWO_NODES.slice(1), cc: [] })
  const harness = await createHarness({ definitions: [trip, buy] })
  const server = await startHttp(harness)
  const [alice, bob, hr] = await Promise.all(['u_alice', 'u_bob', 'u_hr'].map(server.login))
  const submit = async (definition: string, form: object, token = alice) => {
    const { status, body } = await server.call('POST', '/api/v1/instances', {
      token,
      body: { definition, form },
    })
    expect(status).toBe(201)
    return body
  }
  const list = async (query: string, token = bob, headers = {}) => {
    const { status, body } = await server.call('GET', `/api/v1/instances?${query}`, { token, headers })
    expect(status).toBe(200)
    return body
  }
  const found = async (q: string, token = bob, headers = {}) => {
    const { items } = await list(`box=todo&q=${encodeURIComponent(q)}`, token, headers)
    return items.map(({ summary }: { summary: { value: string }[] }) => summary[0]?.value)
  }
  return { ...harness, ...server, alice: alice!, bob: bob!, hr: hr!, submit, list, found }
}

describe('searching a list', () => {
  it('finds words of the title, of who asked and of what the list shows, all of them, however written', async () => {
    const { submit, found, hr } = await setUp()
    await submit('trip', { subject: 'Shanghai ＡＢＣ', secret: '机密' })
    await submit('buy', { subject: '电脑', who: ['u_carol'], where: ['od-hr'] })
    await submit('buy', { subject: '桌子' }, hr)

    expect(await found('shanghai abc')).toEqual(['Shanghai ＡＢＣ'])
    expect(await found('出差')).toEqual(['Shanghai ＡＢＣ'])
    expect(await found('BUSINESS', undefined, { 'accept-language': 'en' })).toEqual(['Shanghai ＡＢＣ'])
    expect(await found('韩人事 采购')).toEqual(['桌子'])
    expect(await found('卡罗尔')).toEqual(['电脑'])
    expect(await found('人事部')).toEqual(['电脑'])
    expect(await found('机密')).toEqual([])
    expect(await found('shanghai 电脑')).toEqual([])
    expect(await found('  ')).toHaveLength(3)
  })

  it('finds an amount with its commas and without', async () => {
    const { submit, found } = await setUp()
    await submit('trip', { subject: '上海', cost: { amount: '6800.50', currency: 'CNY' } })
    for (const q of ['6800', '6,800.50', '６８００', 'CNY 6800.5']) expect(await found(q)).toEqual(['上海'])
    expect(await found('680050')).toEqual([])
  })

  it('searches the one list it was asked for, by definition and node too', async () => {
    const { submit, list, alice } = await setUp()
    await submit('trip', { subject: '北京' })
    await submit('buy', { subject: '北京' })
    const q = encodeURIComponent('北京')
    const count = async (query: string, token?: string) => (await list(query, token)).items.length
    expect(await count(`box=todo&q=${q}`)).toBe(2)
    expect(await count(`box=todo&q=${q}&definition=buy`)).toBe(1)
    expect(await count(`box=todo&q=${q}&node=manager`)).toBe(1)
    expect(await count(`box=todo&q=${q}&node=none`)).toBe(0)
    expect(await count(`box=started&q=${q}`, alice)).toBe(2)
    expect(await count(`box=done&q=${q}`)).toBe(0)
  })

  it('pages are complete and without repeats', async () => {
    const { submit, list, advance } = await setUp()
    for (let n = 0; n < 12; n += 1) {
      await submit('trip', { subject: n % 2 ? `甲${n}` : `乙${n}` })
      advance(1)
    }
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const page = await list(`box=todo&limit=4&q=${encodeURIComponent('甲')}${cursor}`)
      seen.push(...page.items.map((item: { summary: { value: string }[] }) => item.summary[0]?.value))
      if (page.nextCursor === null) break
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
    }
    expect(seen).toEqual(['甲11', '甲9', '甲7', '甲5', '甲3', '甲1'])
  })
})

describe('groups of alike to-dos', () => {
  it('come with the first page, the largest first, whatever that page is filtered by', async () => {
    const { submit, list, alice } = await setUp()
    await submit('trip', { subject: 'a' })
    await submit('buy', { subject: 'b' })
    await submit('buy', { subject: 'c' })
    const groups = [
      { definition: { code: 'buy', name: '采购' }, nodeId: 'boss', nodeName: '老板', count: 2, phrases: [] },
      {
        definition: { code: 'trip', name: '出差' },
        nodeId: 'manager',
        nodeName: '上级',
        count: 1,
        phrases: [],
      },
    ]
    expect((await list('box=todo')).groups).toEqual(groups)
    expect((await list('box=todo&definition=trip&q=nothing')).groups).toEqual(groups)
    const first = await list('box=todo&limit=1')
    const cursor = encodeURIComponent(first.nextCursor)
    expect(await list(`box=todo&limit=1&cursor=${cursor}`)).not.toHaveProperty('groups')
    expect(await list('box=started', alice)).not.toHaveProperty('groups')
  })
})

it('an instance tells the names of the people and departments in its form, without asking Feishu again', async () => {
  const { submit, call, people, bob } = await setUp()
  const { id } = await submit('buy', { subject: 'x', who: ['ou_carol', 'u_hr'], where: ['od-hr'] })
  people.fail({ class: 'not_sent' })
  const { body } = await call('GET', `/api/v1/instances/${id}`, { token: bob })
  expect(body.names).toEqual({ u_carol: '卡罗尔', u_hr: '韩人事', 'od-hr': '人事部' })
})
