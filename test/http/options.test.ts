import { describe, expect, it } from 'vitest'
import { aDefinition } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'
import { openRig } from '../options/rig.ts'

/** A purchase: a supplier of the ERP with its account, a cost centre, and per line one of its projects. */
const purchaseFrom = (url: string) => {
  const from = (source: string, more: object = {}) => ({
    from: `${url}/company/options/${source}`,
    tokenEnv: 'COMPANY_TOKEN',
    ...more,
  })
  const field = (key: string, type: string, more: object = {}) => ({
    key,
    type,
    label: { 'zh-CN': key },
    ...more,
  })
  return aDefinition({
    form: [
      field('supplier', 'select', {
        summary: true,
        options: from('suppliers', { keyEnv: 'COMPANY_KEY', search: true }),
      }),
      field('account', 'select', {
        options: from('accounts', { keyEnv: 'COMPANY_KEY', dependsOn: ['supplier'] }),
      }),
      field('systems', 'multiselect', { summary: true, options: from('systems') }),
      field('costCentre', 'select', {
        options: [
          { value: 'rd', label: { 'zh-CN': '研发' } },
          { value: 'sales', label: { 'zh-CN': '销售' } },
        ],
      }),
      field('items', 'table', {
        columns: [
          field('project', 'select', { options: from('projects', { dependsOn: ['costCentre'] }) }),
          field('note', 'text'),
        ],
      }),
    ],
    flow: [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }],
    cc: [],
  })
}

async function setUp(limits: object = {}) {
  const rig = await openRig()
  const harness = await createHarness({
    definitions: [purchaseFrom(rig.sandbox.controlUrl)],
    options: rig.port,
  })
  const server = await startHttp(harness, { limits })
  const token = await server.login('u_alice')
  const call = (path: string, body: object, language = 'zh-CN') =>
    server.call('POST', `/api/v1/${path}`, { token, body, headers: { 'accept-language': language } })
  return {
    rig,
    ...harness,
    server,
    token,
    list: (field: string, body: object = {}, language?: string) =>
      call('definitions/leave/options', { field, ...body }, language),
    submit: (form: object, language?: string) => call('instances', { definition: 'leave', form }, language),
    preview: (form: object) => call('definitions/leave/preview', { form }),
    read: async (id: string, language = 'zh-CN') =>
      (
        await server.call('GET', `/api/v1/instances/${id}`, {
          token,
          headers: { 'accept-language': language },
        })
      ).body,
  }
}

type Listed = { options: { value: string; label: string }[]; next: string | null }
const labels = ({ body }: { body: Listed }) => body.options.map(({ value, label }) => `${value} ${label}`)

