import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Field } from '../../shared/form/field.ts'
import { basisOf } from '../support/form-basis.ts'
import { createFakeClient, openPage, type Answer, type Asked } from './fake-client.ts'

// What happens to a form while something else is on its way, and to what stands in it where it is put up anew.

const label = (text: string) => ({ 'en-US': text })
const outside = (key: string) => ({ key, type: 'select', label: label(key), options: { search: true } })
const FORM = [
  { key: 'title', type: 'text', label: label('Title') },
  { key: 'period', type: 'daterange', unit: 'halfday', label: label('Period') },
  { key: 'until', type: 'datetime', label: label('Until') },
  { key: 'change', type: 'number', label: label('Change'), min: -5 },
  { key: 'count', type: 'number', label: label('Count'), min: 0 },
  outside('supplier'),
  outside('system'),
  { key: 'receipt', type: 'attachment', label: label('Receipt') },
  {
    key: 'items',
    type: 'table',
    label: label('Items'),
    columns: [
      { key: 'what', type: 'text', label: label('What') },
      { key: 'bill', type: 'attachment', label: label('Bill') },
      outside('account'),
    ],
  },
].map((field) => Field.parse(field))
const DEFINITION = {
  code: 'claim',
  name: 'Claim',
  description: null,
  group: { code: 'f', name: 'F' },
  version: 1,
  form: FORM,
  basis: basisOf(FORM),
  choices: [],
}
const UNKNOWN = { code: 'form_invalid', message: 'x', details: [{ field: 'x', rule: 'unknown' }] }

function serve({ path, body }: Asked): Answer | undefined {
  if (path === '/definitions/claim') return { status: 200, body: DEFINITION }
  if (path.endsWith('/preview')) return { status: 200, body: { nodes: [], cc: [] } }
  if (!path.endsWith('/options')) return undefined
  const { field } = body as { field: string }
  return { status: 200, body: { options: [{ value: '1', label: `First ${field}` }], next: null } }
}