describe('what may be chosen', () => {
  it('is told in the language of whoever asks, searched, and page by page', async () => {
    const { list } = await setUp()
    const first = await list('supplier')
    expect(first.body).toMatchObject({ next: '0.page-10' })
    expect((await list('supplier', { page: first.body.next })).body.options).toHaveLength(10)
    expect(labels(await list('supplier', { query: 'tokyo cloud' }, 'en-US'))).toEqual([
      'sup-027 Tokyo Cloud Co.',
    ])
    expect(labels(await list('systems', {}, 'ja-JP'))).toContain('sys-erp ERP 会計')
  })

  it('is searched here where the source does not search', async () => {
    const { list, rig } = await setUp()
    expect(labels(await list('systems', { query: '代码 仓库' }))).toEqual(['sys-git 代码仓库'])
    expect(labels(await list('systems', { query: 'SYS-BI' }))).toEqual(['sys-bi 数据看板'])
    expect((await rig.asked()).map(({ request }) => request)).toEqual([{ employee_id: 'u_alice' }])
  })

  it('depends on other fields, those around a table too', async () => {
    const { list } = await setUp()
    const { body } = await list('account', { form: { supplier: 'sup-003' } })
    expect(body.options.map(({ value }: { value: string }) => value)).toEqual([
      'acc-sup-003-1',
      'acc-sup-003-2',
    ])
    expect(labels(await list('items.project', { form: { costCentre: 'sales' }, row: {} }))).toEqual([
      'prj-fair 秋季展会',
    ])
  })

  it('is asked of nobody for a field that is none, or has options of its own', async () => {
    const { list, rig } = await setUp()
    for (const field of ['costCentre', 'nothing', 'items', 'items.note', 'items.project.x', '__proto__'])
      expect((await list(field)).status).toBe(400)
    expect(await rig.asked()).toEqual([])
  })

  it('says in words why it cannot be had', async () => {
    const { list, rig } = await setUp()
    await rig.goWrong('suppliers', 'never')
    const { status, body } = await list('supplier', {}, 'ja-JP')
    expect(status).toBe(503)
    expect(body.error).toMatchObject({
      code: 'options_unavailable',
      message: '選択肢の取得元のシステムが応答しません。しばらくしてからお試しください。',
    })
  })

  it('a thousand keystrokes are few requests, and more than a person types are none', async () => {
    const { list, rig } = await setUp({ options: { attempts: 500, windowMs: 60_000 } })
    const typed = await Promise.all(
      Array.from({ length: 1_000 }, (_, at) =>
        list('supplier', { query: '北京云服务'.slice(0, 1 + (at % 5)) }),
      ),
    )
    expect(typed.filter(({ status }) => status === 200)).toHaveLength(500)
    expect(typed.filter(({ status }) => status === 429)).toHaveLength(500)
    expect((await rig.asked()).length).toBeLessThanOrEqual(5)
  })

  it('neither an address nor a secret is told to a page', async () => {
    const { server, token, rig } = await setUp()
    const { text } = await server.call('GET', '/api/v1/definitions/leave', { token })
    expect(text).toContain('"dependsOn":["supplier"],"search":false')
    expect(text).not.toMatch(/company\/options|COMPANY_/)
    expect(text).not.toContain(rig.sandbox.info.optionsToken)
  })
})

describe('what is submitted', () => {
  const whole = {
    supplier: 'sup-027',
    account: 'acc-sup-027-1',
    systems: ['sys-git', 'sys-bi'],
    costCentre: 'rd',
    items: [{ project: 'prj-app' }, { project: 'prj-search', note: 'x' }],
  }

  it('is stored with what the other systems call it, and with owners', async () => {
    const { submit, read, store } = await setUp()
    const { status, body } = await submit(whole)
    expect(status).toBe(201)
    expect(body.optionLabels).toMatchObject({
      supplier: { 'sup-027': '东京云服务有限公司' },
      'items.project': { 'prj-app': '移动端 3.0', 'prj-search': '搜索改版' },
    })
    expect((await read(body.id, 'en-US')).optionLabels.supplier).toEqual({ 'sup-027': 'Tokyo Cloud Co.' })
    const record = await store.instances.read(body.id)
    expect(record?.instance.chosen?.['systems']?.['sys-git']).toMatchObject({ owner: 'u_lead' })
  })

  it('is named so in lists and found by it, also when its source is gone', async () => {
    const { submit, server, token, rig } = await setUp()
    await submit(whole)
    await rig.goWrong('*', 'http_500')
    const { body } = await server.call(
      'GET',
      `/api/v1/instances?box=started&q=${encodeURIComponent('云服务')}`,
      {
        token,
        headers: { 'accept-language': 'zh-CN' },
      },
    )
    expect(body.items.map(({ summary }: { summary: object }) => summary)).toEqual([
      [
        { label: 'supplier', value: '东京云服务有限公司' },
        { label: 'systems', value: '代码仓库、数据看板' },
      ],
    ])
  })

  it.each([
    ['an option of nobody', { supplier: 'sup-999' }, 'supplier', 'not_an_option'],
    ['one of another supplier', { ...whole, account: 'acc-sup-001-1' }, 'account', 'not_an_option'],
    ['one of several', { systems: ['sys-git', 'sys-none'] }, 'systems', 'not_an_option'],
    [
      'one of another cost centre, in a row',
      { costCentre: 'sales', items: [{ project: 'prj-fair' }, { project: 'prj-app' }] },
      'items[1].project',
      'not_an_option',
    ],
  ])('%s is refused, and nothing is stored', async (_, form, field, rule) => {
    const { submit, dump } = await setUp()
    const before = dump()
    const { status, body } = await submit(form)
    expect([status, body.error.details]).toMatchObject([422, [{ field, rule }]])
    expect(dump()).toBe(before)
  })

  it('what was taken away since it was shown is refused', async () => {
    const { list, submit, rig } = await setUp()
    expect(labels(await list('systems'))).toContain('sys-vpn 远程接入 VPN')
    await rig.goWrong('systems', 'no_options')
    expect((await submit({ systems: ['sys-vpn'] })).body.error.details).toMatchObject([
      { rule: 'not_an_option' },
    ])
  })

  it.each([
    ['http_500', 'The system that these options come from did not answer. Please try again.'],
    ['never', 'The system that these options come from did not answer. Please try again.'],
    ['refused', 'The system that these options come from refused the request. Please tell an administrator.'],
    ['html', /answered what cannot be read/],
  ])('nothing is stored while a source goes wrong: %s', async (kind, message) => {
    const { submit, dump, rig } = await setUp()
    await rig.goWrong('systems', kind)
    const before = dump()
    const { status, body } = await submit(whole, 'en-US')
    expect([status, body.error.details]).toEqual([
      422,
      [{ field: 'systems', rule: 'options_unavailable', message: expect.stringMatching(message) as string }],
    ])
    expect(dump()).toBe(before)
  })

  it('what cannot be found among pages without end is to be chosen again', async () => {
    const { submit, rig } = await setUp()
    await rig.goWrong('suppliers', 'endless_pages')
    expect((await submit({ supplier: 'sup-001' })).body.error.details).toMatchObject([
      { field: 'supplier', rule: 'choose_again', message: '未能在来源系统中核对该选项，请重新搜索并选择' },
    ])
  })

  it('a preview asks nobody', async () => {
    const { preview, rig } = await setUp()
    expect((await preview(whole)).status).toBe(200)
    expect(await rig.asked()).toEqual([])
  })

  it('sent twice under one key it is asked once, and answered when the source is gone', async () => {
    const { server, token, rig } = await setUp()
    const send = () =>
      server.call('POST', '/api/v1/instances', {
        token,
        body: { definition: 'leave', form: { systems: ['sys-git'] } },
        headers: { 'idempotency-key': 'once' },
      })
    const first = await send()
    await rig.goWrong('*', 'http_500')
    const again = await send()
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id])
    expect(await rig.asked()).toHaveLength(1)
  })

  it('is asked anew when it is submitted again, and keeps no label of what it names no more', async () => {
    const { submit, server, token, rig, read, store } = await setUp()
    const { body } = await submit({ systems: ['sys-git'] })
    const record = await store.instances.read(body.id)
    const manager = record?.instance.tasks[0]
    const boss = await server.login(manager?.assignee ?? '')
    await server.call('POST', `/api/v1/tasks/${manager?.id ?? ''}/rollback`, {
      token: boss,
      body: { toNode: '_initiator', reason: 'x' },
    })
    const again = (form: object) =>
      server.call('POST', `/api/v1/instances/${body.id}/resubmit`, { token, body: { form } })
    await rig.goWrong('systems', 'http_500', { times: 1 })
    expect((await again({ systems: ['sys-bi'] })).status).toBe(422)
    expect((await again({ systems: ['sys-bi'] })).status).toBe(200)
    expect((await read(body.id)).optionLabels).toEqual({ systems: { 'sys-bi': '数据看板' } })
  })
})

it('no token or key is in any line of the log, answer or stored file', async () => {
  const { list, submit, server, rig, dump } = await setUp()
  const { optionsToken, optionsKey } = rig.sandbox.info
  const answers = [await submit({ systems: ['sys-git'] })]
  for (const kind of ['refused', 'html', 'never', 'redirect', 'sealed_otherwise']) {
    await rig.goWrong('*', kind, { times: 2 })
    answers.push(await list('systems', { query: kind }), await list('supplier', { query: kind }))
    rig.advance(60_001)
  }
  const seen = [...answers.map(({ text }) => text), ...server.lines, ...rig.told, dump()].join('\n')
  expect(seen).toContain('options_unavailable')
  expect(seen).not.toContain(optionsToken)
  expect(seen).not.toContain(optionsKey)
})