async function open(isRefused: () => boolean = () => false) {
  vi.resetModules()
  const arrivals: ((id: string) => void)[] = []
  const client = {
    ...createFakeClient({
      serve: (one) => {
        if (one.path !== '/instances') return serve(one)
        return isRefused() ? { status: 422, body: { error: UNKNOWN } } : { status: 201, body: { id: 'i1' } }
      },
    }),
    filePicker: ({ success }: { success: (result: object) => void }) => {
      success({ list: [{ path: '/tmp/a.pdf', name: 'a.pdf' }] })
    },
    uploadFile: ({ success }: { success: (result: object) => void }) => {
      arrivals.push((id) => success({ statusCode: 201, data: JSON.stringify({ id, name: 'a.pdf' }) }))
    },
  }
  vi.stubGlobal('tt', client)
  vi.stubGlobal('getCurrentPages', () => [{}])
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { formPage } = await import('../../miniprogram/features/form/form-page.ts')
  const page = openPage(formPage('pc'), { id: 'claim' })
  await page.settle()
  return {
    page,
    client,
    shown: (key: string) => page.data['fields'][FORM.findIndex((field) => field.key === key)],
    rows: (): string[] => page.data['fields'].at(-1).table.rows,
    cells: (at: number) => page.data['rows'][page.data['fields'].at(-1).table.rows[at]].cells,
    sent: () =>
      client.seen.asked
        .filter(({ path }) => path === '/instances')
        .map(({ body }) => (body as { form: object }).form),
    arrive: async (id: string) => {
      arrivals.shift()?.(id)
      await page.settle()
    },
    fire: async (name: string, detail: object, dataset: object = {}) => {
      page.fire(name, detail, dataset)
      await page.settle()
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

describe('a file that is on its way', () => {
  it('is waited for: nothing is submitted without it', async () => {
    const { page, fire, sent, arrive } = await open()
    await fire('onPick', { key: 'receipt' })
    await fire('onSubmit', {})
    expect([sent(), page.data['notice']]).toEqual([[], 'Uploading …'])
    await arrive('f1')
    expect(page.data['notice']).toBe('')
    await fire('onSubmit', {})
    expect(sent()).toEqual([{ receipt: ['f1'] }])
  })

  it('comes into no form that was emptied meanwhile', async () => {
    const { shown, fire, arrive } = await open()
    await fire('onPick', { key: 'receipt' })
    await fire('onDiscard', {})
    expect(shown('receipt').busy).toBe(false)
    await arrive('f1')
    expect(shown('receipt').chips).toEqual([])
  })

  it('comes into no other row than its own', async () => {
    const { cells, rows, fire, arrive } = await open()
    await fire('onAddRow', { key: 'items' })
    await fire('onPick', { key: `${rows()[0]}.bill` })
    expect(cells(0)[1].busy).toBe(true)
    await fire('onRow', {}, { row: rows()[0], act: 'remove' })
    await fire('onAddRow', { key: 'items' })
    await arrive('f1')
    expect([cells(0)[1].busy, cells(0)[1].chips]).toEqual([false, []])
  })
})

describe('a form that is put up anew, as it has other fields by now', () => {
  it('has what was typed though the device keeps nothing', async () => {
    const { page, client, shown, fire } = await open(() => true)
    client.setStorageSync = () => {
      throw new Error('the storage is full')
    }
    await fire('onEdit', { key: 'title', value: 'October' })
    await fire('onSubmit', {})
    expect(page.data['notice']).toMatch(/^This form has been changed/)
    expect(shown('title').text).toBe('October')
  })

  it('shows in each row what stands in it, whichever rows were removed before', async () => {
    const { rows, cells, fire, sent } = await open(() => true)
    for (const what of ['one', 'two', 'three']) {
      await fire('onAddRow', { key: 'items' })
      await fire('onEdit', { key: `${rows().at(-1)}.what`, value: what })
    }
    await fire('onRow', {}, { row: rows()[0], act: 'remove' })
    const before = [0, 1].map((at) => cells(at)[0].id)
    await fire('onSubmit', {})
    expect(sent()).toEqual([{ items: [{ what: 'two' }, { what: 'three' }] }])
    expect([0, 1].map((at) => cells(at)[0].text)).toEqual(['two', 'three'])
    // An input that goes on under its name would show what was typed into it.
    for (const at of [0, 1]) expect(before).not.toContain(cells(at)[0].id)
  })
})

describe('options with one id', () => {
  it('of several systems are called as each of them says', async () => {
    const { shown, rows, cells, fire } = await open()
    await fire('onAddRow', { key: 'items' })
    for (const key of ['supplier', 'system', `${rows()[0]}.account`]) {
      await fire('onOptions', { key })
      await fire('onOptionPanel', { what: 'take', value: '1' })
    }
    const names = [shown('supplier'), shown('system'), cells(0)[2]].map(({ chips }) => chips[0].name)
    expect(names).toEqual(['First supplier', 'First system', 'First items.account'])
  })
})

describe('a time that nobody has to give', () => {
  it.each([
    ['period', 'from', { from: '', fromHalf: 'am', to: '', toHalf: 'pm' }],
    ['until', 'day', { day: '', time: '' }],
  ])('can be taken back: %s', async (key, part, empty) => {
    const { shown, fire, sent } = await open()
    expect(shown(key).given).toBe(false)
    await fire('onEdit', { key, part, value: '2026-11-20' })
    expect(shown(key).given).toBe(true)
    await fire('onEdit', { key, part: '', value: '' })
    expect([shown(key).given, shown(key).parts]).toEqual([false, empty])
    await fire('onSubmit', {})
    expect(sent()).toEqual([{}])
  })
})

it('a number that may be below zero is typed with keys that have a minus', async () => {
  const { shown } = await open()
  expect([shown('change').signed, shown('count').signed]).toEqual([true, false])
})
